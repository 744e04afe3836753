// Bundles the modules of the package in the working folder into the files that Node imports from the published package:
// `node ../../tools/bundle-dist.mjs [--whole] [name=module …]`. Node needs a third of a millisecond for every
// file, and more for every package that it has to resolve. Bundlers for browsers use the single modules instead, because
// they remove unused ones.
//
// `--whole` also bundles the packages of this workspace. `name=module` adds a file `dist/name.js` for a module that
// is loaded by its URL, such as a worker. The words of a package are in its package.json; the bundles are made again when it,
// a module or a bundle has changed.
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, isAbsolute, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { isCurrent, writeStamp } from "./bundle-stamp.mjs";

const folder = process.cwd();
const dist = join(folder, "dist");
const words = process.argv.slice(2);
const stamp = join(folder, "node_modules/.cache/bundle.json");
// Nothing has changed since the last time.
if (isCurrent(stamp)) process.exit();

const [{ transform }, { rollup }] = await Promise.all([import("esbuild"), import("rollup")]);
const isWhole = words.includes("--whole");
const { publishConfig } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
const entries = Object.values(publishConfig.exports)
  .filter(({ node }) => node !== undefined)
  .map(({ node, default: single }) => [basename(node, ".js"), join(folder, single)]);
const addressed = words
  .filter((word) => word.includes("="))
  .map((word) => word.split("="))
  .map(([name, module]) => [name, resolve(folder, module)]);

const bundle = await rollup({
  input: Object.fromEntries([...entries, ...addressed]),
  external: (id) => isPackage(id) && !isOwn(id),
  // The compiler's helpers check for a `this`, which modules do not have, and work without it.
  onLog: (level, log, print) => log.code === "THIS_IS_UNDEFINED" || print(level, log),
  plugins: [{ name: "modules-of-the-workspace", resolveId, load }],
});
const { output } = await bundle.generate({
  dir: dist,
  format: "es",
  sourcemap: true,
  chunkFileNames: "[name].js",
  manualChunks: chunkOf,
});
await bundle.close();
const written = mkdtempSync(join(folder, "node_modules/.bundle-"));
const chunks = output.filter(({ type }) => type === "chunk");
for (const file of chunks) await write(file);
rmSync(written, { recursive: true });
const results = chunks.flatMap(({ fileName }) => [fileName, `${fileName}.map`].map((name) => join(dist, name)));
writeStamp(stamp, [fileURLToPath(import.meta.url), join(folder, "package.json"), ...bundle.watchFiles, ...results]);

/**
 * Two files beside the entries: one for modules that the modules with a URL need too, one for the others. A module that
 * a single entry needs belongs to that entry's file.
 */
function chunkOf(id, { getModuleInfo }) {
  const own = addressed.find(([, module]) => module === id);
  if (own !== undefined) return own[0];
  const users = new Set([id]);
  for (const user of users) {
    const { importers, dynamicImporters } = getModuleInfo(user);
    for (const each of [...importers, ...dynamicImporters]) users.add(each);
  }
  if (addressed.some(([, module]) => users.has(module))) return "node-base";
  return entries.filter(([, module]) => users.has(module)).length === 1 ? undefined : "node-shared";
}

function isPackage(id) {
  return !id.startsWith(".") && !isAbsolute(id);
}

function isOwn(id) {
  return isWhole && /^(@surreal-sdk\/|#)/.test(id);
}

function resolveId(id, importer) {
  return isOwn(id) ? createRequire(importer).resolve(id) : null;
}

/** Reads a module with its source map, so that line numbers refer to the sources and not to the bundled modules. */
function load(path) {
  const code = readFileSync(path, "utf8");
  const map = /\/\/# sourceMappingURL=(\S+)\s*$/.exec(code)?.[1];
  return { code, map: map === undefined ? null : JSON.parse(readFileSync(join(path, "..", map), "utf8")) };
}

/** Removes comments and white space, which V8 would parse at every start, and keeps all names. */
async function write({ fileName, code, map }) {
  const stripped = await transform(`${code}\n//# sourceMappingURL=${map.toUrl()}`, {
    minifyWhitespace: true,
    // Node prints the line of an error that no program catches.
    lineLimit: 160,
    legalComments: "inline",
    target: "esnext",
    sourcemap: "external",
    sourcesContent: false,
    sourcefile: fileName,
  });
  put(fileName, `${withoutWideLetters(stripped.code)}//# sourceMappingURL=${fileName}.map\n`);
  put(`${fileName}.map`, JSON.stringify(withForeignSources(JSON.parse(stripped.map))));
}

/** The package contains its own sources; the map contains the text of all others. */
function withForeignSources(map) {
  const sourcesContent = map.sources.map((source) => {
    const path = join(dist, source);
    return path.startsWith(join(folder, "src")) ? null : readFileSync(path, "utf8");
  });
  return { ...map, sourcesContent };
}

/** Escapes the remaining non-Latin characters in regular expressions: a single one makes V8 store two bytes per character of the file. */
function withoutWideLetters(code) {
  return code.replace(/[\u0080-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Replaces a file atomically, because another process may pack the same dist folder now. */
function put(name, text) {
  writeFileSync(join(written, name), text);
  renameSync(join(written, name), join(dist, name));
}
