import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { checkFiles, checkManifest, checkPackedPackage, checkReadme } from "./packed-package.mjs";

const good = {
  name: "x",
  version: "1.0.0",
  description: "An x.",
  license: "Apache-2.0",
  type: "module",
  sideEffects: false,
  engines: { node: ">=20.19" },
  exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" }, "./package.json": "./package.json" },
  files: ["dist", "src"],
  keywords: ["surrealdb"],
  repository: { type: "git", url: "git+https://example.com/surreal-sdk.git", directory: "packages/x" },
  bugs: { url: "https://example.com/surreal-sdk/issues" },
};
const files = {
  "README.md": "# x\n",
  LICENSE: "Apache\n",
  "src/index.ts": "export const x = 1;\n",
  "dist/index.js": "export const x = 1;\n",
  "dist/index.d.ts": "export declare const x = 1;\n",
};

it.each([
  ["a script that runs when it is installed", { scripts: { postinstall: "x" } }, "has the script postinstall"],
  ["side effects", { sideEffects: undefined }, "must set sideEffects"],
  ["another kind of module", { type: "commonjs" }, 'must set type: "module"'],
  ["another licence", { license: "MIT" }, "must set license"],
  ["another Node", { engines: { node: ">=18" } }, "must set engines.node"],
  ["TypeScript as a peer", { peerDependencies: { typescript: "5" } }, "must not require TypeScript"],
  ["a package that no search finds", { keywords: ["sdk"] }, "must have the keyword surrealdb"],
  ["sources nobody finds", { repository: { ...good.repository, directory: "packages/y" } }, "must name its repository"],
  ["no place for problems", { bugs: undefined }, "must name bugs.url"],
  ["a dependency nobody else can install", { dependencies: { y: "workspace:*" } }, "depends on y by workspace:*"],
])("refuses %s", (_, change, complaint) => {
  expect(checkManifest({ ...good, ...change })).toEqual([expect.stringContaining(complaint)]);
});

it.each([
  ["a test", ["dist/x.test.js"], "dist/x.test.js must not be"],
  ["a setting", ["tsconfig.json"], "tsconfig.json must not be"],
  ["built code whose source is gone", ["dist/old.d.ts"], "src/old.ts, which does not exist"],
])("refuses %s in the package", (_, more, complaint) => {
  expect(checkFiles([...Object.keys(files), ...more])).toEqual([expect.stringContaining(complaint)]);
});

it("refuses links of the README that lead nowhere on npm", () => {
  const text =
    "[a](../a) [b](./b.md#x) [c](#c) [d](https://d.example) `[e](../e)`\n```ts\nf[0](../f);\n```\n[g]: ../g\n";
  expect(checkReadme(text)).toEqual([
    "README.md links to ../a, which npm does not have: write the whole address, or no link.",
    "README.md links to ./b.md#x, which npm does not have: write the whole address, or no link.",
    "README.md links to ../g, which npm does not have: write the whole address, or no link.",
  ]);
});

it("refuses examples of the README with a package that it does not install", () => {
  const install = "npm install one @a/two   # four\n";
  const imports =
    'import one from "one/sub";\nimport {\n  two,\n} from "@a/two/sub";\nimport { three } from "node:three";\n';
  expect(checkReadme(install + imports)).toEqual([]);
  expect(checkReadme(`${install}${imports}import { four } from "four";\nopen("mem://");\n`)).toEqual([
    'README.md has an example with four, and no "npm install" that names it.',
    'README.md has an example with @surrealdb/node, and no "npm install" that names it.',
  ]);
});

it("refuses a package without README and LICENSE", () => {
  expect(checkFiles(["package.json"])).toEqual([
    "README.md is missing from the package.",
    "LICENSE is missing from the package.",
  ]);
});

it.each([
  ["has no complaint about a package in order", {}, []],
  ["sees an entry that is not published", { "dist/index.js": undefined }, ["but the file does not exist"]],
  [
    "sees types that are not published",
    { "dist/index.d.ts": undefined },
    ["but the file does not exist", "types: UntypedResolution at ."],
  ],
])("%s, once it is packed", async (_, changes, complaints) => {
  const found = await checkPackedPackage(pack({ ...files, ...changes }));
  expect(found.complaints).toEqual(complaints.map((text) => expect.stringContaining(text)));
});

function pack(contents) {
  const folder = mkdtempSync(join(tmpdir(), "package-"));
  try {
    for (const [path, text] of Object.entries({ "package.json": JSON.stringify(good), ...contents })) {
      if (text === undefined) continue;
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const pnpm = fileURLToPath(new URL("node_modules/pnpm/bin/pnpm.cjs", import.meta.url));
    spawnSync(process.execPath, [pnpm, "pack", "--pack-destination", "packed"], { cwd: folder });
    return readFileSync(join(folder, "packed", readdirSync(join(folder, "packed"))[0]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
