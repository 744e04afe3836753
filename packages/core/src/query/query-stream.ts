import { knownOptions } from "../call/known-keys.ts";
import type { Mode, Stream } from "../operation/mode.ts";
import { wholeNumber } from "../surrealql/clauses.ts";
import { type Into, takeInto } from "./into.ts";
import { LiteQueryBuilder, type RowOf } from "./lite-query-builder.ts";
import { rowsOfQuery } from "./rows.ts";

/** The options of {@link stream}. */
export interface QueryStreamOptions<T = unknown, N = number> {
  /** The index of the statement whose rows to stream, counted from 0. Default: 0. */
  readonly statement?: N | undefined;
  /** Read each row into a schema. */
  readonly into?: Into<T> | undefined;
}

/** Options of the first statement, without a schema. */
export type FirstRows = Partial<StatementRows<0 | undefined>>;

/** Options that name a statement, and no schema. */
export interface StatementRows<N> extends QueryStreamOptions<never, N> {
  readonly statement: N;
  readonly into?: undefined;
}

/**
 * Sends a query when the first row is asked for, and streams the rows of one statement as the server finds them. A
 * result that is no list is one row, and no result is none. Leaving the loop, the signal of `with()`, and `close()`
 * stop the query on the server.
 *
 * The server streams since SurrealDB 3.3, over WebSockets, and outside of transactions. Elsewhere the whole result is
 * read first. The time limit of a call counts for each wait for further rows.
 *
 * @param query - a query that was not sent
 * @throws RowsRetractedError when the statement fails after rows were given: they are no result.
 * @throws {@link ServerError}, the error of the statement that failed; after the last row if it is another one.
 * @example
 * ```ts
 * for await (const user of stream<User>(db.query("SELECT * FROM user"))) await send(user);
 * ```
 */
export function stream<M extends Mode, T extends unknown[]>(
  query: LiteQueryBuilder<M, T>,
  options?: QueryStreamOptions<RowOf<T>, 0>,
): Stream<M, RowOf<T>>;
/** Streams the rows of another statement than the first; see the first overload. */
export function stream<M extends Mode, T extends unknown[], const N extends number>(
  query: LiteQueryBuilder<M, T>,
  options: StatementRows<N>,
): Stream<M, RowOf<T, N>>;
/** Streams rows whose type the call names; see the first overload. */
export function stream<U>(
  query: LiteQueryBuilder<"async", unknown[]>,
  options?: QueryStreamOptions<U>,
): Stream<"async", U>;
/** Streams rows whose type the call names; see the first overload. */
export function stream<U>(
  query: LiteQueryBuilder<"blocking", unknown[]>,
  options?: QueryStreamOptions<U>,
): Stream<"blocking", U>;
/** Streams rows whose type the call names, in a mode that it names; see the first overload. */
export function stream<U, M extends Mode>(
  query: LiteQueryBuilder<M, unknown[]>,
  options?: QueryStreamOptions<U>,
): Stream<M, U>;
/** Streams the rows of a query; see the first overload. */
export function stream<M extends Mode>(
  query: LiteQueryBuilder<M, unknown[]>,
  options: QueryStreamOptions = {},
): Stream<M, unknown> {
  if (!(query instanceof LiteQueryBuilder)) throw new TypeError("stream() takes a query: stream(db.query(text)).");
  const { into: given, statement: index = 0 } = knownOptions(options, ["into", "statement"], "stream");
  return query.giveUp((context) => {
    const into = takeInto(given, context.runtime);
    wholeNumber(index, "statement", 0);
    return (statement) => context.runtime.stream(rowsOfQuery(context, statement, into, index));
  });
}
