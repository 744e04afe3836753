import type { Uuid } from "@surreal-sdk/values";
import type { StatementListResults } from "../functions/statement-list.ts";
import type { LiteScope } from "../lite/lite-scope.ts";
import type { OpenLoader, SchemaLoader } from "../lite/loader-methods.ts";
import type { LiveRow, LiveTarget } from "../lite/schema-session.ts";
import type { OpenWatch, SchemaWatch } from "../lite/watch-methods.ts";
import type { LiveQueryOptions } from "../live/live.ts";
import type { SubscribeOptions } from "../live/live-consumer.ts";
import type { LiveId } from "../live/live-id.ts";
import type { LiveNotification } from "../live/live-notification.ts";
import type { Disposal, Given, Mode, Returns, Stream } from "../operation/mode.ts";
import type { IsolationOptions } from "../session/isolation.ts";
import type { NewSessionOptions } from "../session/session-identity.ts";
import type { TransactionOptions } from "../session/transaction-operations.ts";
import type { AnyDatabase, DatabaseShape } from "../typing/database.ts";
import type { LinkPath } from "../typing/fetched.ts";
import type { FieldOf } from "../typing/field-path.ts";
import type { RowFor } from "../typing/schema-target.ts";
import type { Batch, BatchResults } from "./batch.ts";
import type { QuerySurface } from "./queryable.ts";
import type { SurrealSession } from "./session.ts";
import type { SurrealTransaction } from "./transaction.ts";

/** The methods of a connection and of a session beyond those of {@link LiteScope}. */
export interface SessionSurface<M extends Mode, S extends DatabaseShape = AnyDatabase> extends QuerySurface<M, S> {
  /**
   * Starts a live query on a table, which must exist, on one record of it or on a range. No notification between this
   * call and {@link SessionScope.subscribeLive} is lost.
   *
   * On servers before 3.3, embedded databases included, a write at the same time may keep a live query from ever being
   * notified. There, the SDK starts a second one after two to four seconds and ends it at once, which prevents that.
   *
   * @param options - `true` for diff mode, or `diff`, `where`, `fields`, `value`, `fetch` and `resync`
   * @returns the id of the query. It stays the same across reconnects.
   * @throws {@link UnsupportedFeatureError} over HTTP.
   */
  live<const G extends LiveTarget<S>, Diff extends boolean>(
    target: G,
    options: Diff,
  ): Returns<M, LiveId<LiveRow<S, G, never, Diff>>>;
  live<
    const G extends LiveTarget<S>,
    const F extends FieldOf<RowFor<S, G>, S> = never,
    const Diff extends boolean = false,
    const V extends FieldOf<RowFor<S, G>, S> = never,
    const P extends LinkPath<RowFor<S, G>, S> = never,
  >(target: G, options?: boolean | LiveQueryOptions<F, Diff, V, P>): Returns<M, LiveId<LiveRow<S, G, F, Diff, V, P>>>;

  /**
   * Streams the notifications of a live query, from this call on; the first consumer also gets the earlier ones.
   *
   * The stream ends without an error on {@link SessionScope.kill}, on closing, and when the server ends the query.
   * It throws a {@link LiveEndedError} when the connection is lost permanently or the session changes to another
   * identity, a {@link LiveOverflowError} when the consumer is too slow. Leaving a loop by `break` kills a query that this connection started.
   *
   * @typeParam T - the type of the notifications' results, which the id carries; for an id that carries none, an
   * unchecked assertion
   * @throws {@link UnsupportedFeatureError} over HTTP, at the call.
   * @example
   * ```ts
   * for await (const change of db.subscribeLive<User>(await db.live("user"))) {
   *   if (change.action === "GAP") await readEverythingAgain();
   *   else console.log(change.action, change.result.name);
   * }
   * ```
   */
  subscribeLive<T = unknown>(id: LiveId<T> | Uuid | string, options?: SubscribeOptions): Stream<M, LiveNotification<T>>;

  /** Ends a live query. One that has ended already is ignored. */
  kill(id: Uuid | string): Returns<M, void>;

  /**
   * Keeps the rows of a table, of a range or of a record right: they are always what `select` with the same options
   * would return, after every change by any client, and after a reconnect. Without `orderBy`, new rows follow the
   * others.
   *
   * A loop receives the latest rows and the `changes` since its last item; `break` ends the watch on the server. In
   * async mode, `getSnapshot()` and `subscribe()` are what UI frameworks expect of a store. A watch follows its
   * session: after `signin`, `use` or `let`, everything is read again. It ends with a {@link LiveEndedError} when the
   * connection is lost permanently or the table is removed, or with the error of a read that failed.
   *
   * Where the type of the database is not known, the call may name the type of the rows, an unchecked assertion.
   *
   * @throws {@link UnsupportedFeatureError} over HTTP without `refresh`, at the call; TypeError or RangeError when
   * target or options are wrong. In a loop: {@link NotFoundError} when the table does not exist.
   * @example
   * ```ts
   * const adults = db.watch<User>("user", { where: gt("age", 18), orderBy: "name", limit: 50 });
   * for await (const { rows, changes } of adults) render(rows, changes);
   * ```
   */
  readonly watch: object extends S["tables"] ? OpenWatch<M> : SchemaWatch<M, S>;

