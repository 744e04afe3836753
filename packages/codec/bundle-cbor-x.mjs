// Puts a copy of cbor-x that nobody else can reach into dist/read/cbor-x.js: `node bundle-cbor-x.mjs`, behind the compiler.
import { copyFileSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const folder = dirname(fileURLToPath(import.meta.url));
const cborX = dirname(createRequire(import.meta.url).resolve("cbor-x/package.json"));
const { version } = JSON.parse(readFileSync(join(cborX, "package.json"), "utf8"));
// Called LICENSE, it would keep the packer from adding ours.
const notice = "dist/read/cbor-x.notice.txt";

await build({
  absWorkingDir: folder,
  entryPoints: ["src/read/cbor-x.ts"],
  outfile: "dist/read/cbor-x.js",
  bundle: true,
  format: "esm",
  platform: "neutral",
  target: "es2022",
  // It probes whether code may be made from strings. Not here: a page that forbids it would report the attempt. What is
  // thrown is no error: V8 would read the whole file again to say in its message what is no constructor, for 4 ms.
  define: { Function: "codeFromText" },
  banner: {
    js: `/*! cbor-x ${version}, Copyright (c) 2020 Kris Zyp, MIT License: @surreal-sdk/codec/${notice} */
const codeFromText = function () { throw undefined; };`,
  },
  logLevel: "warning",
});
copyFileSync(join(cborX, "LICENSE"), join(folder, notice));
// What the compiler wrote beside it speaks of the file before it was bundled.
rmSync(join(folder, "dist/read/cbor-x.js.map"));
