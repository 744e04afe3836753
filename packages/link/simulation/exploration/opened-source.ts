import { fileURLToPath } from "node:url";

/** A module whose name ends in this is loaded with its private state made public, and all that it imports as well. */
const OPENED = "?opened";
const GATE = fileURLToPath(new URL("collections/session-lock.js", import.meta.resolve("@surreal-sdk/transport")));

/** Opens the private state of a link's modules, and changes nothing else: `#phase` becomes `opened_phase`. */
export const openedSource: {
  readonly name: string;
  readonly enforce: "pre";
  transform(code: string, id: string): { code: string; map: null } | undefined;
} = {
  name: "opened-source",
  enforce: "pre",
  transform(code, id) {
    if (!id.endsWith(OPENED)) return undefined;
    const opened = code
      .replace(/#([a-z]\w*)/gi, "opened_$1")
      .replace(/ from "(\.[^"]+)";/g, ` from "$1${OPENED}";`)
      .replace(
        /import \{ (.*), SessionLock \} from "([^"]+)";/,
        `import { $1 } from "$2"; import { SessionLock } from "${GATE}${OPENED}";`,
      );
    return { code: opened, map: null };
  },
};
