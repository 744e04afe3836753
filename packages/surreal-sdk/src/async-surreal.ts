import type { AnyDatabase, DatabaseShape } from "@surreal-sdk/core";
import {
  AsyncAnySurrealConnection,
  AsyncEmbeddedSurrealConnection,
  AsyncHttpSurrealConnection,
  AsyncWsSurrealConnection,
} from "./async-connections.ts";
import type { AsyncSurrealOptions } from "./options.ts";
import { schemeOf, type Transport, transportOf } from "./schemes.ts";

const classes: Readonly<Record<Transport, typeof AsyncAnySurrealConnection>> = {
  ws: AsyncWsSurrealConnection,
  http: AsyncHttpSurrealConnection,
  embedded: AsyncEmbeddedSurrealConnection,
};

/** The URLs of embedded databases. */
export type EmbeddedUrl =
  | "memory"
  | `${"mem" | "memory" | "surrealkv" | "surrealkv+versioned" | "rocksdb" | "file"}://${string}`;

/**
 * Creates a connection over a WebSocket; see the last overload.
 *
 * @example
 * ```ts
 * await using db = await AsyncSurreal("ws://localhost:8000").connect();
 * ```
 */
export function AsyncSurreal<S extends DatabaseShape = AnyDatabase>(
  url: `${"ws" | "wss"}://${string}`,
  options?: AsyncSurrealOptions,
): AsyncWsSurrealConnection<S>;
/** Creates a connection over HTTP, without sessions, transactions and live queries; see the last overload. */
export function AsyncSurreal<S extends DatabaseShape = AnyDatabase>(
  url: `${"http" | "https"}://${string}`,
  options?: AsyncSurrealOptions,
): AsyncHttpSurrealConnection<S>;
/** Opens a database in this process; see the last overload. */
export function AsyncSurreal<S extends DatabaseShape = AnyDatabase>(
  url: EmbeddedUrl,
  options?: AsyncSurrealOptions,
): AsyncEmbeddedSurrealConnection<S>;
/**
 * Creates a connection to the database at a URL, whose methods return promises. No I/O: the first call connects.
 *
 * @typeParam S - the type of the database, which types every method
 * @param url - `ws://`, `wss://`, `http://`, `https://`, `mem://`, `surrealkv://`, `surrealkv+versioned://`, `rocksdb://`,
 * `file://`, or a scheme of the engines in `options`
 * @throws {@link UnsupportedEngineError} when no engine serves the scheme; {@link InvalidUrlError} when the rest of the URL
 * cannot be used; TypeError or RangeError for an option.
 * @example
 * ```ts
 * await using db = await AsyncSurreal("ws://localhost:8000").connect();
 * await db.signin({ username: "root", password: "root" });
 * await db.use("mycompany", "production");
 * ```
 */
export function AsyncSurreal<S extends DatabaseShape = AnyDatabase>(
  url: string,
  options?: AsyncSurrealOptions,
): AsyncAnySurrealConnection<S>;
/** Chooses the class by the URL. */
export function AsyncSurreal(url: string, options?: AsyncSurrealOptions): AsyncAnySurrealConnection {
  const travel = transportOf(schemeOf(url));
  return new (travel === undefined ? AsyncAnySurrealConnection : classes[travel])(url, options);
}
