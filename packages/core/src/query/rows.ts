import { BoundExcluded, Range, RecordId, Table } from "@surreal-sdk/values";
import type { CallContext } from "../call/call-context.ts";
import { knownOptions } from "../call/known-keys.ts";
import { SessionPin } from "../call/session-pin.ts";
import { field } from "../errors/server-error.ts";
import { type Operation, wait } from "../operation/operation.ts";
import { SingleFlight } from "../operation/single-flight.ts";
import { ended, type StreamSource } from "../operation/stream-source.ts";
import { BoundQuery } from "../surrealql/bound-query.ts";
import { addFetch, addFields, addWhere, wholeNumber } from "../surrealql/clauses.ts";
import type { Condition } from "../surrealql/expressions.ts";
import { type Statement, StatementBuilder, toStatement } from "../surrealql/statement.ts";
import { resolveTarget } from "../surrealql/target.ts";
import { type Into, readInto, takeInto } from "./into.ts";
import { toRows } from "./query-builder.ts";
import { fetchResults } from "./run-query.ts";

/** The options for reading a table page by page. */
export interface RowsOptions<T = unknown, F = string> {
  /** Records read at a time, and thus held in memory. Default: 1 000. */
  readonly pageSize?: number;
  /** The fields to read, by path; omitted, all fields. */
  readonly fields?: readonly F[];
  /** Read only records that match it. */
  readonly where?: Condition;
  /** Fields with record ids, which are replaced by those records. */
  readonly fetch?: readonly string[];
  /** Read each record into a schema. */
  readonly into?: Into<T>;
}

/** The name under which each row carries its id, whatever fields are read. */
const cursorField = "__cursor";

/** Reads the next rows; an empty list at the end. */
type ReadPage = () => Operation<unknown[]>;

/** Rows, one after the other; it holds one page. */
class Rows<T> implements StreamSource<T> {
  readonly #context: CallContext;
  readonly #into: Into<T> | undefined;
  readonly #turning: SingleFlight<boolean> = new SingleFlight();
  /** Removed as soon as the consumer stops. */
  #read: ReadPage | undefined;
  #page: unknown[] = [];
  #position = 0;
  /** The number of rows on the previous pages. */
  #before = 0;

  constructor(context: CallContext, into: Into<T> | undefined, read: ReadPage) {
    this.#context = context;
    this.#into = into;
    this.#read = read;
  }

  *next(): Operation<IteratorResult<T, void>> {
    while (this.#position >= this.#page.length) {
      // Concurrent calls read one page together.
      if (!(yield* wait(this.#turning.run(() => this.#turn())))) return { done: true, value: undefined };
    }
    const value = this.#page[this.#position];
    const row = this.#before + this.#position;
    this.#position += 1;
    const { fromPromise: adopt } = this.#context.state.services;
    if (this.#into === undefined) return { done: false, value: value as T };
    return { done: false, value: yield* readInto(this.#into, value, { statement: 0, row }, adopt) };
  }

  return(): Operation<IteratorResult<T, void>> {
    this.#read = undefined;
    this.#page = [];
    return ended();
  }

  /** Reads the next page; returns whether it contains anything. */
  *#turn(): Operation<boolean> {
    const page = this.#read === undefined ? [] : yield* this.#read();
    if (this.#read === undefined) return false;
    this.#before += this.#page.length;
    this.#page = page;
    this.#position = 0;
    return page.length > 0;
  }
}

/**
 * The records of a table or of a range, one after the other, read page by page in the order of their ids: each page
 * begins after the last id of the one before, so that every page costs the same. A record that is written meanwhile is
 * included if its id is still to come. For a query, the rows of its first statement: it runs once, and its whole
 * result is held.
 *
 * @internal
 */
export function rowsOf<T>(context: CallContext, given: unknown, options: RowsOptions<T> = {}): StreamSource<T> {
  const ofQuery = given instanceof BoundQuery;
  const known = ofQuery ? ["into", "pageSize"] : ["pageSize", "fields", "where", "fetch", "into"];
  const own = knownOptions(options, known, "rows");
  const into = takeInto(own.into, context.state.services);
  const { pageSize = 1_000 } = own;
  wholeNumber(pageSize, "pageSize", 1);
  const pinned = { ...context, pin: context.pin ?? new SessionPin("Reading by rows()") };
  const read = ofQuery
    ? readWhole(context, given)
    : readPages(pinned, toRange(given), Object.assign(own, { pageSize }));
  return new Rows(context, into, read);
}

function readWhole(context: CallContext, query: BoundQuery): ReadPage {
  const statement = toStatement(query, undefined);
  let isRead = false;
  return function* () {
    if (isRead) return [];
    const [first] = yield* fetchResults(context, statement);
    isRead = true;
    return toRows(first);
  };
}

function readPages(
  context: CallContext,
  whole: RecordId<string, Range>,
  options: RowsOptions & { readonly pageSize: number },
): ReadPage {
  let range: RecordId<string, Range> | undefined = whole;
  // Invalid clauses are detected before anything is sent.
  pageStatement(range, options);
  return function* () {
    if (range === undefined) return [];
    const rows = (yield* fetchResults(context, pageStatement(range, options)))[0] as unknown[];
    const last = field(rows.at(-1), cursorField);
    range = rows.length === options.pageSize && last instanceof RecordId ? behind(range, last) : undefined;
    return rows.map(withoutCursor);
  };
}

function pageStatement(
  range: RecordId<string, Range>,
  { fields, where, fetch, pageSize }: RowsOptions & { readonly pageSize: number },
): Statement {
  const statement = new StatementBuilder("SELECT ");
  addFields(statement, fields);
  // An alias of `id` itself would replace it in the row.
  statement.add(`, $this.id AS ${cursorField} FROM `).bind("_resource", range);
  addWhere(statement, where);
  statement.add(` LIMIT ${pageSize}`);
  addFetch(statement, fetch);
  return statement.build();
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
