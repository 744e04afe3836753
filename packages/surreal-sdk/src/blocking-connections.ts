import { BlockingSurrealConnection } from "@surreal-sdk/blocking";
import type { AnyDatabase, DatabaseShape } from "@surreal-sdk/core";
import { builtInModules } from "./engine-modules.ts";
import type { BlockingSurrealOptions } from "./options.ts";
import { assertScheme } from "./schemes.ts";

/** A blocking connection with the SDK's own engines and those of the option `engines`. */
export class BlockingAnySurrealConnection<S extends DatabaseShape = AnyDatabase> extends BlockingSurrealConnection<S> {
  /**
   * @param url - the address of the database; no I/O happens yet
   * @throws UnsupportedEngineError or InvalidUrlError for the URL; TypeError or RangeError for an option.
   */
  constructor(url: string, options: BlockingSurrealOptions = {}) {
    super(url, options, builtInModules(options), ["embedded"]);
  }
}

/**
 * A blocking connection over a WebSocket: `ws://` or `wss://`.
 *
 * @example
 * ```ts
 * using db = new BlockingWsSurrealConnection("ws://localhost:8000");
 * ```
 */
export class BlockingWsSurrealConnection<
  S extends DatabaseShape = AnyDatabase,
> extends BlockingAnySurrealConnection<S> {
  /**
   * @throws UnsupportedEngineError when the scheme of the URL is neither `ws` nor `wss`; otherwise as {@link
   * Surreal}.
   */
  constructor(url: string, options: BlockingSurrealOptions = {}) {
    super(assertScheme(url, "ws", "BlockingWsSurrealConnection"), options);
  }
}

/**
 * A blocking connection over HTTP: `http://` or `https://`. It has no sessions, no transactions and no live queries.
 *
 * @example
 * ```ts
 * using db = new BlockingHttpSurrealConnection("https://db.example.com");
 * ```
 */
export class BlockingHttpSurrealConnection<
  S extends DatabaseShape = AnyDatabase,
> extends BlockingAnySurrealConnection<S> {
  /**
   * @throws UnsupportedEngineError when the scheme of the URL is neither `http` nor `https`; otherwise as {@link
   * Surreal}.
   */
  constructor(url: string, options: BlockingSurrealOptions = {}) {
    super(assertScheme(url, "http", "BlockingHttpSurrealConnection"), options);
  }
}

/**
 * A database in this process, blocking: `mem://`, `surrealkv://`, `surrealkv+versioned://`, `rocksdb://` or `file://`.
 * Needs the package `@surrealdb/node`.
 *
 * @example
 * ```ts
 * using db = new BlockingEmbeddedSurrealConnection("mem://");
 * ```
 */
export class BlockingEmbeddedSurrealConnection<
  S extends DatabaseShape = AnyDatabase,
> extends BlockingAnySurrealConnection<S> {
  /**
   * @throws UnsupportedEngineError when the scheme of the URL is not one of an embedded database; otherwise as
   * {@link Surreal}.
   */
  constructor(url: string, options: BlockingSurrealOptions = {}) {
    super(assertScheme(url, "embedded", "BlockingEmbeddedSurrealConnection"), options);
  }
}
