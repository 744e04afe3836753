import { BoundExcluded, Range, RecordId, Table } from "@surreal-sdk/values";
import type { CallContext } from "../call/call-context.ts";
import { knownOptions } from "../call/known-keys.ts";
import { SessionPin } from "../call/session-pin.ts";
import { UnexpectedResponseError } from "../errors/core-errors.ts";
import { type Operation, wait } from "../operation/operation.ts";
import { SingleFlight } from "../operation/single-flight.ts";
import { ended, type StreamSource } from "../operation/stream-source.ts";
import { BoundQuery } from "../surrealql/bound-query.ts";
import { addFetch, addWhere, wholeNumber } from "../surrealql/clauses.ts";
import type { Condition } from "../surrealql/expressions.ts";
import { type Statement, toStatement } from "../surrealql/statement.ts";
import { resolveTarget } from "../surrealql/target.ts";
import { type Into, readInto, takeInto } from "./into.ts";
import { type KeyedRow, keyedSelect, takeKey } from "./keyed-rows.ts";
import { fetchResults } from "./run-query.ts";
import { type StreamedQuery, startStreamedQuery } from "./streamed-query.ts";
import { toRows } from "./to-rows.ts";

/** The options for reading a table page by page. */
export interface RowsOptions<T = unknown, F = string> {
  /** Records read at a time, and thus held in memory. Default: 1 000. */
  readonly pageSize?: number | undefined;
  /** The fields to read, by path; omitted, all fields. */
  readonly fields?: readonly F[] | undefined;
  /** Read only records that match it. */
  readonly where?: Condition | undefined;
  /** Fields with record ids, which are replaced by those records. */
  readonly fetch?: readonly string[] | undefined;
  /** Read each record into a schema. */
  readonly into?: Into<T> | undefined;
}

/** Where rows come from. */
interface RowSource {
  /** Waits for further rows; there are none at the end. */
  rows(): Operation<unknown[]>;
  /** No more rows are needed. */
  end(): void;
}

/** Rows, one after the other; it holds those that arrived together. */
class Rows<T> implements StreamSource<T> {
  readonly #context: CallContext;
  readonly #into: Into<T> | undefined;
  readonly #statement: number;
  readonly #turning: SingleFlight<boolean> = new SingleFlight();
  /** Removed as soon as the consumer stops. */
  #source: RowSource | undefined;
  #page: unknown[] = [];
  #position = 0;
  /** The number of rows on the previous pages. */
  #before = 0;

  constructor(context: CallContext, into: Into<T> | undefined, source: RowSource, statement: number) {
    this.#context = context;
    this.#into = into;
    this.#source = source;
    this.#statement = statement;
  }

