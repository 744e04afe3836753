import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A numbered sentence of an error, and the package that contains it. */
export interface NumberedError {
  readonly number: number;
  /** Its words, with a name in `‹›` for each value. */
  readonly sentence: string;
  /** The classes of errors that show it. */
  readonly raises: readonly string[];
  /** It only stands inside of other sentences. */
  readonly part?: boolean;
  /** Only older versions of the SDK show it. */
  readonly retired?: boolean;
  readonly package: string;
}

/**
 * The numbered sentences of all packages, by number.
 *
 * @param packages - the folder of the packages
 */
export function numberedErrors(packages: string): NumberedError[] {
  const folders = readdirSync(packages).map((folder) => join(packages, folder));
  const registered = folders.filter((folder) => existsSync(join(folder, "messages.json")));
  const errors = registered.flatMap((folder) => {
    const { name } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { name: string };
    const { messages } = JSON.parse(readFileSync(join(folder, "messages.json"), "utf8")) as {
      messages: (Omit<NumberedError, "package"> & { files?: readonly string[] })[];
    };
    return messages.map(({ files: _, ...message }) => ({ ...message, package: name }));
  });
  return errors.sort((one, other) => one.number - other.number);
}
