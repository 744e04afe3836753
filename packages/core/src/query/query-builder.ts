import type { Mode, Stream } from "../operation/mode.ts";
import { type Known, LiteQueryBuilder, type RowOf } from "./lite-query-builder.ts";
import { type FirstRows, type QueryStreamOptions, type StatementRows, stream } from "./query-stream.ts";

/**
 * A query that has not been sent yet. It is sent on the first await or method call, once.
 *
 * @example
 * ```ts
 * const [users, count] = await db.query<[User[], number]>("SELECT * FROM user; RETURN 42");
 * const names = await db.query("SELECT VALUE name FROM user").rows<string>();
 * ```
 */
export class QueryBuilder<M extends Mode, T extends unknown[]> extends LiteQueryBuilder<M, T> {
  /**
   * Sends the query when the first row is asked for, and streams the rows of one statement as the server finds them. A
   * result that is no list is one row, and no result is none. Leaving the loop, the signal of `with()`, and `close()`
   * stop the query on the server.
   *
   * The server streams since SurrealDB 3.3, over WebSockets, and outside of transactions. Elsewhere the whole result is
   * read first. The time limit of a call counts for each wait for further rows.
   *
   * @throws RowsRetractedError when the statement fails after rows were given: they are no result.
   * @throws {@link ServerError}, the error of the statement that failed; after the last row if it is another one.
   * @example
   * ```ts
   * for await (const user of db.query("SELECT * FROM user").stream<User>()) await send(user);
   * ```
   */
  stream<U extends RowOf<T> = RowOf<T>>(options?: FirstRows): Stream<M, Known<RowOf<T>, U>>;
  stream<const N extends number>(options: StatementRows<N>): Stream<M, RowOf<T, N>>;
  stream<U>(options: QueryStreamOptions<U>): Stream<M, U>;
  stream<U>(options?: QueryStreamOptions<U>): Stream<M, U> {
    return stream<U, M>(this, options);
  }
}
