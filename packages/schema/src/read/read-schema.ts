import { Table } from "@surreal-sdk/values";
import { readKind } from "../kind/read-kind.ts";
import type {
  AccessSchema,
  FieldKind,
  FunctionSchema,
  ParamSchema,
  RelationSchema,
  Schema,
  TableSchema,
} from "../model/schema.ts";
import { readFields, withFields } from "./read-fields.ts";
import { readValueKind } from "./read-value-kind.ts";
import { readVariables } from "./read-variables.ts";
import { byName, listOf, partOf, type Structure, textOf, withoutKeys } from "./structure.ts";

/**
 * What the server answers: `INFO FOR DB STRUCTURE`, and `INFO FOR TABLE … STRUCTURE` for each table.
 *
 * @example
 * ```ts
 * const answers: SchemaAnswers = { database: { tables: [{ name: "person", schemafull: true }] }, tables: { person: { fields: [] } } };
 * ```
 */
export interface SchemaAnswers {
  readonly database: Readonly<Record<string, unknown>>;
  /** The answers about the tables, by the name of the table. */
  readonly tables: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * Makes a {@link Schema} of what the server answered, of SurrealDB 3.0 to 4.0. It never fails: what it does not know stays
 * in `attributes`, and kinds that it does not understand become `unknown`.
 *
 * @example
 * ```ts
 * const [database] = await db.query("INFO FOR DB STRUCTURE");
 * const [person] = await db.query("INFO FOR TABLE person STRUCTURE");
 * readSchema({ database, tables: { person } }).tables.map((table) => table.name); // => ["person"]
 * ```
 */
export function readSchema({ database, tables }: SchemaAnswers): Schema {
  return {
    tables: byName(
      listOf(database, "tables").map((table) =>
        readTable(table, listOf(tables[textOf(table, "name") ?? ""] ?? {}, "fields")),
      ),
    ),
    functions: byName(listOf(database, "functions").map(readFunction)),
    params: byName(listOf(database, "params").map(readParam)),
    accesses: byName(listOf(database, "accesses").map(readAccess)),
  };
}

const tableKeys: ReadonlySet<string> = new Set("name comment schemafull drop view kind permissions id".split(" "));

function readTable(table: Structure, definitions: readonly Structure[]): TableSchema {
  const isSchemafull = table.schemafull === true;
  const fields = readFields(definitions, !isSchemafull);
  return {
    name: textOf(table, "name") ?? "",
    comment: textOf(table, "comment"),
    isSchemafull,
    isDropped: table.drop === true,
    view: readView(table),
    relation: readRelation(partOf(table, "kind")),
    id: fields.find(({ name }) => name === "id"),
    fields: fields.filter(({ name }) => name !== "id"),
    attributes: withoutKeys(table, tableKeys),
  };
}

/** Text in 3.0; later servers may describe the parts of the query. */
function readView(table: Structure): string | undefined {
  const { view } = table;
  return view === undefined || typeof view === "string" ? view : JSON.stringify(view);
}

function readRelation(kind: Structure): RelationSchema | undefined {
  if (textOf(kind, "kind") !== "RELATION") return undefined;
  return { in: namesOf(kind, "in"), out: namesOf(kind, "out"), isEnforced: kind.enforced === true };
}

/** Texts in 3.0, tables in 3.3. */
function namesOf(structure: Structure, name: string): string[] {
  const names = structure[name];
  const toName = (each: unknown): unknown => (each instanceof Table ? each.name : each);
  return Array.isArray(names) ? names.map(toName).filter((each) => typeof each === "string") : [];
}

function readFunction(definition: Structure): FunctionSchema {
  const args = definition.args;
  const returns = textOf(definition, "returns");
  return {
    name: `fn::${textOf(definition, "name") ?? ""}`,
    comment: textOf(definition, "comment"),
    args: Array.isArray(args) ? args.map(readArgument) : [],
    returns: returns === undefined ? undefined : withFields(readKind(returns)),
  };
}

function readArgument(pair: unknown): { readonly name: string; readonly kind: FieldKind } {
  const [name, kind] = Array.isArray(pair) ? (pair as unknown[]) : [];
  return { name: String(name), kind: withFields(readKind(String(kind))) };
}

function readParam(definition: Structure): ParamSchema {
  const value = textOf(definition, "value") ?? "";
  return {
    name: textOf(definition, "name") ?? "",
    comment: textOf(definition, "comment"),
    value,
    kind: withFields(readValueKind(value)),
  };
}

function readAccess(definition: Structure): AccessSchema {
  const kind = partOf(definition, "kind");
  const [signup, signin] = ["signup", "signin"].map((name) => textOf(kind, name));
  return {
    name: textOf(definition, "name") ?? "",
    comment: textOf(definition, "comment"),
    kind: textOf(kind, "kind") ?? "",
    signup: signup === undefined ? undefined : readVariables(signup),
    signin: signin === undefined ? undefined : readVariables(signin),
  };
}