  /**
   * Creates a reader of single records: in async mode, calls of its `select` with no `await` between them become one
   * query, so that code that reads the author of each post sends one request. It remembers nothing.
   *
   * Where the type of the database is not known, the call may name the type of the records, an unchecked assertion.
   *
   * @throws TypeError or RangeError when an option is wrong.
   * @example
   * ```ts
   * const users = db.loader<User>({ fields: ["id", "name"] });
   * const authors = await Promise.all(posts.map(({ author }) => users.select(author)));
   * ```
   */
  readonly loader: object extends S["tables"] ? OpenLoader<M> : SchemaLoader<M, S>;

  /**
   * Opens a session over the same connection: with the identity of this one, and with its own namespace, database
   * and variables. Needs SurrealDB 3.
   *
   * With `as`, the session has another identity from its first request on, so that a server can give every request
   * of its users a session without lending its own rights. Credentials and tokens also select the namespace and
   * database that they name; an access method takes those of this connection where it names none.
   *
   * @param options - `as`: `"nobody"`, credentials, an access token, or the tokens of a sign-in
   * @throws {@link UnsupportedFeatureError} over HTTP; and of `"nobody"` over an embedded database, which lets a
   * session that has not signed in do everything.
   * @throws {@link NotAllowedError} when the server refuses the identity; there is no session then.
   * @throws TypeError when `as` is missing, such as a token that is `undefined`; nothing is sent then.
   * @example
   * ```ts
   * await using session = await db.newSession({ as: tokenOf(request) ?? "nobody" });
   * const orders = await session.select("order"); // what that user may read
   * ```
   */
  newSession(options?: NewSessionOptions): Returns<M, SurrealSession<M, S> & Disposal<M>>;

  /**
   * Makes many calls at once: all are sent before the first answer is awaited. They may run in any order and are not
   * a transaction; when one fails, the others still run, and then its error is thrown.
   *
   * @param collect - makes the calls on the batch that it receives and returns them as a list
   * @returns their results, in the order of the list
   * @example
   * ```ts
   * const [ada, adults] = await db.batch((b) => [b.select("user:ada"), b.query("SELECT * FROM user").first()]);
   * ```
   */
  batch<const C extends readonly unknown[]>(collect: (batch: Batch<S>) => C): Returns<M, BatchResults<C>>;

  /**
   * Begins a transaction. `commit()` applies everything that is sent through it at once, or nothing. Needs SurrealDB
   * 3.
   *
   * @param options - `isolation`, `readOnly` and `maxStaleness`; they need SurrealDB 4
   * @throws {@link UnsupportedFeatureError} over HTTP, and for options that the server does not have.
   */
  beginTransaction(options?: IsolationOptions): Returns<M, SurrealTransaction<M, S> & Disposal<M>>;

  /**
   * Runs a function inside a transaction: commits when it returns, cancels when it throws. On a conflict with
   * another transaction of which it is certain that nothing was applied, it runs the function again after a short
   * random wait. The number of the attempt, from 1 on, is the second argument.
   *
   * @throws what the function throws; {@link CommitOutcomeUnknownError} when the answer to the commit was lost.
   * @example
   * ```ts
   * await db.transaction(async (tx) => {
   *   await tx.update(from).merge({ balance: 10 });
   *   await tx.update(to).merge({ balance: 30 });
   * });
   * ```
   */
  transaction<T>(
    body: (transaction: SurrealTransaction<M, S> & Disposal<M>, attempt: number) => Given<M, T>,
    options?: TransactionOptions,
  ): Returns<M, T>;
  /**
   * Runs queries and builders as one transaction in one request, also over HTTP: all of them are applied, or none. On a
   * conflict it is sent again, as with a function. No part sees what another one binds or sets with `LET`.
   *
   * @param statements - `` surql`…` ``, text, and queries and builders that were not sent. In blocking mode, builders
   * are sent as soon as they have their data: pass queries.
   * @returns the results in the order of the list: for a query the list of its results, for a builder its result.
   * @throws TypeError for a list with anything else, and for statements that cannot be part of a transaction; nothing is
   * sent then.
   * @throws {@link ServerError}, the error of the statement that failed; its `statement` is the index in the list.
   * @throws {@link CommitOutcomeUnknownError} when the answer was lost.
   * @example
   * ```ts
   * const [order, [left]] = await db.transaction([
   *   db.create<Order>("order").content({ item }),
   *   db.query<[number]>("UPDATE ONLY $item SET stock -= 1 RETURN VALUE stock", { item }),
   * ]);
   * ```
   */
  transaction<const L extends readonly unknown[]>(
    statements: L,
    options?: Pick<TransactionOptions, "retries">,
  ): Returns<M, StatementListResults<L>>;
}

/** The common base of a connection and a session: an identity, a namespace and database, variables, live queries. */
export type SessionScope<M extends Mode, S extends DatabaseShape = AnyDatabase> = SessionSurface<M, S> &
  LiteScope<M, S>;
