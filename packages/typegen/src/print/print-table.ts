import { isIdRequired, type TableSchema } from "@surreal-sdk/schema";
import { docLines, memberLines, step } from "./layout.ts";
import { propertyLines } from "./property.ts";
import { type Surroundings, TypeWriter } from "./type-text.ts";

/** Writes the interfaces of a table: of its records, of new ones, and of changes to them. */
export function printTable(table: TableSchema, name: string, around: Surroundings): string[] {
  const row = printInterface(table, name, rowLines(table, around), remarks(table));
  if (table.view !== undefined) return row;
  return [
    ...row,
    "",
    ...printInterface(table, `${name}Insert`, insertLines(table, name, around)),
    "",
    ...printInterface(table, `${name}Update`, changeLines(table, around)),
  ];
}

/** The entry of a table in the interface of the database. */
export function tableEntry(table: TableSchema, name: string): string {
  const insert = table.view === undefined ? `${name}Insert` : "never";
  const update = table.view === undefined ? `${name}Update` : "never";
  const ends = table.relation;
  const relation = ends === undefined ? "" : `; relation: { in: ${tableNames(ends.in)}; out: ${tableNames(ends.out)} }`;
  return `{ row: ${name}; insert: ${insert}; update: ${update}${relation} }`;
}

function tableNames(names: readonly string[]): string {
  return names.length === 0 ? "string" : names.map((name) => JSON.stringify(name)).join(" | ");
}

function printInterface(table: TableSchema, name: string, lines: readonly string[], comment: readonly string[] = []) {
  const isOpen = !table.isSchemafull || table.view !== undefined;
  const open = isOpen ? [`${step}[key: string]: unknown;`] : [];
  const members = [...lines, ...open];
  // An empty interface would accept everything.
  if (members.length === 0) return [`export type ${name} = Record<string, never>;`];
  return [...docLines(comment), `export interface ${name} {`, ...members, "}"];
}

function remarks({ comment, view, isDropped, relation }: TableSchema): string[] {
  const isOpenRelation = relation !== undefined && (relation.in.length === 0 || relation.out.length === 0);
  return [
    ...(comment === undefined ? [] : [comment]),
    ...(view === undefined ? [] : [`A view; the server does not list its fields. ${view}`]),
    ...(isDropped ? ["The database drops what is written here."] : []),
    ...(isOpenRelation ? ["The schema does not say which tables this relation connects."] : []),
  ];
}

function rowLines(table: TableSchema, around: Surroundings): string[] {
  const writer = new TypeWriter("read", around);
  const id = memberLines("readonly id", writer.recordId(table.name, step), step);
  return [...id, ...fieldLines(table, writer)];
}

function insertLines(table: TableSchema, name: string, around: Surroundings): string[] {
  const writer = new TypeWriter("insert", around);
  const value =
    table.id === undefined ? writer.named("RecordIdValue") : writer.present(table.id.kind, step, `${table.name}.id`);
  const isRequired = isIdRequired(table);
  const type = `${name}["id"] | ${value}`;
  return [
    ...memberLines(`id${isRequired ? "" : "?"}`, isRequired ? type : `${type} | undefined`, step),
    ...fieldLines(table, writer),
  ];
}

function changeLines(table: TableSchema, around: Surroundings): string[] {
  return fieldLines(table, new TypeWriter("update", around));
}

function fieldLines(table: TableSchema, writer: TypeWriter): string[] {
  return table.fields.flatMap((field) => {
    // The ends of a relation do not change.
    const isEnd = table.relation !== undefined && (field.name === "in" || field.name === "out");
    const written = isEnd ? { ...field, isReadonly: true } : field;
    return propertyLines(written, writer, step, `${table.name}.${field.path}`);
  });
}
