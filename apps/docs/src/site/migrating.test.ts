import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
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
/** Of the making of these objects, not of their use. */
const inner = ["constructor", "of", "header"];

function officialMethods(): string[] {
  const entry = createRequire(import.meta.url).resolve("surrealdb");
  const file = join(dirname(entry), "surrealdb.d.ts");
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ESNext);
  const found = source.statements
    .filter(ts.isClassDeclaration)
    .filter(({ name }) => classes.includes(name?.text ?? ""));
  expect(found.length).toBe(classes.length);
  const members = found
    .flatMap((each) => [...each.members])
    .filter((member) => {
      const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
      return (ts.getCombinedModifierFlags(member) & hidden) === 0;
    });
  const names = members.map(({ name }) => (name !== undefined && ts.isIdentifier(name) ? name.text : "constructor"));
  return [...new Set(names)].filter((name) => !inner.includes(name)).sort();
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

  it("name every method and attribute in the reference of the Python SDK", () => {
    const text = page("migrating-python.md");
    expect(pythonNames.filter((name) => !has(text, name))).toEqual([]);
  });
});
