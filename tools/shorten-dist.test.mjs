import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";

const program = fileURLToPath(new URL("shorten-dist.mjs", import.meta.url));
const folders = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** Shortens a package that consists of these files, and returns how to read what was written. */
function shorten(files) {
  const folder = mkdtempSync(join(tmpdir(), "short-"));
  folders.push(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === "string" ? content : JSON.stringify(content));
  }
  const { status, stderr } = spawnSync(process.execPath, [program], { cwd: folder, encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  return (path) => readFileSync(join(folder, "dist/short", path), "utf8");
}

const compilerOptions = {
  target: "ES2022",
  module: "NodeNext",
  rewriteRelativeImportExtensions: true,
  verbatimModuleSyntax: true,
  declaration: true,
  sourceMap: true,
};

let read;
beforeAll(() => {
  read = shorten({
    "package.json": {
      name: "@surreal-sdk/codec",
      dependencies: { "@surreal-sdk/values": "1" },
    },
    "tsconfig.build.json": { compilerOptions, include: ["src"] },
    "messages.json": { messages: [{ number: 7, sentence: "It is ‹what›, which is wrong.", files: ["src/a/a.ts"] }] },
    "src/a/a.ts": `import { b } from "../b.ts";
export function refuse(it: string): never {
  throw new TypeError(
    \`It is \${it}, \` +
      "which is wrong.",
  );
}
b();
`,
    "dist/a/a.js": "old",
    "src/b.ts": "export const b = 1;\n",
    "dist/b.js": "export const b = 1;\n//# sourceMappingURL=b.js.map\n",
    "dist/node.js": "a bundle of the others",
  });
});

it("compiles a module with messages again, with numbers", () => {
  const code = read("a/a.js");
  expect(code).toContain('import { shortMessage } from "@surreal-sdk/values";\nimport { b } from "../b.js";');
  expect(code).toMatch(/throw new TypeError\(\s*\/\* @__PURE__ \*\/ shortMessage\(7, it\s*\)\);/);
  const { sources, sourceRoot } = JSON.parse(read("a/a.js.map"));
  expect([sources, sourceRoot]).toEqual([["../../../src/a/a.ts"], ""]);
});

it("copies the other modules with their source maps, and no bundles", () => {
  expect(read("b.js")).toBe("export const b = 1;\n//# sourceMappingURL=../b.js.map\n");
  expect(() => read("node.js")).toThrow("ENOENT");
});

it.each([
  ["@surreal-sdk/values", "index.js", "./errors/short-message.js"],
  ["@surreal-sdk/transport", "toolkit.js", "@surreal-sdk/values"],
])("lets %s export in %s what makes the messages", (name, path, from) => {
  const module = path.replace(/js$/, "ts");
  const files = {
    "package.json": { name },
    "tsconfig.build.json": { compilerOptions },
    "messages.json": { messages: [] },
  };
  const written = shorten({ ...files, [`src/${module}`]: "", [`dist/${path}`]: "export {};\n" });
  expect(written(path)).toBe(`export { shortMessage } from "${from}"; export {};\n`);
});
