import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the repository, from the source as from what is built of it. */
export const repository: string = fileURLToPath(new URL("../../../..", import.meta.url));

/** The folders of the packages that are published, such as `packages/values`. */
export function packageFolders(): string[] {
  return readdirSync(join(repository, "packages"))
    .filter((name) => existsSync(join(repository, "packages", name, "package.json")))
    .map((name) => `packages/${name}`)
    .sort();
}

/** A document of the repository, or an empty text where it is missing. */
export function readDocument(path: string): string {
  const file = join(repository, path);
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

/** The pages of the site that are written by hand; its links are checked by its own build. */
export function siteDocuments(): string[] {
  const pages = ["guide", "extend"].flatMap((folder) =>
    readdirSync(join(repository, "apps/docs", folder))
      .filter((name) => name.endsWith(".md"))
      .map((name) => `apps/docs/${folder}/${name}`)
      .sort(),
  );
  return ["apps/docs/index.md", ...pages];
}

/** What a package.json says, as far as the tests read it. */
export interface Manifest {
  readonly name: string;
  readonly description: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** What a package.json says. */
export function readManifest(folder: string): Manifest {
  return JSON.parse(readDocument(`${folder}/package.json`)) as Manifest;
}

/** Whether a link of a document leads to a file or folder of the repository. */
export function isPresent(path: string): boolean {
  return existsSync(join(repository, path));
}
