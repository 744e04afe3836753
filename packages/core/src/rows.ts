import { BoundExcluded, Range, RecordId, Table } from "@surreal-sdk/values";
import { BoundQuery, fieldPath } from "./bound-query.ts";
import { addFields, addWhere, assertList } from "./clauses.ts";
import type { Condition } from "./expressions.ts";
import { checkInto, type Into, readInto } from "./into.ts";
import { assertKnownKeys } from "./known-keys.ts";
import { Latch } from "./latch.ts";
import { type Operation, wait } from "./operation.ts";
import type { Place } from "./request.ts";
import { fetchResults } from "./run-query.ts";
import { field } from "./server-error.ts";
import { type Statement, StatementBuilder, toStatement } from "./statement.ts";
import { ended, type StreamSource } from "./stream-source.ts";
import { resolveTarget } from "./target.ts";

/** How the records of a table are read page by page. */
export interface RowsOptions<T = unknown> {
  /** Records read at a time, and so held in memory. Default: 1 000. */
  readonly pageSize?: number;
  /** The fields to read, by path; everything where it is left out. */
  readonly fields?: readonly string[];
  /** Read only records that fulfil it. */
  readonly where?: Condition;
  /** Fields that hold record ids, to be replaced by those records. */
  readonly fetch?: readonly string[];
  /** Read each record into a schema. */
  readonly into?: Into<T>;
}

/** Under this name each row carries its id, whatever fields are read. */
const cursorField = "__cursor";

/**
 * The records of a table or of a range, one after the other, read page by page in the order of their ids: each page
 * begins behind the last id of the one before, so that no page costs more than another. Records that are written
 * meanwhile are seen when their ids are still to come.
 *
 * @internal
 */
export class RowPages<T> implements StreamSource<T> {
  readonly #place: Place;
  readonly #options: RowsOptions<T>;
  readonly #pageSize: number;
  readonly #turning: Latch<boolean> = new Latch();
  #range: RecordId<string, Range> | undefined;
  #page: unknown[] = [];
  #position = 0;
  /** Rows on the pages before. */
  #before = 0;

  constructor(place: Place, target: unknown, options: RowsOptions<T> = {}) {
    assertKnownKeys(options, ["pageSize", "fields", "where", "fetch", "into"], "rows");
    checkInto(options.into);
    this.#place = place;
    this.#options = options;
    this.#pageSize = checkedPageSize(options.pageSize);
    this.#range = toRange(target);
    // What is wrong with the clauses is found before anything is sent.
    this.#statement(this.#range);
  }

  *next(): Operation<IteratorResult<T, void>> {
    while (this.#position >= this.#page.length) {
      // Several may ask at once: they read one page together.
      if (!(yield* wait(this.#turning.enter(() => this.#turn())))) return { done: true, value: undefined };
    }
    const row = this.#page[this.#position];
    const index = this.#before + this.#position;
    this.#position += 1;
    const { into } = this.#options;
    if (into === undefined) return { done: false, value: row as T };
    return { done: false, value: yield* readInto(into, row, { row: index }, this.#place.state.waits.adopt) };
  }

  return(): Operation<IteratorResult<T, void>> {
    this.#range = undefined;
    this.#page = [];
    return ended();
  }

  /** Reads the next page; tells whether there is anything on it. */
  *#turn(): Operation<boolean> {
    const range = this.#range;
    if (range === undefined) return false;
    const rows = (yield* fetchResults(this.#place, this.#statement(range)))[0] as unknown[];
    const last = field(rows.at(-1), cursorField);
    const more = rows.length === this.#pageSize && last instanceof RecordId;
    this.#range = more ? behind(range, last) : undefined;
    this.#before += this.#page.length;
    this.#page = rows.map(withoutCursor);
    this.#position = 0;
    return rows.length > 0;
  }

  #statement(range: RecordId<string, Range>): Statement {
    const { fields, where, fetch } = this.#options;
    const statement = new StatementBuilder("SELECT ");
    addFields(statement, fields);
    statement.add(`, id AS ${cursorField} FROM `).bind("_resource", range);
    addWhere(statement, where);
    statement.add(` LIMIT ${this.#pageSize}`);
    if (fetch !== undefined) assertList(fetch, "fetch");
    if (fetch !== undefined) statement.add(` FETCH ${fetch.map(fieldPath).join(", ")}`);
    return statement.build();
  }
}

/**
 * The rows of a query's first statement, one after the other. The query runs once, and its whole result is held.
 *
 * @internal
 */
export class QueryRows<T> implements StreamSource<T> {
  readonly #place: Place;
  readonly #statement: Statement;
  readonly #into: Into<T> | undefined;
  readonly #reading: Latch<void> = new Latch();
  #rows: unknown[] | undefined;
  #position = 0;

  constructor(place: Place, query: BoundQuery, options: RowsOptions<T> = {}) {
    assertKnownKeys(options, ["into", "pageSize"], "rows");
    checkInto(options.into);
    checkedPageSize(options.pageSize);
    this.#place = place;
    this.#statement = toStatement(query, undefined);
    this.#into = options.into;
  }

  *next(): Operation<IteratorResult<T, void>> {
    if (this.#rows === undefined) yield* wait(this.#reading.enter(() => this.#read()));
    const rows = this.#rows ?? [];
    if (this.#position >= rows.length) return { done: true, value: undefined };
    const row = this.#position;
    const value = rows[row];
    this.#position += 1;
    if (this.#into === undefined) return { done: false, value: value as T };
    return { done: false, value: yield* readInto(this.#into, value, { row }, this.#place.state.waits.adopt) };
  }

  *#read(): Operation<void> {
    const first = (yield* fetchResults(this.#place, this.#statement))[0];
    this.#rows ??= Array.isArray(first) ? first : first === undefined || first === null ? [] : [first];
  }

  return(): Operation<IteratorResult<T, void>> {
    this.#rows = [];
    return ended();
  }
}

/** @internal */
export function rowsOf<T>(place: Place, given: unknown, options?: RowsOptions<T>): StreamSource<T> {
  return given instanceof BoundQuery ? new QueryRows(place, given, options) : new RowPages(place, given, options);
}

function toRange(given: unknown): RecordId<string, Range> {
  const { value, single } = resolveTarget(given, "rows");
  if (value instanceof Table) return new RecordId(value.name, new Range(undefined, undefined));
  if (single)
    throw new TypeError("rows() takes a table, a range of record ids or a query; for one record there is select().");
  return value as RecordId<string, Range>;
}

function behind(range: RecordId<string, Range>, last: RecordId): RecordId<string, Range> {
  return new RecordId(range.table, new Range(new BoundExcluded(last.id), range.id.end));
}

function withoutCursor(row: unknown): unknown {
  if (typeof row === "object" && row !== null) delete (row as Record<string, unknown>)[cursorField];
  return row;
}

function checkedPageSize(size: unknown): number {
  if (size === undefined) return 1_000;
  if (typeof size === "number" && Number.isSafeInteger(size) && size >= 1) return size;
  throw new RangeError("`pageSize` is a whole number from 1 on.");
}
