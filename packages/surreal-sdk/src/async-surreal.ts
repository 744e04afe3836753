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
export function AsyncSurreal(
  url: `${"ws" | "wss"}://${string}`,
  options?: AsyncSurrealOptions,
): AsyncWsSurrealConnection;
/** Creates a connection over HTTP, without sessions, transactions and live queries; see the last overload. */
export function AsyncSurreal(
  url: `${"http" | "https"}://${string}`,
  options?: AsyncSurrealOptions,
): AsyncHttpSurrealConnection;
/** Opens a database in this process; see the last overload. */
export function AsyncSurreal(url: EmbeddedUrl, options?: AsyncSurrealOptions): AsyncEmbeddedSurrealConnection;
/**
 * Creates a connection to the database at a URL, whose methods return promises. No I/O: the first call connects.
 *
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
export function AsyncSurreal(url: string, options?: AsyncSurrealOptions): AsyncAnySurrealConnection;
/** Chooses the class by the URL. */
export function AsyncSurreal(url: string, options?: AsyncSurrealOptions): AsyncAnySurrealConnection {
  const travel = transportOf(schemeOf(url));
  return new (travel === undefined ? AsyncAnySurrealConnection : classes[travel])(url, options);
}
