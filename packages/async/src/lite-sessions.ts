import {
  type AnyDatabase,
  beginTransactionAs,
  type DatabaseShape,
  type IsolationOptions,
  type NewSessionOptions,
  newSessionAs,
  type SessionCaller,
  type StatementListResults,
  type TransactionOptions,
  transactionAs,
} from "@surreal-sdk/core";
import { AsyncLiteSession } from "./lite-session.ts";
import { AsyncLiteTransaction } from "./lite-transaction.ts";

/**
 * Opens a session over a connection: with the identity of the connection, and with its own namespace, database and
 * variables. Needs SurrealDB 3.
 *
 * @param db - a connection or a session
 * @param options - `as`: `"nobody"`, credentials, an access token, or the tokens of a sign-in
 * @throws {@link UnsupportedFeatureError} over HTTP; {@link NotAllowedError} when the server refuses the identity.
 * @example
 * ```ts
 * await using session = await newSession(db, { as: token });
 * ```
 */
export function newSession<S extends DatabaseShape = AnyDatabase>(
  db: SessionCaller<"async", S>,
  options?: NewSessionOptions,
): Promise<AsyncLiteSession<S>> {
  return newSessionAs<"async", AsyncLiteSession<S>>(AsyncLiteSession<S>, db, options);
}

/**
 * Begins a transaction. `commit()` applies everything that is sent through it at once, or nothing. Needs SurrealDB 3.
 *
 * @param db - a connection or a session
 * @param options - `isolation`, `readOnly` and `maxStaleness`; they need SurrealDB 4
 * @throws {@link UnsupportedFeatureError} over HTTP, and for options that the server does not have.
 * @example
 * ```ts
 * await using tx = await beginTransaction(db);
 * await tx.create("order", { total: 12 });
 * await tx.commit();
 * ```
 */
export function beginTransaction<S extends DatabaseShape = AnyDatabase>(
  db: SessionCaller<"async", S>,
  options?: IsolationOptions,
): Promise<AsyncLiteTransaction<S>> {
  return beginTransactionAs<"async", AsyncLiteTransaction<S>>(AsyncLiteTransaction<S>, db, options);
}

/**
 * Runs a function inside a transaction: commits when it returns, cancels when it throws, and runs it again on a
 * conflict.
 *
 * @param db - a connection or a session
 * @throws what the function throws; {@link CommitOutcomeUnknownError} when the answer to the commit was lost.
 * @example
 * ```ts
 * await transaction(db, async (tx) => {
 *   await tx.update(from).merge({ balance: 10 });
 *   await tx.update(to).merge({ balance: 30 });
 * });
 * ```
 */
export function transaction<T, S extends DatabaseShape = AnyDatabase>(
  db: SessionCaller<"async", S>,
  body: (transaction: AsyncLiteTransaction<S>, attempt: number) => T | PromiseLike<T>,
  options?: TransactionOptions,
): Promise<T>;
/**
 * Runs queries and builders as one transaction in one request, also over HTTP: all of them are applied, or none. No part
 * sees what another one binds or sets with `LET`.
 *
 * @param statements - `` surql`…` ``, text, and queries and builders that were not sent
 * @returns the results in the order of the list: for a query the list of its results, for a builder its result.
 * @throws {@link ServerError}, the error of the statement that failed; its `statement` is the index in the list.
 */
export function transaction<const L extends readonly unknown[]>(
  db: SessionCaller<"async", DatabaseShape>,
  statements: L,
  options?: Pick<TransactionOptions, "retries">,
): Promise<StatementListResults<L>>;
/** Runs a function, or a list of statements, as a transaction. */
export function transaction(
  db: SessionCaller<"async", DatabaseShape>,
  given: unknown,
  options?: TransactionOptions,
): Promise<unknown> {
  return transactionAs<"async", AsyncLiteTransaction>(AsyncLiteTransaction, db, given, options);
}
