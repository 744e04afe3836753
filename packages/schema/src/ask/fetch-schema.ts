import { quoteIdentifier } from "@surreal-sdk/values";
import { SchemaError } from "../errors/schema-error.ts";
import type { Schema } from "../model/schema.ts";
import { readSchema, type SchemaAnswers } from "../read/read-schema.ts";
import { isStructure, listOf, type Structure, textOf } from "../read/structure.ts";

/**
 * Sends a statement to the database and returns its results; `db.query(text)` of every SurrealDB client has this form.
 *
 * @example
 * ```ts
 * const ask: Ask = (text) => db.query(text);
 * ```
 */
export type Ask = (text: string) => PromiseLike<readonly unknown[]>;

/**
 * Called whenever some tables were read.
 *
 * @example
 * ```ts
 * await fetchSchema(ask, (done, total) => console.log(`${done} of ${total} tables`));
 * ```
 */
export type OnTables = (done: number, total: number) => void;

/** The tables that one request asks for. */
const atOnce = 25;

/**
 * Reads the schema of the database that is in use.
 *
 * @param ask - sends a statement
 * @param onTables - is called whenever some tables were read
 * @throws {@link SchemaError} when the server refuses to describe the database or a table; `cause` is its error
 * @example
 * ```ts
 * await using db = AsyncSurreal("ws://localhost:8000", { auth, namespace: "shop", database: "live" });
 * const schema = await fetchSchema((text) => db.query(text));
 * ```
 */
export async function fetchSchema(ask: Ask, onTables?: OnTables): Promise<Schema> {
  return readSchema(await fetchAnswers(ask, onTables));
}

/**
 * Reads what {@link readSchema} takes, for example to keep it in a file.
 *
 * @param ask - sends a statement
 * @param onTables - is called whenever some tables were read
 * @throws {@link SchemaError} when the server refuses to describe the database or a table; `cause` is its error
 * @example
 * ```ts
 * const answers = await fetchAnswers((text) => db.query(text));
 * ```
 */
export async function fetchAnswers(ask: Ask, onTables?: OnTables): Promise<SchemaAnswers> {
  const database = await describe(ask, "INFO FOR DB STRUCTURE", "the database");
  const names = listOf(database, "tables").map((table) => textOf(table, "name") ?? "");
  const tables: Record<string, Structure> = Object.create(null) as Record<string, Structure>;
  for (let from = 0; from < names.length; from += atOnce) {
    const some = names.slice(from, from + atOnce);
    const answers = await describeTables(ask, some);
    for (const [index, name] of some.entries()) tables[name] = answers[index] as Structure;
    onTables?.(from + some.length, names.length);
  }
  return { database, tables };
}

/** Many tables in one request; one by one if that fails, so that the error names the table. */
async function describeTables(ask: Ask, names: readonly string[]): Promise<readonly Structure[]> {
  const statements = names.map((name) => `INFO FOR TABLE ${quoteIdentifier(name)} STRUCTURE`);
  try {
    const answers = await ask(statements.join(";\n"));
    if (answers.length === names.length && answers.every(isStructure)) return answers;
  } catch {
    // The error does not say which table it is about.
  }
  const answers: Structure[] = [];
  for (const [index, name] of names.entries()) {
    answers.push(await describe(ask, statements[index] as string, `the table ${name}`));
  }
  return answers;
}

async function describe(ask: Ask, statement: string, what: string): Promise<Structure> {
  let answer: unknown;
  try {
    [answer] = await ask(statement);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new SchemaError(`The server does not describe ${what}: ${why}`, { cause, outcome: "failed" });
  }
  if (isStructure(answer)) return answer;
  throw new SchemaError(`The server answered ${statement} without a description: SurrealDB 3.0 or newer is needed.`);
}
