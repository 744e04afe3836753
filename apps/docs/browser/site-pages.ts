import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * The addresses of the pages in some folders of the built site.
 *
 * @param least - leaves out pages whose file has fewer bytes
 */
export function pagesOf(dist: string, folders: readonly string[], least = 0): string[] {
  const files = folders.flatMap((folder) =>
    readdirSync(join(dist, folder), { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name}`),
  );
  return files
    .filter((path) => path.endsWith(".html") && statSync(join(dist, path)).size >= least)
    .map((path) => `/${path.replace(/(index)?\.html$/, "")}`)
    .sort();
}
