import type { TableSchema } from "@surreal-sdk/schema";
import { type AsyncSurrealConnection, Table } from "surreal-sdk";
import type { CompiledExpression } from "./compiled-cases.ts";
import type { WriteCase } from "./write-cases.ts";

/** What became of a case: at the compiler, and at the database. */
export interface Outcome {
  readonly each: WriteCase;
  readonly complaint: string;
  readonly refusal: string;
  /** The record as the database answered it. */
  readonly row: unknown;
}

/** The records that others refer to. */
const guests = `UPSERT person:ada SET addr = { street: 'a' }, friends = [], name = 'Ada', tags = <set>[];
  UPSERT company:1 SET title = 'c';`;

/** Writes each case into its table, which is empty before, and reads the record. */
export async function writeCases(
  db: AsyncSurrealConnection,
  cases: readonly WriteCase[],
  compiled: readonly CompiledExpression[],
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const whole = new Map(
    cases.flatMap(({ table, name }, index) =>
      name.endsWith(", everything") ? [[table, compiled[index]?.make()]] : [],
    ),
  );
  for (const [index, each] of cases.entries()) {
    const { complaint, make } = compiled[index] as CompiledExpression;
    outcomes.push({ each, complaint, ...(await write(db, each, make(), whole.get(each.table))) });
  }
  return outcomes;
}

async function write(db: AsyncSurrealConnection, { table, purpose }: WriteCase, data: unknown, whole: unknown) {
  const isInsert = purpose === "insert";
  const statements = [
    "DELETE $table",
    ...(table.relation === undefined ? [] : [guests]),
    createText(table),
    ...(isInsert ? [] : ["UPDATE $table MERGE $data"]),
    "SELECT * FROM ONLY $table LIMIT 1",
  ];
  const bindings = { table: new Table(table.name), data, whole: isInsert ? data : whole };
  try {
    return { refusal: "", row: (await db.query(statements.join("; "), bindings)).at(-1) };
  } catch (error) {
    return { refusal: (error as Error).message, row: undefined };
  }
}

function createText({ relation }: TableSchema): string {
  return relation === undefined ? "CREATE $table CONTENT $whole" : "INSERT RELATION INTO $table $whole";
}
