import type { AnyDatabase, DatabaseShape } from "@surreal-sdk/core";
import { type LiteOptions, LiteSurrealConnection } from "./lite-connection.ts";

/**
 * Creates a lite connection to the database at a URL, whose methods return promises. No I/O: the first call connects.
 *
 * @typeParam S - the type of the database, which types every method and function
 * @param url - `ws://`, `wss://`, or a scheme of the engines in `options`
 * @throws {@link UnsupportedEngineError} when no engine serves the scheme; {@link InvalidUrlError} when the rest of the URL
 * cannot be used; TypeError or RangeError for an option.
 * @example
 * ```ts
 * import { AsyncSurreal, live } from "surreal-sdk/lite";
 *
 * await using db = await AsyncSurreal("ws://localhost:8000").connect();
 * const id = await live(db, "user");
 * ```
 */
export function AsyncSurreal<S extends DatabaseShape = AnyDatabase>(
  url: string,
  options?: LiteOptions,
): LiteSurrealConnection<S> {
  return new LiteSurrealConnection<S>(url, options);
}

export {
  AsyncCrudBuilder,
  AsyncInsertBuilder,
  AsyncLiteConnection,
  AsyncLiteQueryBuilder,
  AsyncLiteSession,
  AsyncLiteTransaction,
  type AsyncOptions,
  AsyncStream,
  beginTransaction,
  newSession,
  transaction,
} from "@surreal-sdk/async";
export {
  exportDatabase,
  exportStream,
  files,
  importDatabase,
  kill,
  live,
  loader,
  rows,
  stream,
  subscribeLive,
  watch,
} from "@surreal-sdk/core";
export { type HttpEngineOptions, httpEngine } from "@surreal-sdk/engine-http";
export { type WebSocketEngineOptions, webSocketEngine } from "@surreal-sdk/engine-ws";
export { type LiteOptions, LiteSurrealConnection } from "./lite-connection.ts";
export * from "./shared.ts";
