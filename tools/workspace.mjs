import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { listFiles } from "./list-files.mjs";
import { readSource } from "./source-file.mjs";

/**
 * @typedef {object} Member a package or an app of the workspace
 * @property {"package" | "app"} kind
 * @property {string} folder such as `packages/core`
 * @property {string} name as package.json has it
 * @property {Record<string, any>} manifest
 * @property {import("./source-file.mjs").SourceFile[]} files
 */

const sourceName = /\.(ts|tsx|mts|js|mjs)$/;

/**
 * Reads every package and app below `root`, with its source files parsed.
 *
 * @param {string} root
 * @returns {Member[]}
 */
export function readWorkspace(root) {
  return [...members(root, "packages", "package"), ...members(root, "apps", "app")];
}

function members(root, parent, kind) {
  if (!existsSync(join(root, parent))) return [];
  return readdirSync(join(root, parent))
    .filter((name) => existsSync(join(root, parent, name, "package.json")))
    .sort()
    .map((name) => readMember(root, `${parent}/${name}`, kind));
}

function readMember(root, folder, kind) {
  const manifest = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
  const files = listFiles(root, folder)
    .filter((path) => sourceName.test(path) && !path.endsWith(".d.ts"))
    .map((path) => readSource(path, readFileSync(join(root, path), "utf8"), roleOf(path, folder)));
  return { kind, folder, name: manifest.name ?? basename(folder), manifest, files };
}

/** Shipped code, tests and build scripts have different import rules. */
function roleOf(path, folder) {
  if (/\.test(-d)?\.tsx?$/.test(path)) return "test";
  return path.startsWith(`${folder}/src/`) ? "source" : "build";
}
