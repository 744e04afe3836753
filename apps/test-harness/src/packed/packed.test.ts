import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { type RunningServer, startServer } from "@surreal-sdk/test-server";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packageFolders, readDocument, readManifest } from "../readme/documents.ts";
import { findExamples, toProgram } from "../readme/example.ts";
import { commonJsProgram, moduleSettings } from "./module-settings.ts";
import { type PackedWorkspace, packWorkspace } from "./packed-workspace.ts";
import { pageFiles } from "./page-files.ts";

let packed: PackedWorkspace;
let server: RunningServer;
beforeAll(async () => {
  packed = await packWorkspace();
  server = await startServer({ user: "root", pass: "root" });
}, 300_000);
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
  const further = ["async", "blocking", "json", "lite", "pool"].map((entry) => `surreal-sdk/${entry}`);
  const entries = [...names, ...further];
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

/** The oldest library that the packages support, and all that there is. */
const libraries = ["es2022", "esnext,dom,dom.iterable"];
const compilers = ["5.9", "6.0", "7.0"] as const;

it.each(compilers.flatMap((version) => libraries.map((library) => [version, library] as const)))(
  "TypeScript %s with the libraries %s compiles a program against the published types, and the types themselves",
  (version, library) => {
    packed.write("all.ts", names.map((name, index) => `export * as x${index} from "${name}";`).join("\n"));
    packed.write("streams.ts", streams);
    const files = ["--skipLibCheck", "false", "--lib", library, "--types", "node", "all.ts", "streams.ts"];
    expect(packed.compileWith(version, "--noEmit", ...asTheGuideSays, ...files)).toBe("");
  },
  300_000,
);

describe.each(compilers)("TypeScript %s and a CommonJS program", (version) => {
  const settings = moduleSettings.filter(([itsVersion]) => itsVersion === version);
  const project = (module: string): string => `common/${version}/${module}`;
  let printed: string[];
  beforeAll(() => {
    for (const [, module] of settings) {
      mkdirSync(join(packed.folder, project(module)), { recursive: true });
      const compilerOptions = { strict: true, target: "es2022", types: ["node"], skipLibCheck: true, module };
      packed.write(join(project(module), "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["common.cts"] }));
      packed.write(join(project(module), "common.cts"), commonJsProgram);
    }
    printed = packed
      .build(
        version,
        settings.map(([, module]) => project(module)),
      )
      .split("\n");
  }, 300_000);

  it.each(settings)("%s compiles it with module %s, or says why not", async (_, module, complaint) => {
    const its = printed.filter((line) => line.startsWith(`${project(module)}/`));
    const complaints = its.map((line) => line.replace(/^.*common\.cts\(\d+,\d+\): /, ""));
    // The others follow from the first.
    expect(complaints.slice(0, 1)).toEqual(
      complaint === "" ? [] : [expect.stringMatching(new RegExp(`^${complaint}`))],
    );
    if (module !== "preserve") expect(await packed.node(`${project(module)}/common.cjs`)).toBe("a:1 1\n");
  });
});

/** Streams are the generators of whichever library the program is compiled with. */
const streams = `
  import { AsyncSurreal, Surreal } from "surreal-sdk";
  const names: Generator<unknown, void, undefined> = Surreal("mem://").rows("person");
  for (const name of names) console.log(name);
  const later: AsyncGenerator<unknown, void, undefined> = AsyncSurreal("mem://").rows("person");
  for await (const name of later) console.log(name);
`;

it("a blocking stream has what the iterators of the runtime have", async () => {
  const program = `
    import { Surreal } from "surreal-sdk";
    const db = Surreal("mem://", { namespace: "a", database: "b" });
    db.query("CREATE |person:1..9|").execute();
    const helpers = Object.getOwnPropertyNames(Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())));
    const rows = db.rows("person");
    console.log(helpers.every((name) => name in rows), String(rows));
    if (rows.take === undefined) console.log([rows.next().value.id.id, rows.next().value.id.id]);
    else console.log([...rows.take(2).map(({ id }) => id.id)]);
    console.log(rows.next());
    db.close();
  `;
  const printed = await packed.run("helpers.mjs", program);
  expect(printed).toMatch(/^true \[object BlockingStream\]\n\[ 1, 2 \]\n\{ (done|value)/);
});

it("every source map that is published leads to sources that are there", () => {
  const missing = names.flatMap((name) => {
    const home = join(packed.folder, "node_modules", name);
    return listMaps(home).flatMap((path) => {
      const map = JSON.parse(readFileSync(path, "utf8")) as SourceMap;
      return map.sources.flatMap((source, index) => {
        if (typeof map.sourcesContent?.[index] === "string") return [];
        const file = resolve(dirname(path), map.sourceRoot ?? "", source);
        return existsSync(file) && !relative(home, file).startsWith("..") ? [] : [`${relative(home, path)}: ${source}`];
      });
    });
  });
  expect(missing).toEqual([]);
});

interface SourceMap {
  readonly sources: readonly string[];
  readonly sourceRoot?: string;
  readonly sourcesContent?: readonly (string | null)[];
}

function listMaps(folder: string): string[] {
  const maps = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".map"));
  expect(maps.length).toBeGreaterThan(0);
  return maps.map((path) => join(folder, path));
}

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
  expect(await packed.node(vitest, "run", "notes.test.ts", "--reporter=tap-flat")).toMatch(
    /^1\.\.2$(?![\s\S]*not ok)/m,
  );
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
  expect(bundle!.bytes).toBeLessThan(332 * 1024);
});

it("a mistake that no program catches prints its message, and little of the code around it", () => {
  packed.write("mistake.mjs", 'import { AsyncSurreal } from "surreal-sdk"; AsyncSurreal("localhost:8000");');
  packed.write("mistake.cjs", 'require("@surreal-sdk/values").Duration.parse("soon");');
  for (const [file, message] of [
    ["mistake.mjs", "No engine serves"],
    ["mistake.cjs", "is not a duration"],
  ] as const) {
    const { code, printed } = packed.shell(`node ${file}`);
    expect(code).toBe(1);
    expect(printed).toContain(message);
    expect(printed.length).toBeLessThan(5_000);
  }
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
