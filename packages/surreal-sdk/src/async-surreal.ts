import {
  AsyncAnySurrealConnection,
  AsyncEmbeddedSurrealConnection,
  AsyncHttpSurrealConnection,
  AsyncWsSurrealConnection,
} from "./async-connections.ts";
import type { AsyncSurrealOptions } from "./options.ts";
import { schemeOf, type Travel, travelOf } from "./schemes.ts";

const classes: Readonly<Record<Travel, typeof AsyncAnySurrealConnection>> = {
  ws: AsyncWsSurrealConnection,
  http: AsyncHttpSurrealConnection,
  embedded: AsyncEmbeddedSurrealConnection,
};

/** The URLs of embedded databases. */
export type EmbeddedUrl =
  | "memory"
  | `${"mem" | "memory" | "surrealkv" | "surrealkv+versioned" | "rocksdb" | "file"}://${string}`;

/**
 * A connection to the database behind a URL, whose methods return promises. No I/O: the first call connects.
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
export function AsyncSurreal(
  url: `${"ws" | "wss"}://${string}`,
  options?: AsyncSurrealOptions,
): AsyncWsSurrealConnection;
export function AsyncSurreal(
  url: `${"http" | "https"}://${string}`,
  options?: AsyncSurrealOptions,
): AsyncHttpSurrealConnection;
export function AsyncSurreal(url: EmbeddedUrl, options?: AsyncSurrealOptions): AsyncEmbeddedSurrealConnection;
export function AsyncSurreal(url: string, options?: AsyncSurrealOptions): AsyncAnySurrealConnection;
export function AsyncSurreal(url: string, options?: AsyncSurrealOptions): AsyncAnySurrealConnection {
  const travel = travelOf(schemeOf(url));
  return new (travel === undefined ? AsyncAnySurrealConnection : classes[travel])(url, options);
}
