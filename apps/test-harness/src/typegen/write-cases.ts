import type { TableSchema } from "@surreal-sdk/schema";
import { objectsOf, placesOf } from "./places.ts";
import { isWritable, Sampler } from "./sampler.ts";

/** Something that may be written or not: the compiler and the database must agree. */
export interface WriteCase {
  readonly name: string;
  readonly table: TableSchema;
  readonly purpose: "insert" | "update";
  /** What is written, as TypeScript. */
  readonly text: string;
}

/** New records: the least, everything, each field left out, absent, null, and of a wrong kind, and unknown keys. */
export function insertCases(table: TableSchema): WriteCase[] {
  const make = (name: string, sampler: Sampler): WriteCase => {
    return { name: `${table.name}, ${name}`, table, purpose: "insert", text: sampler.record(table) };
  };
  const edited = (name: string, path: string, text: string | undefined): WriteCase => {
    return make(`${path} ${name}`, new Sampler(new Map([[path, text]])));
  };
  const places = [...placesOf(table.fields), ...(table.id === undefined ? [] : [{ path: "id", field: table.id }])];
  return [
    make("the least", new Sampler(new Map(), true)),
    make("everything", new Sampler()),
    make("everything else", new Sampler(new Map(), false, 1)),
    ...places.flatMap(({ path, field }) => [
      ...(isWritable(field) ? [edited("left out", path, undefined)] : []),
      edited("undefined", path, "undefined"),
      edited("null", path, "null"),
      edited("a text", path, '"wrong"'),
      edited("a number", path, "7"),
      edited("a list", path, "[false]"),
      ...members(field.kind).map((text, index) => edited(`member ${index} of its union`, path, text)),
    ]),
    ...objectsOf(table).map((path) => edited("with an unknown key", `${path}/+`, "")),
  ];
}

function members(kind: TableSchema["fields"][number]["kind"]): string[] {
  if (kind.is !== "either" || kind.of.some(({ is }) => is === "regex" || is === "function")) return [];
  return kind.of.map((each) => new Sampler().value(each, "?"));
}

/** Changes of a record that has everything: each field another one, absent, and null. */
export function updateCases(table: TableSchema): WriteCase[] {
  const make = (name: string, path: string, text: string): WriteCase => {
    return { name: `${table.name}, ${path} changed to ${name}`, table, purpose: "update", text: nested(path, text) };
  };
  return placesOf(table.fields)
    .filter(({ path }) => !path.includes("[]"))
    .flatMap(({ path, field }) => [
      ...(isWritable(field) ? [make("another", path, new Sampler(new Map(), false, 1).value(field.kind, path))] : []),
      make("undefined", path, "undefined"),
      make("null", path, "null"),
      make("a list", path, "[false]"),
    ]);
}

/** An object that has one value, at a path. */
function nested(path: string, text: string): string {
  return path
    .split("/")
    .slice(1)
    .reduceRight((inner, name) => `{ ${JSON.stringify(name)}: ${inner} }`, text);
}
