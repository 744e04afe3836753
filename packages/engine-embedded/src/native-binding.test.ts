import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { UnsupportedEngineError } from "@surreal-sdk/transport";
import { afterEach, describe, expect, it } from "vitest";
import { bindingLoader, loadBinding, moduleName } from "./native-binding.ts";

function failureOf(load: () => unknown): UnsupportedEngineError {
  try {
    load();
  } catch (error) {
    if (error instanceof UnsupportedEngineError) return error;
  }
  throw new Error("It loaded.");
}

it("loads the module for this platform", () => {
  expect(loadBinding("mem://").SurrealNodeEngine.connect).toBeTypeOf("function");
});

it("names the package to install when it is absent (H15)", () => {
  const cause = Object.assign(new Error("Cannot find package"), { code: "ERR_MODULE_NOT_FOUND" });
  const error = failureOf(() =>
    bindingLoader(() => {
      throw cause;
    })("mem://"),
  );
  expect(error).toMatchObject({ url: "mem://", cause, outcome: "not_sent" });
  expect(error.message).toContain("npm install @surrealdb/node");
});

it("does not call the package absent when it cannot be looked for, as in a bundle of CommonJS", () => {
  const meta: { resolve?: (name: string) => string } = {};
  const error = failureOf(() => bindingLoader((name) => (meta as Required<typeof meta>).resolve(name))("mem://"));
  expect(error.message).toContain("meta.resolve is not a function");
  expect(error.message).toContain("--format=esm");
  expect(error.message).not.toContain("npm install");
  expect(error.cause).toBeInstanceOf(TypeError);
});

it("says so when the package has no working module for the platform (H15)", () => {
  const error = failureOf(() => bindingLoader(() => import.meta.url)("mem://"));
  expect(error.message).toContain(`cannot be loaded on this platform (${process.platform} ${process.arch})`);
  expect(error.cause).toMatchObject({ code: "MODULE_NOT_FOUND" });
});

describe("a package whose native module is in @surrealdb/node-native, as from 3.0.4 on", () => {
  const engine = {
    "package.json": '{"name":"@surrealdb/node","type":"module","exports":"./dist/index.mjs"}',
    "dist/index.mjs": "",
  };
  const real = createRequire(import.meta.resolve("@surrealdb/node"));
  const binary = JSON.stringify(real.resolve(`./surrealdb-node.${moduleName()}.node`));
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  /** Installs packages from their files; gives the entry of `@surrealdb/node`. */
  function installed(packages: Record<string, Record<string, string>>): string {
    const folder = mkdtempSync(join(tmpdir(), "native-binding-"));
    folders.push(folder);
    for (const [name, files] of Object.entries(packages)) {
      for (const [path, text] of Object.entries(files)) {
        const file = join(folder, "node_modules", name, path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
    }
    return pathToFileURL(join(folder, "node_modules/@surrealdb/node/dist/index.mjs")).href;
  }

  it.each([
    ["CommonJS", "commonjs", `module.exports = require(${binary});`],
    [
      "a module",
      "module",
      `import { createRequire } from "node:module";
       export const { SurrealNodeEngine } = createRequire(import.meta.url)(${binary});`,
    ],
  ])("is loaded from there, as %s", async (_, type, text) => {
    const manifest = JSON.stringify({ name: "@surrealdb/node-native", type, exports: "./dist/index.js" });
    const native = { "package.json": manifest, "dist/index.js": text };
    const entry = installed({ "@surrealdb/node": engine, "@surrealdb/node-native": native });
    const { SurrealNodeEngine } = bindingLoader(() => entry)("mem://");
    const database = await SurrealNodeEngine.connect("mem://");
    await database.free();
  });

  it("is named where it is missing", () => {
    const entry = installed({ "@surrealdb/node": engine });
    const error = failureOf(() => bindingLoader(() => entry)("mem://"));
    expect(error.message).toContain("npm install @surrealdb/node-native");
    expect(error.cause).toMatchObject({ code: "MODULE_NOT_FOUND" });
  });

  it("is not blamed for what happens while it is loaded", () => {
    const manifest = JSON.stringify({ name: "@surrealdb/node-native", exports: "./index.cjs" });
    const native = { "package.json": manifest, "index.cjs": 'throw new Error("wrong platform");' };
    const entry = installed({ "@surrealdb/node": engine, "@surrealdb/node-native": native });
    const error = failureOf(() => bindingLoader(() => entry)("mem://"));
    expect(error.message).toContain("cannot be loaded on this platform");
    expect(error.cause).toMatchObject({ message: "wrong platform" });
  });
});
