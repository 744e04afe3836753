import type { AccessSchema, FunctionSchema, ParamSchema, Schema } from "@surreal-sdk/schema";
import { acceptsNone } from "@surreal-sdk/schema";
import { docLines, keyText, labelText, memberLines, step } from "./layout.ts";
import { tableEntry } from "./print-table.ts";
import { type Surroundings, TypeWriter } from "./type-text.ts";

/** Writes the interface that `AsyncSurreal<Database>(url)` takes. */
export function printDatabase(schema: Schema, names: ReadonlyMap<string, string>, around: Surroundings): string[] {
  const tables = schema.tables.map((table) => entry(table.name, tableEntry(table, names.get(table.name) as string)));
  return [
    ...docLines(["What the database holds, for `AsyncSurreal<Database>(url)` and `Surreal<Database>(url)`."]),
    "export interface Database {",
    ...section("tables", tables),
    ...section(
      "functions",
      schema.functions.map((each) => functionLines(each, around)),
    ),
    ...section(
      "params",
      schema.params.map((each) => paramLines(each, around)),
    ),
    ...section("access", schema.accesses.map(accessLines)),
    "}",
  ];
}

const inner = step + step;

function section(name: string, entries: readonly (readonly string[])[]): string[] {
  if (entries.length === 0) return [`${step}${name}: Record<never, never>;`];
  return [`${step}${name}: {`, ...entries.flat(), `${step}};`];
}

function entry(name: string, type: string, comment?: string): string[] {
  return memberLines(keyText(name), type, inner, comment === undefined ? [] : [comment]);
}

function functionLines({ name, args, returns, comment }: FunctionSchema, around: Surroundings): string[] {
  const given = new TypeWriter("insert", around);
  const needed = args.map(({ kind }) => acceptsNone(kind)).lastIndexOf(false);
  const parameters = args.map(({ name: label, kind }, index) => {
    // NONE is at the end of its type, where a trailing argument may be left out as well.
    const type = given.type(kind, inner, `${name}($${label})`);
    return `${labelText(label, index)}${index > needed ? "?" : ""}: ${type}`;
  });
  const result = returns === undefined ? "unknown" : new TypeWriter("read", around).type(returns, inner, `${name}()`);
  return entry(name, `{ args: [${parameters.join(", ")}]; returns: ${result} }`, comment);
}

/** The value is known, so an integer of a plain number is one. */
function paramLines({ name, kind, value, comment }: ParamSchema, around: Surroundings): string[] {
  const isPlain = kind.is === "int" && Number.isSafeInteger(Number(value));
  if (isPlain) return entry(name, "number", comment);
  // What cannot be read from the text of the value is not an unknown kind.
  if (kind.is === "unknown") return entry(name, "unknown", comment);
  return entry(name, new TypeWriter("read", around).type(kind, inner, `$${name}`), comment);
}

function accessLines({ name, signup, signin, comment }: AccessSchema): string[] {
  const parts = [
    ...(signup === undefined ? [] : [`signup: ${variablesText(signup)}`]),
    ...(signin === undefined ? [] : [`signin: ${variablesText(signin)}`]),
  ];
  return entry(name, parts.length === 0 ? "Record<never, never>" : `{ ${parts.join("; ")} }`, comment);
}

function variablesText(names: readonly string[]): string {
  if (names.length === 0) return "Record<never, never>";
  return `{ ${names.map((name) => `${keyText(name)}: unknown`).join("; ")} }`;
}
