import { type AnyDatabase, type Context, type DatabaseShape, SurrealConnection } from "@surreal-sdk/core";
import type { Engines } from "@surreal-sdk/transport";
import { createAsyncRuntime } from "./async-runtime.ts";
import type { AsyncOptions } from "./options.ts";

/**
 * A connection whose methods return promises. It has no built-in engines: pass them as `engines`, or use the classes
 * of `surreal-sdk`.
 *
 * @example
 * ```ts
 * await using db = new AsyncSurrealConnection("ws://localhost:8000", { engines: { ws: webSocketEngine() } });
 * ```
 */
export class AsyncSurrealConnection<S extends DatabaseShape = AnyDatabase> extends SurrealConnection<"async", S> {
  /**
   * @param url - the address of the database; nothing is sent yet
   * @param options - the options of the connection
   * @param builtIn - engines for the schemes that `options.engines` does not contain
   * @param further - the names of options that these engines read
   * @throws UnsupportedEngineError or InvalidUrlError for the URL; TypeError or RangeError for an option.
   */
  constructor(url: string, options: AsyncOptions = {}, builtIn: Engines = {}, further: readonly string[] = []) {
    super(isContext(url) ? url : plan(url, options, builtIn, further));
  }

  /** Closes the connection. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/** A view of a connection is created from its context; see {@link SurrealConnection.with}. */
function isContext(url: unknown): url is Context<"async"> {
  return typeof url === "object" && url !== null && "state" in url;
}

function plan(
  url: string,
  options: AsyncOptions,
  builtIn: Engines,
  further: readonly string[],
): ConstructorParameters<typeof SurrealConnection<"async">>[0] {
  const given = Object.hasOwn(options ?? {}, "engines") ? (options.engines ?? {}) : {};
  return {
    runtime: createAsyncRuntime(given, builtIn),
    url,
    options,
    further: ["engines", ...further],
    schemes: Object.keys(given),
  };
}