  *next(): Operation<IteratorResult<T, void>> {
    while (this.#position >= this.#page.length) {
      // Concurrent calls read one page together.
      if (!(yield* wait(this.#turning.run(() => this.#turn())))) return { done: true, value: undefined };
    }
    const value = this.#page[this.#position];
    const row = this.#before + this.#position;
    this.#position += 1;
    if (this.#into === undefined) return { done: false, value: value as T };
    return { done: false, value: yield* this.#made(this.#into, value, row) };
  }

  return(): Operation<IteratorResult<T, void>> {
    this.#leave();
    return ended();
  }

  /** A loop that fails because of a row calls no `return()`: the server would wait for it to take further rows. */
  *#made(into: Into<T>, value: unknown, row: number): Operation<T> {
    const { fromPromise: adopt } = this.#context.state.services;
    try {
      return yield* readInto(into, value, { statement: this.#statement, row }, adopt);
    } catch (error) {
      this.#leave();
      throw error;
    }
  }

  #leave(): void {
    this.#stop();
    this.#page = [];
  }

  #stop(): void {
    const source = this.#source;
    this.#source = undefined;
    source?.end();
  }

  /** Reads further rows; returns whether there are any. */
  *#turn(): Operation<boolean> {
    let page: unknown[];
    try {
      page = this.#source === undefined ? [] : yield* this.#source.rows();
    } catch (error) {
      // A consumer that has left does not need the outcome.
      if (this.#source === undefined) return false;
      throw error;
    }
    if (this.#source === undefined) return false;
    this.#before += this.#page.length;
    this.#page = page;
    this.#position = 0;
    return page.length > 0;
  }
}

/**
 * The records of a table or of a range, one after the other, read page by page in the order of their ids: each page
 * begins after the last id of the one before, so that every page costs the same. A record that is written meanwhile is
 * included if its id is still to come. For a query, the rows of its first statement.
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
  if (ofQuery) return rowsOfQuery(context, toStatement(given, undefined), into, 0);
  const pinned = { ...context, pin: context.pin ?? new SessionPin("Reading by rows()") };
  return new Rows(context, into, new Pages(pinned, toRange(given), Object.assign(own, { pageSize })), 0);
}

/**
 * The rows of one statement of a query, which runs once.
 *
 * @internal
 */
export function rowsOfQuery<T>(
  context: CallContext,
  statement: Statement,
  into: Into<T> | undefined,
  index: number,
): StreamSource<T> {
  return new Rows(context, into, new QueryRows(context, statement, index), index);
}

/** The rows of a query as the server finds them; where that is not possible, its whole result at once. */
class QueryRows implements RowSource {
  readonly #context: CallContext;
  readonly #statement: Statement;
  readonly #index: number;
  #query: StreamedQuery | undefined;
  #isStarted = false;
  #isOver = false;

  constructor(context: CallContext, statement: Statement, index: number) {
    this.#context = context;
    this.#statement = statement;
    this.#index = index;
  }

  *rows(): Operation<unknown[]> {
    if (!this.#isStarted) {
      this.#isStarted = true;
      this.#query = yield* startStreamedQuery(this.#context, this.#statement, this.#index);
      if (this.#query === undefined) return toRows((yield* fetchResults(this.#context, this.#statement))[this.#index]);
      if (this.#isOver) this.#query.end();
    }
    return this.#query === undefined || this.#isOver ? [] : yield* this.#query.rows();
  }

  end(): void {
    this.#isOver = true;
    this.#query?.end();
  }
}

/** The records of a range, page by page. */
class Pages implements RowSource {
  readonly #context: CallContext;
  readonly #options: PageOptions;
  #range: RecordId<string, Range> | undefined;
  /** The page that is being read, how many rows it has given, and the last of them. */
  #page: QueryRows | undefined;
  #count = 0;
  #last: unknown;

  constructor(context: CallContext, range: RecordId<string, Range>, options: PageOptions) {
    // Invalid clauses are detected before anything is sent.
    pageStatement(range, options);
    this.#context = context;
    this.#range = range;
    this.#options = options;
  }

  *rows(): Operation<unknown[]> {
    while (this.#range !== undefined) {
      this.#page ??= new QueryRows(this.#context, pageStatement(this.#range, this.#options), 0);
      const rows = yield* this.#page.rows();
      if (rows.length === 0) this.#turnPage(this.#range);
      const read = this.#unrepeated(rows.map(takeKey));
      this.#count += rows.length;
      if (read.length === 0) continue;
      this.#last = read.at(-1)?.id;
      return read.map(({ row }) => row);
    }
    return [];
  }

  end(): void {
    this.#range = undefined;
    this.#page?.end();
  }

  /** Servers before 4.0 may give the record behind which a page begins again: one with a set in its id. */
  #unrepeated(read: KeyedRow[]): KeyedRow[] {
    const last = this.#last;
    if (this.#count > 0 || !(last instanceof RecordId) || String(read[0]?.id) !== String(last)) return read;
    if (this.#options.pageSize > 1) return read.slice(1);
    this.end();
    throw new UnexpectedResponseError(`The server finds ${last} behind itself: read with a larger pageSize.`, {
      outcome: "failed",
    });
  }

  #turnPage(range: RecordId<string, Range>): void {
    const [count, last] = [this.#count, this.#last];
    this.#page = undefined;
    this.#count = 0;
    if (this.#range === undefined) return;
    this.#range = count === this.#options.pageSize && last instanceof RecordId ? behind(range, last) : undefined;
  }
}

interface PageOptions extends RowsOptions {
  readonly pageSize: number;
}

function pageStatement(range: RecordId<string, Range>, { fields, where, fetch, pageSize }: PageOptions): Statement {
  const statement = keyedSelect(fields).bind("_resource", range);
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
