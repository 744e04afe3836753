import { readdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readDocument } from "../readme/documents.ts";
import { type PackedWorkspace, packWorkspace } from "./packed-workspace.ts";
import { pageFiles } from "./page-files.ts";

const page = "apps/docs/guide/types-from-schema.md";
const commands = [...readDocument(page).matchAll(/^npx surreal-sdk .*schema\.surql.*$/gm)].map(([line]) => line);
const strictly = ["--target", "es2022", "--module", "nodenext", "--lib", "esnext", "--types", "node"];
let packed: PackedWorkspace;

beforeAll(async () => {
  packed = await packWorkspace();
  for (const { name, text } of pageFiles(page)) packed.write(name, text);
}, 300_000);
afterAll(() => packed.remove());

it("the page's commands write the types, and find them up to date", () => {
  expect(commands.map((line) => line.split(" ")[2])).toEqual(["typegen", "check"]);
  const [typegen, check] = commands.map((line) => packed.shell(line)) as [Shell, Shell];
  expect(typegen).toMatchObject({ code: 0, printed: expect.stringContaining("database.ts was written.") });
  expect(check).toMatchObject({ code: 0, printed: expect.stringContaining("database.ts is up to date.") });
});

type Shell = ReturnType<PackedWorkspace["shell"]>;

it("the types are those that the page shows", () => {
  const shown = /^```ts part=database\.ts\n([\s\S]*?)^```$/m.exec(readDocument(page))?.[1] ?? "";
  const written = readFileSync(join(packed.folder, "database.ts"), "utf8");
  expect(shown).not.toBe("");
  for (const part of shown.trimEnd().split("\n\n")) expect(written).toContain(part);
});

it("the page's program compiles strictly with every option that forbids more, and prints what the page says", async () => {
  const more = [
    "--exactOptionalPropertyTypes",
    "--noUncheckedIndexedAccess",
    "--noUnusedLocals",
    "--verbatimModuleSyntax",
  ];
  expect(packed.compile(...strictly, ...more, "main.ts")).toBe("");
  expect(await packed.node("main.js")).toBe("Ada true Main Street 1\n");
  expect(readDocument(page)).toContain("It prints `Ada true Main Street 1`.");
});

it("the mistakes that the page names do not compile", () => {
  const wrong = [
    'import { AsyncSurreal } from "surreal-sdk";',
    'import type { Database, PersonInsert } from "./database.js";',
    'const db = AsyncSurreal<Database>("mem://");',
    'export const missing: PersonInsert = { name: "Ada" };',
    'export const misspelt: PersonInsert = { nmae: "Ada", friends: [] };',
    'export const incomplete = db.create("person", { name: "Ada" });',
    'export const wrong = db.create("person", { nmae: "Ada", friends: [] });',
  ];
  packed.write("wrong.ts", wrong.join("\n"));
  const complaints = packed.compile("--noEmit", ...strictly, "wrong.ts");
  expect(complaints.match(/^wrong\.ts\(\d/gm)).toEqual(["wrong.ts(4", "wrong.ts(5", "wrong.ts(6", "wrong.ts(7"]);
});

it("a schema that has changed fails the check, with the lines that differ", () => {
  const schema = pageFiles(page).find(({ name }) => name === "schema.surql")?.text ?? "";
  packed.write("schema.surql", schema.replace("name ON person TYPE string", "name ON person TYPE option<string>"));
  const { code, printed } = packed.shell(commands[1] as string);
  expect(code).toBe(1);
  expect(printed).toContain("interface Person\n-   name: string;\n+   name?: string;\n");
});

it("the generator runs in a browser: its bundle contains nothing of Node", async () => {
  const { metafile } = await build({
    stdin: {
      contents:
        'export { generateTypes } from "@surreal-sdk/typegen"; export { fetchSchema } from "@surreal-sdk/schema";',
      resolveDir: packed.folder,
    },
    bundle: true,
    platform: "browser",
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  const imported = Object.values(metafile.inputs).flatMap(({ imports }) => imports);
  expect(imported.filter(({ external }) => external === true)).toEqual([]);
  expect(Object.keys(metafile.inputs).filter((path) => /node_modules\/surreal-sdk\//.test(path))).toEqual([]);
});

it("what the SDK loads mentions no generator, except the command", () => {
  const home = join(packed.folder, "node_modules/surreal-sdk/dist");
  const files = readdirSync(home).filter((name) => name.endsWith(".js"));
  const mentioning = files.filter((name) => readFileSync(join(home, name), "utf8").includes("typegen"));
  expect(mentioning).toEqual(["main.js"]);
});

it("without the generator, the command says what to install", () => {
  renameSync(join(packed.folder, "node_modules/@surreal-sdk/typegen"), join(packed.folder, "absent"));
  expect(packed.shell(commands[0] as string)).toEqual({
    code: 1,
    printed: "surreal-sdk typegen and check need another package: npm install -D @surreal-sdk/typegen\n",
  });
});
