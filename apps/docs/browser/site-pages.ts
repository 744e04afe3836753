import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The addresses of the pages in some folders of the built site.
 *
 * @param least - leaves out pages whose content, without the menu, has fewer letters
 */
export function pagesOf(dist: string, folders: readonly string[], least = 0): string[] {
  const files = folders.flatMap((folder) =>
    readdirSync(join(dist, folder), { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name}`),
  );
  return files
    .filter((path) => path.endsWith(".html") && (least === 0 || contentOf(join(dist, path)).length >= least))
    .map((path) => `/${path.replace(/(index)?\.html$/, "")}`)
    .sort();
}

const contentOf = (file: string): string => /<main[\s\S]*<\/main>/.exec(readFileSync(file, "utf8"))?.[0] ?? "";
