// Puts the modules of the package in the working folder together, in the files that Node is to import once it is
// published: `node ../../tools/bundle-dist.mjs [module that stays by itself …]`. Node spends a third of a millisecond on
// every file; bundlers for the browser, which leave out the modules that nobody uses, keep to the single ones.
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, isAbsolute, join } from "node:path";
import { rollup } from "rollup";

const folder = process.cwd();
/** Those that hand on their own address, to be imported elsewhere. */
const alone = new Set(process.argv.slice(2));
const { publishConfig } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
const entries = Object.values(publishConfig.exports)
  .filter(({ node }) => node !== undefined)
  .map(({ node, default: single }) => [basename(node, ".js"), join(folder, single)]);

const bundle = await rollup({
  input: Object.fromEntries(entries),
  external: (id) => isPackage(id) || alone.has(basename(id)),
  plugins: [{ name: "source-maps-of-the-compiler", load }],
});
const dist = join(folder, "dist");
const { output } = await bundle.generate({
  dir: dist,
  format: "es",
  sourcemap: true,
  chunkFileNames: "node-shared.js",
});
await bundle.close();
const written = mkdtempSync(join(folder, "node_modules/.bundle-"));
for (const file of output) {
  // Somebody else may pack the same dist now: each file is there whole, the one before or this one.
  writeFileSync(join(written, file.fileName), file.type === "chunk" ? file.code : file.source);
  renameSync(join(written, file.fileName), join(dist, file.fileName));
}
rmSync(written, { recursive: true });

function isPackage(id) {
  return !id.startsWith(".") && !isAbsolute(id);
}

/** Lines are to be those of the sources, not those of the modules that are put together. */
function load(path) {
  const code = readFileSync(path, "utf8");
  const map = /\/\/# sourceMappingURL=(\S+)\s*$/.exec(code)?.[1];
  return { code, map: map === undefined ? null : JSON.parse(readFileSync(join(path, "..", map), "utf8")) };
}
