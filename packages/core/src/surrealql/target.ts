import { parseTarget, quoted, quoteIdentifier, Range, RecordId, Table } from "@surreal-sdk/values";
import { typeName } from "../call/type-name.ts";
import type { StatementBuilder } from "./statement.ts";

/** A range of record ids: as a value, or as text such as `"user:1..5"`. */
export type RangeTarget = RecordId<string, Range> | `${string}:${string}..${string}`;

/** A target that names one record. */
export type SingleTarget = RecordId | `${string}:${string}`;

type Letter =
  | "a"
  | "b"
  | "c"
  | "d"
  | "e"
  | "f"
  | "g"
  | "h"
  | "i"
  | "j"
  | "k"
  | "l"
  | "m"
  | "n"
  | "o"
  | "p"
  | "q"
  | "r"
  | "s"
  | "t"
  | "u"
  | "v"
  | "w"
  | "x"
  | "y"
  | "z";

/** The name of a table that the compiler knows, not a text that may name a record. */
export type TableName = `${Letter | Uppercase<Letter> | "_"}${string}`;

/** The target of CRUD methods. A string is parsed by a strict grammar: `"user"` is a table, `"user:john"` a record. */
export type Target = Table | RangeTarget | SingleTarget | string;

/** A parsed target. */
export interface ResolvedTarget {
  readonly value: RecordId | Table;
  /** Whether it names one record, so that its result is one value and not a list. */
  readonly single: boolean;
}

/**
 * Parses a target.
 *
 * @throws TypeError when it is not a target; the errors of the grammar when a string is ambiguous. Nothing is sent then.
 * @internal
 */
export function resolveTarget(given: unknown, method: string): ResolvedTarget {
  const value = typeof given === "string" ? parseTarget(given) : given;
  if (value instanceof RecordId) return { value, single: !((value.id as unknown) instanceof Range) };
  if (value instanceof Table) return { value, single: false };
  if (value instanceof Range) {
    throw new TypeError(`${method}() takes no bare Range, which names no table: pass new RecordId(table, range).`);
  }
  throw new TypeError(
    `${method}() takes a RecordId, a Table or a string such as "user" or "user:john", not ${typeName(given)}.`,
  );
}

/**
 * Adds the target to a statement: records as a bound value, and the name of a table as text. A table that is bound needs
 * the function `type::table`, which a server may deny, and SurrealDB 3.0 applies LIMIT before ORDER BY to it.
 *
 * @internal
 */
export function addTarget(statement: StatementBuilder, { value }: ResolvedTarget): void {
  if (value instanceof RecordId) statement.bind("_resource", value);
  else statement.add(quoteIdentifier(value.name));
}

/**
 * Parses a target that must name one record.
 *
 * @param name - the user's name of the parameter
 * @throws TypeError when it names a table or a range; the errors of the grammar. Nothing is sent then.
 * @internal
 */
export function resolveRecord(given: unknown, method: string, name: string): RecordId {
  const { value, single } = resolveTarget(given, method);
  if (value instanceof RecordId && single) return value;
  throw new TypeError(
    `${method}() takes records: "${name}" is a RecordId, a string such as "user:ada", or a list of them.`,
  );
}

/**
 * The name of the table to insert into, or of an edge.
 *
 * @throws TypeError when it names a record.
 * @internal
 */
export function resolveTable(given: unknown, method: string): string {
  if (given instanceof Table) return given.name;
  if (given instanceof RecordId) {
    throw new TypeError(
      `Can not execute ${method.toUpperCase()} statement using value '${given}': ${method}() takes a table, the ids go into the data.`,
    );
  }
  if (typeof given !== "string") throw new TypeError(`${method}() takes a Table or its name, not ${typeName(given)}.`);
  const value = parseTarget(given);
  if (value instanceof Table) return value.name;
  throw new TypeError(
    `${method}() takes a table, and ${quoted(given)} names a record. Pass new Table(name) for a table of that name.`,
  );
}
