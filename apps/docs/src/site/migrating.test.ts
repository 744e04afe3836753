import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sdk from "surreal-sdk";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const page = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../guide/${name}`, import.meta.url)), "utf8");
const has = (text: string, name: string): boolean => new RegExp(`\\b${name}\\b`).test(text);

/** What people call on the official SDK. */
const classes = [
  ...["Surreal", "SurrealSession", "SurrealTransaction", "SurrealQueryable", "SurrealApi", "BoundQuery", "Query"],
  ...["SelectPromise", "CreatePromise", "UpdatePromise", "UpsertPromise", "DeletePromise", "InsertPromise"],
  ...["RelatePromise", "RunPromise", "ManagedLivePromise", "ManagedLiveSubscription", "UnmanagedLiveSubscription"],
];
/** Parts of the making of these objects, not of their use. */
const inner = ["constructor", "of"];

/** Connections between the parts of the official SDK, which users do not receive. */
const plumbing = ["ChannelIterator", "Frame", "ValueFrame", "ErrorFrame", "DoneFrame", "LiveDispatcher", "Publisher"];

/** The declarations of the official package. */
function officialFile(): string {
  return join(dirname(createRequire(import.meta.url).resolve("surrealdb")), "surrealdb.d.ts");
}

/** The names of the public members of a class. */
function publicMembers(declaration: ts.ClassDeclaration | undefined): string[] {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  return [...(declaration?.members ?? [])].flatMap((member) => {
    const isHidden = (ts.getCombinedModifierFlags(member) & hidden) !== 0;
    return isHidden || member.name === undefined || !ts.isIdentifier(member.name) ? [] : [member.name.text];
  });
}

/** The public members of every class that the official package exports, with the class. */
function officialMembers(): string[] {
  const exported = exportsOfOfficial().filter(({ name }) => !plumbing.includes(name));
  return exported.flatMap(({ name, declaration }) => publicMembers(declaration).map((member) => `${name}.${member}`));
}

/** The public members of the classes that people call, those that the package does not export included. */
function officialMethods(): string[] {
  const file = officialFile();
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ESNext);
  const found = source.statements
    .filter(ts.isClassDeclaration)
    .filter(({ name }) => classes.includes(name?.text ?? ""));
  expect(found.length).toBe(classes.length);
  return [...new Set(found.flatMap(publicMembers))].filter((name) => !inner.includes(name)).sort();
}

/** Everything that the official package exports: classes, functions, constants and types. */
function officialExports(): string[] {
  return exportsOfOfficial().map(({ name }) => name);
}

interface OfficialExport {
  readonly name: string;
  /** Where it is a class. */
  readonly declaration: ts.ClassDeclaration | undefined;
}

function exportsOfOfficial(): OfficialExport[] {
  const file = officialFile();
  const program = ts.createProgram([file], { noLib: true, noResolve: true, skipLibCheck: true });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file) as ts.SourceFile;
  const module = checker.getSymbolAtLocation(source) as ts.Symbol;
  return checker.getExportsOfModule(module).map((symbol) => {
    const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    const { declarations = [] } = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
    return { name: symbol.name, declaration: declarations.find(ts.isClassDeclaration) };
  });
}

/** The left cells of all tables of a page. */
function leftCells(text: string): string {
  const rows = text.split("\n").filter((line) => line.startsWith("| "));
  return rows.map((row) => row.replace(/\\\|/g, "/").split("|")[1]).join("\n");
}

/** What the two pages of the reference of the Python SDK list. */
const pythonNames = [
  ...["connect", "close", "use", "signin", "signup", "authenticate", "invalidate", "info", "version", "let", "unset"],
  ...["query", "query_raw", "select", "create", "update", "upsert", "merge", "patch", "delete", "insert"],
  ...["insert_relation", "run", "live", "subscribe_live", "kill", "new_session", "close_session"],
  ...["begin_transaction", "commit", "cancel", "attach", "detach", "begin", "files", "execute", "first", "into"],
  ...["url", "raw_url", "host", "port", "token", "socket", "loop", "qry", "recv_task", "live_queues"],
];

describe("the pages for those who come from elsewhere", () => {
  it("name every public method of the official SDK for JavaScript", () => {
    const text = page("migrating-js.md");
    expect(officialMethods().filter((name) => !has(text, name))).toEqual([]);
  });

  it("have a row for every export of the official SDK for JavaScript", () => {
    const names = officialExports();
    expect(names.length).toBeGreaterThan(200);
    const cells = leftCells(page("migrating-js.md"));
    expect(names.filter((name) => !has(cells, name))).toEqual([]);
  });

  it("have a row for every member of the classes of the official SDK for JavaScript", () => {
    const members = officialMembers();
    expect(members.length).toBeGreaterThan(350);
    const cells = leftCells(page("migrating-js.md"));
    expect(members.filter((member) => !has(cells, member.split(".")[1] as string))).toEqual([]);
  });

  it("name nothing of this SDK that it does not have", () => {
    const text = page("migrating-js.md").split("## Connection")[1] as string;
    const rows = text.split("\n").filter((line) => line.startsWith("| `"));
    const right = rows.map((row) => row.replace(/\\\|/g, "/").split("|")[2] ?? "").join("\n");
    const errors = new Set(right.match(/\b[A-Z]\w+Error\b/g));
    expect(errors.size).toBeGreaterThan(15);
    const own = new Set(["TypeError", "RangeError"]);
    expect([...errors].filter((name) => !own.has(name) && !Object.hasOwn(sdk, name))).toEqual([]);
  });

  it("name every method and attribute in the reference of the Python SDK", () => {
    const text = page("migrating-python.md");
    expect(pythonNames.filter((name) => !has(text, name))).toEqual([]);
  });
});
