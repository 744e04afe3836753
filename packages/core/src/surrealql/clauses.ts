import { Datetime, Duration, isBuiltIn } from "@surreal-sdk/values";
import { BoundQuery } from "./bound-query.ts";
import { asCondition, type Condition } from "./expressions.ts";
import { fieldPath } from "./field-path.ts";
import type { StatementBuilder } from "./statement.ts";

/** A field by its path (`"address.city"`, `"tags[0]"`), or a fragment of SurrealQL. */
export type Field = string | BoundQuery;

/** One sort key: a field, a field followed by a direction (`"age DESC"`), or an object with both. */
export type OrderBy = Field | { readonly field: Field; readonly direction?: "asc" | "desc" | undefined };

/** What a statement returns of the changed records; a list of fields returns only those. */
export type Return = "none" | "before" | "after" | "diff" | readonly Field[];

/** A span of time: a {@link Duration}, its text (`"2s"`), or milliseconds. */
export type Timespan = Duration | string | number;

/** The clauses of a SELECT. */
export interface SelectClauses {
  /** The fields to read, by path; all when omitted, or `"*"`. `id` is included only if it is listed. */
  readonly fields?: readonly Field[] | undefined;
  readonly where?: Condition | undefined;
  readonly orderBy?: OrderBy | readonly OrderBy[] | undefined;
  readonly limit?: number | undefined;
  readonly start?: number | undefined;
  /** Fields with record ids, which are replaced by those records. */
  readonly fetch?: readonly Field[] | undefined;
  /** The time limit of the statement on the server. */
  readonly timeout?: Timespan | undefined;
  /** Reads the data as it was at that time; needs versioned storage. */
  readonly version?: Datetime | Date | undefined;
}

/** Adds the fields before `FROM`. */
export function addFields(statement: StatementBuilder, fields: SelectClauses["fields"]): void {
  if (fields === undefined) {
    statement.add("*");
    return;
  }
  assertList(fields, "fields");
  fields.forEach((field, index) => {
    if (index > 0) statement.add(", ");
    if (field === "*") statement.add(field);
    else addField(statement, field, `_field${index}_`);
  });
}

/** Adds what is selected before `FROM`: fields, or the value of one field alone. @internal */
export function addProjection(statement: StatementBuilder, fields: SelectClauses["fields"], value?: Field): void {
  if (value === undefined) addFields(statement, fields);
  else if (fields === undefined) addField(statement.add("VALUE "), value, "_value");
  else throw new TypeError("`value` reads one field alone: leave `fields` out, or `value`.");
}

function addField(statement: StatementBuilder, field: Field, prefix: string): void {
  if (field instanceof BoundQuery) statement.addQuery(field, prefix);
  else statement.add(fieldPath(field));
}

/** Adds the clauses after the target of a SELECT. */
export function addSelectClauses(statement: StatementBuilder, clauses: SelectClauses): void {
  addWhere(statement, clauses.where);
  if (clauses.orderBy !== undefined) addOrder(statement, clauses.orderBy);
  if (clauses.limit !== undefined) statement.add(` LIMIT ${wholeNumber(clauses.limit, "limit", 0)}`);
  if (clauses.start !== undefined) statement.add(` START ${wholeNumber(clauses.start, "start", 0)}`);
  addFetch(statement, clauses.fetch);
  if (clauses.version !== undefined) statement.add(` VERSION ${datetime(clauses.version)}`);
  addTimeout(statement, clauses.timeout);
}

export function addFetch(statement: StatementBuilder, fetch: SelectClauses["fetch"]): void {
  if (fetch !== undefined) addList(statement.add(" FETCH "), fetch, "fetch");
}

export function addWhere(statement: StatementBuilder, where: Condition | undefined): void {
  if (where === undefined) return;
  statement.add(" WHERE ").addQuery(asCondition(where, "where"), "_where");
}

export function addReturn(statement: StatementBuilder, what: Return | undefined): void {
  if (what === undefined) return;
  if (typeof what === "string") statement.add(` RETURN ${returnWord(what)}`);
  else addList(statement.add(" RETURN "), what, "return");
}

function returnWord(what: string): string {
  if (["none", "before", "after", "diff"].includes(what)) return what.toUpperCase();
  throw new TypeError('`return` is "none", "before", "after", "diff" or a list of fields.');
}

export function addTimeout(statement: StatementBuilder, timeout: Timespan | undefined): void {
  if (timeout !== undefined) statement.add(` TIMEOUT ${timespan(timeout)}`);
}

function timespan(given: Timespan): string {
  if (given instanceof Duration) return given.toString();
  if (typeof given === "string") return Duration.parse(given).toString();
  if (typeof given === "number" && Number.isFinite(given) && given >= 0) return `${Math.ceil(given)}ms`;
  throw new TypeError('`timeout` of a statement is a Duration, its text such as "2s", or milliseconds.');
}

function datetime(given: Datetime | Date): string {
  const value = isBuiltIn(given, "Date") ? Datetime.fromDate(given) : given;
  if (!(value instanceof Datetime)) throw new TypeError("`version` is a Datetime or a Date.");
  return value.toString();
}

function addOrder(statement: StatementBuilder, given: OrderBy | readonly OrderBy[]): void {
  const list = (Array.isArray(given) ? given : [given]) as readonly OrderBy[];
  assertList(list, "orderBy");
  statement.add(" ORDER BY ");
  list.forEach((one, index) => {
    const { field, direction } = orderOf(one);
    if (index > 0) statement.add(", ");
    addField(statement, field, `_order${index}_`);
    if (direction !== undefined) statement.add(` ${direction.toUpperCase()}`);
  });
}

function orderOf(given: OrderBy): { readonly field: Field; readonly direction?: string | undefined } {
  if (given instanceof BoundQuery) return { field: given };
  if (typeof given === "string") {
    const match = /\s(asc|desc)$/i.exec(given);
    return match === null ? { field: given } : { field: given.slice(0, match.index).trimEnd(), direction: match[1] };
  }
  if (typeof given?.field !== "string" && !(given?.field instanceof BoundQuery)) {
    throw new TypeError(
      '`orderBy` takes a field ("age"), a field with its direction ("age DESC"), or { field: "age", direction: "desc" }.',
    );
  }
  const direction = given.direction ?? "asc";
  if (direction !== "asc" && direction !== "desc") throw new TypeError('A direction is "asc" or "desc".');
  return { field: given.field, direction };
}

/** @throws RangeError when it is not a whole number of at least `least`. @internal */
export function wholeNumber(given: unknown, name: string, least: number): number {
  if (typeof given === "number" && Number.isSafeInteger(given) && given >= least) return given;
  throw new RangeError(`\`${name}\` is a whole number from ${least} on.`);
}

/** Adds fields, separated by commas. @internal */
export function addList(statement: StatementBuilder, given: readonly Field[], name: string): void {
  assertList(given, name);
  given.forEach((field, index) => {
    if (index > 0) statement.add(", ");
    addField(statement, field, `_${name}${index}_`);
  });
}

/** @throws TypeError when it is not a list, RangeError when it is empty. */
function assertList(given: unknown, name: string): void {
  if (!Array.isArray(given)) throw new TypeError(`\`${name}\` is a list, such as ["name", "address.city"].`);
  if (given.length === 0) throw new RangeError(`\`${name}\` is empty; omit it instead.`);
}
