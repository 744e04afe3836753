import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const generated = new Set(["node_modules", "dist", "coverage", "reports", ".turbo", ".stryker-tmp", "cache", ".temp"]);

/**
 * The files below a folder, as paths from `root`, without generated and installed files.
 *
 * @param {string} root
 * @param {string} folder
 * @returns {string[]}
 */
export function listFiles(root, folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return generated.has(entry.name) ? [] : listFiles(root, path);
      return entry.isFile() ? [path] : [];
    });
}
