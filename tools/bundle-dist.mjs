// Puts all modules of the package in the working folder into dist/node.js: `node ../../tools/bundle-dist.mjs`, before
// it is packed. Node spends a third of a millisecond on every file it imports; bundlers for the browser, which leave
// out the modules that nobody uses, keep to the single files.
import { readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { rollup } from "rollup";

const dist = join(process.cwd(), "dist");

const bundle = await rollup({
  input: { node: join(dist, "index.js") },
  external: (id) => !id.startsWith(".") && !isAbsolute(id),
  plugins: [{ name: "source-maps-of-the-compiler", load }],
});
await bundle.write({ dir: dist, format: "es", sourcemap: true, inlineDynamicImports: true });
await bundle.close();

/** Lines are to be those of the sources, not those of the modules that were put together. */
function load(path) {
  const code = readFileSync(path, "utf8");
  const map = /\/\/# sourceMappingURL=(\S+)\s*$/.exec(code)?.[1];
  return { code, map: map === undefined ? null : JSON.parse(readFileSync(join(path, "..", map), "utf8")) };
}
