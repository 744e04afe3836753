import { AsyncSurrealConnection } from "@surreal-sdk/async";
import type { AnyDatabase, DatabaseShape } from "@surreal-sdk/core";
import { builtInEngines } from "./built-in-engines.ts";
import type { AsyncSurrealOptions } from "./options.ts";
import { assertScheme } from "./schemes.ts";

/** A connection with the SDK's own engines and those of the option `engines`. */
export class AsyncAnySurrealConnection<S extends DatabaseShape = AnyDatabase> extends AsyncSurrealConnection<S> {
  /**
   * @param url - the address of the database; no I/O happens yet
   * @throws UnsupportedEngineError or InvalidUrlError for the URL; TypeError or RangeError for an option.
   */
  constructor(url: string, options: AsyncSurrealOptions = {}) {
    super(url, options, builtInEngines(options), ["webSocket", "fetch", "embedded"]);
  }
}

/**
 * A connection over a WebSocket: `ws://` or `wss://`.
 *
 * @example
 * ```ts
 * await using db = new AsyncWsSurrealConnection("ws://localhost:8000");
 * ```
 */
export class AsyncWsSurrealConnection<S extends DatabaseShape = AnyDatabase> extends AsyncAnySurrealConnection<S> {
  /**
   * @throws UnsupportedEngineError when the scheme of the URL is neither `ws` nor `wss`; otherwise as {@link
   * AsyncSurreal}.
   */
  constructor(url: string, options: AsyncSurrealOptions = {}) {
    super(assertScheme(url, "ws", "AsyncWsSurrealConnection"), options);
  }
}

/**
 * A connection over HTTP: `http://` or `https://`. It has no sessions, no transactions and no live queries.
 *
 * @example
 * ```ts
 * await using db = new AsyncHttpSurrealConnection("https://db.example.com");
 * ```
 */
export class AsyncHttpSurrealConnection<S extends DatabaseShape = AnyDatabase> extends AsyncAnySurrealConnection<S> {
  /**
   * @throws UnsupportedEngineError when the scheme of the URL is neither `http` nor `https`; otherwise as {@link
   * AsyncSurreal}.
   */
  constructor(url: string, options: AsyncSurrealOptions = {}) {
    super(assertScheme(url, "http", "AsyncHttpSurrealConnection"), options);
  }
}

/**
 * A database in this process: `mem://`, `surrealkv://`, `surrealkv+versioned://`, `rocksdb://` or `file://`. Needs the
 * package `@surrealdb/node`.
 *
 * @example
 * ```ts
 * await using db = new AsyncEmbeddedSurrealConnection("mem://");
 * ```
 */
export class AsyncEmbeddedSurrealConnection<
  S extends DatabaseShape = AnyDatabase,
> extends AsyncAnySurrealConnection<S> {
  /**
   * @throws UnsupportedEngineError when the scheme of the URL is not one of an embedded database; otherwise as
   * {@link AsyncSurreal}.
   */
  constructor(url: string, options: AsyncSurrealOptions = {}) {
    super(assertScheme(url, "embedded", "AsyncEmbeddedSurrealConnection"), options);
  }
}
