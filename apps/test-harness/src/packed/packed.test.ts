import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type RunningServer, startServer } from "@surreal-sdk/test-server";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { packageFolders, readDocument, readManifest } from "../readme/documents.ts";
import { findExamples, toProgram } from "../readme/example.ts";
import { type PackedWorkspace, packWorkspace } from "./packed-workspace.ts";
import { pageFiles } from "./page-files.ts";

let packed: PackedWorkspace;
let server: RunningServer;
beforeAll(async () => {
  packed = await packWorkspace();
  server = await startServer({ user: "root", pass: "root" });
}, 60_000);
afterAll(async () => {
  await server.close();
  packed.remove();
});

/** The settings that the first page of the guide names. */
const asTheGuideSays = ["--target", "es2022", "--module", "nodenext"];

const names = packageFolders().map((folder) => readManifest(folder).name);

it.each([
  ["imported", "load.mjs", "await import(name)"],
  ["required", "load.cjs", "require(name)"],
])("every package can be %s as it is published", async (_, file, load) => {
  const entries = [...names, "surreal-sdk/async"];
  const program = `(async () => { for (const name of ${JSON.stringify(entries)}) {
    console.log(name, Object.keys(${load}).length > 0);
  } })();`;
  expect(await packed.run(file, program)).toBe(entries.map((name) => `${name} true\n`).join(""));
});

it("the published SDK asks a database in the process, awaiting and blocking", async () => {
  const program = `
    import { AsyncSurreal, Surreal } from "surreal-sdk";
    const db = AsyncSurreal("mem://");
    const local = Surreal("mem://");
    console.log(await db.query("RETURN 1"), local.query("RETURN 2").execute());
    await db.close();
    local.close();
  `;
  expect(await packed.run("ask.mjs", program)).toBe("[ 1 ] [ 2 ]\n");
});

it("the published SDK and a package by itself know each other's values and errors", async () => {
  const program = `
    import { AsyncSurreal, RecordId, Surreal } from "surreal-sdk";
    import * as core from "@surreal-sdk/core";
    import * as values from "@surreal-sdk/values";
    console.log(values.RecordId === RecordId, new values.RecordId("a", 1) instanceof RecordId);
    const db = AsyncSurreal("mem://");
    await db.use("a", "b");
    const [id] = await db.query("RETURN $id", { id: new values.RecordId("person", "ada") });
    console.log(id instanceof RecordId, id instanceof values.RecordId, id.equals(new values.RecordId("person", "ada")));
    const local = Surreal("mem://");
    for (const failing of [() => db.query("THROW 'no'"), () => local.query("THROW 'no'").execute()]) {
      const error = await (async () => failing())().catch((error) => error);
      console.log(error.name, error instanceof core.ServerError, error instanceof values.SurrealError);
    }
    await db.close();
    local.close();
  `;
  expect(await packed.run("copies.mjs", program)).toBe(
    "false true\ntrue true true\nThrownError true true\nThrownError true true\n",
  );
});

it.each([
  ["nodenext", ["--module", "nodenext"]],
  ["bundler", ["--module", "esnext", "--moduleResolution", "bundler"]],
])("the published types are sound with the libraries of ES2022 alone, resolved as %s", (_, resolution) => {
  packed.write("all.ts", names.map((name, index) => `export * as x${index} from "${name}";`).join("\n"));
  expect(packed.compile("--noEmit", "--types", "", "--target", "es2022", ...resolution, "all.ts")).toBe("");
});

it.each([
  "README.md",
  "apps/docs/guide/start.md",
  "packages/values/README.md",
  "packages/codec/README.md",
  "packages/transport/README.md",
])("what %s shows runs for somebody who has the packages alone", async (document) => {
  const examples = findExamples(document, readDocument(document));
  const files = examples.map((example, index) => {
    const program = toProgram(example, "./same.js").replaceAll("ws://localhost:8000", server.wsUrl);
    packed.write(`example-${index}.ts`, program);
    return `example-${index}.ts`;
  });
  packed.write("same.ts", readDocument("apps/test-harness/src/readme/same.ts"));
  expect(packed.compile(...asTheGuideSays, "--types", "node", ...files)).toBe("");
  for (const file of files) await packed.node(file.replace(".ts", ".js"));
});

it("an engine written by the guide passes the suite, awaited and blocking", async () => {
  const folder = join(packed.folder, "engine");
  mkdirSync(folder);
  const files = pageFiles("apps/docs/extend/engine.md");
  for (const { name, text } of files) packed.write(join("engine", name), text);
  expect(packed.compile("-p", "engine")).toBe("");
  expect(await packed.node("--test", "--test-reporter=tap", "engine/engine.test.js")).toMatch(/^# fail 0$/m);
  expect(await packed.node("engine/app.js")).toBe("[ 'Ada' ]\n");
  expect(await packed.node("engine/blocking-app.js")).toBe("[ 'Ada' ]\n");
});

it("the test of the guide passes under vitest, with the published test server", async () => {
  for (const { name, text } of pageFiles("apps/docs/guide/testing.md")) packed.write(name, text);
  const vitest = join("node_modules", "vitest", "vitest.mjs");
  expect(await packed.node(vitest, "run", "--reporter=tap-flat")).toMatch(/^1\.\.2$(?![\s\S]*not ok)/m);
  expect(packed.compile("--noEmit", ...asTheGuideSays, "--skipLibCheck", "--types", "node", "notes.test.ts")).toBe("");
});

it("the published command of the test server prints its help", async () => {
  const main = join("node_modules", "@surreal-sdk/test-server", "dist", "main.js");
  expect(await packed.node(main, "--help")).toContain("Usage: surreal-test-server [options]");
});

it.each(["surreal-sdk", "surreal-sdk/async"])("%s is bundled for a browser without a trace of Node", async (name) => {
  const { metafile } = await build({
    stdin: { contents: `export { AsyncSurreal } from "${name}";`, resolveDir: packed.folder },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  const loaded = Object.keys(metafile.inputs).filter((path) =>
    /node:|node_modules\/(ws|undici|@surrealdb)\/|-node\.js$/.test(path),
  );
  expect(loaded).toEqual([]);
  const [bundle] = Object.values(metafile.outputs);
  expect(bundle!.bytes).toBeLessThan(256 * 1024);
});

it("without the embedded database, the published SDK says what to install", async () => {
  rmSync(join(packed.folder, "node_modules/@surrealdb/node"));
  const program = `
    import { AsyncSurreal } from "surreal-sdk";
    const error = await AsyncSurreal("mem://").connect().catch((error) => error);
    console.log(error.name, error.message.includes("@surrealdb/node"));
  `;
  expect(await packed.run("absent.mjs", program)).toBe("UnsupportedEngineError true\n");
});
