import type { AnyDatabase, DatabaseShape } from "@surreal-sdk/core";
import type { EmbeddedUrl } from "./async-surreal.ts";
import {
  BlockingAnySurrealConnection,
  BlockingEmbeddedSurrealConnection,
  BlockingHttpSurrealConnection,
  BlockingWsSurrealConnection,
} from "./blocking-connections.ts";
import type { BlockingSurrealOptions } from "./options.ts";
import { schemeOf, type Transport, transportOf } from "./schemes.ts";

const classes: Readonly<Record<Transport, typeof BlockingAnySurrealConnection>> = {
  ws: BlockingWsSurrealConnection,
  http: BlockingHttpSurrealConnection,
  embedded: BlockingEmbeddedSurrealConnection,
};

/**
 * Creates a blocking connection over a WebSocket; see the last overload.
 *
 * @example
 * ```ts
 * using db = Surreal("ws://localhost:8000").connect();
 * ```
 */
export function Surreal<S extends DatabaseShape = AnyDatabase>(
  url: `${"ws" | "wss"}://${string}`,
  options?: BlockingSurrealOptions,
): BlockingWsSurrealConnection<S>;
/** Creates a blocking connection over HTTP, without sessions, transactions and live queries; see the last overload. */
export function Surreal<S extends DatabaseShape = AnyDatabase>(
  url: `${"http" | "https"}://${string}`,
  options?: BlockingSurrealOptions,
): BlockingHttpSurrealConnection<S>;
/** Opens a database in this process, blocking; see the last overload. */
export function Surreal<S extends DatabaseShape = AnyDatabase>(
  url: EmbeddedUrl,
  options?: BlockingSurrealOptions,
): BlockingEmbeddedSurrealConnection<S>;
/**
 * Creates a connection to the database at a URL, whose methods return plain values and block the thread until they
 * have them. Nothing else runs on the thread meanwhile. No I/O: the first call connects.
 *
 * @typeParam S - the type of the database, which types every method
 * @param url - the same URLs as {@link AsyncSurreal}
 * @throws as {@link AsyncSurreal}; {@link UnsupportedFeatureError} where threads cannot be blocked, as in a browser.
 * @example
 * ```ts
 * using db = Surreal("mem://");
 * db.use("test", "test");
 * const [adults] = db.query("SELECT * FROM user WHERE age > $min", { min: 18 }).execute();
 * ```
 */
export function Surreal<S extends DatabaseShape = AnyDatabase>(
  url: string,
  options?: BlockingSurrealOptions,
): BlockingAnySurrealConnection<S>;
/** Chooses the class by the URL. */
export function Surreal(url: string, options?: BlockingSurrealOptions): BlockingAnySurrealConnection {
  const travel = transportOf(schemeOf(url));
  return new (travel === undefined ? BlockingAnySurrealConnection : classes[travel])(url, options);
}
