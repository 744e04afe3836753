/** A program over a database, as the compiler gets it. */
export interface TypedProgram {
  readonly tables: number;
  readonly fields: number;
  readonly selects: number;
}

const kinds = [
  "string",
  "number | bigint",
  "boolean",
  "Datetime",
  "string[]",
  "{ street: string; geo?: { lat: number } }",
];

/** Writes the types of a database as `typegen` does, and a program that reads and writes its tables. */
export function typedProgram({ tables, fields, selects }: TypedProgram): string {
  const names = Array.from({ length: tables }, (_, index) => `table${index}`);
  return [
    'import { AsyncSurreal, type Datetime, type RecordId } from "surreal-sdk";',
    ...names.map((name, index) => interfaces(name, fields, names[(index + 1) % tables] as string)),
    `export interface Database { tables: {\n${names.map(entry).join("\n")}\n} }`,
    'const db = AsyncSurreal<Database>("ws://localhost");',
    ...Array.from({ length: selects }, (_, index) => use(names[index % tables] as string, index, fields)),
  ].join("\n");
}

/** Writes the lines that watch each of some tables and read records with a loader, to be put behind a typed program. */
export function watchingLines({ tables, fields, selects }: TypedProgram): string {
  const lines = Array.from({ length: selects }, (_, index) => {
    const [name, field] = [`table${index % tables}`, `field${index % fields}`];
    return [
      `db.watch("${name}", { fields: ["${field}", "field7.field0"], fetch: ["field7"], orderBy: "${field} DESC" });`,
      `await db.loader({ fields: ["id", "${field}"] }).select("${name}:1");`,
    ].join("\n");
  });
  return lines.join("\n");
}

/** Writes a program with one read for each select, without types of a database: what the compiler needs in any case. */
export function untypedProgram({ tables, selects }: TypedProgram): string {
  const lines = Array.from({ length: selects }, (_, index) => `await db.select("table${index % tables}:1");`);
  return ['import { AsyncSurreal } from "surreal-sdk";', 'const db = AsyncSurreal("ws://localhost");', ...lines].join(
    "\n",
  );
}

function interfaces(name: string, fields: number, next: string): string {
  const type = (index: number): string =>
    index % 8 === 7 ? `RecordId<"${next}", string>` : (kinds[index % kinds.length] as string);
  const lines = (mark: string): string =>
    Array.from({ length: fields }, (_, index) => `  field${index}${mark}: ${type(index)};`).join("\n");
  const id = `RecordId<"${name}", string>`;
  return [
    `export interface ${name} {\n  readonly id: ${id};\n${lines("")}\n}`,
    `export interface ${name}Insert {\n  id?: ${id} | string;\n${lines("")}\n}`,
    `export interface ${name}Update {\n${lines("?")}\n}`,
  ].join("\n");
}

function entry(name: string): string {
  return `  ${name}: { row: ${name}; insert: ${name}Insert; update: ${name}Update };`;
}

function use(name: string, index: number, fields: number): string {
  const field = index % fields;
  return [
    `const rows${index} = await db.select("${name}", { fields: ["id", "field${field}", "field5.geo.lat", "field7.field0"] });`,
    `export const first${index} = rows${index}[0]?.field${field};`,
    `await db.select("${name}:1", { fetch: ["field7"], orderBy: "field${field} DESC" });`,
    `await db.merge("${name}:1", { field0: "text" }, { return: "none" });`,
  ].join("\n");
}
