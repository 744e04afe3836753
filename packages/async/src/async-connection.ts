import { type Context, SurrealConnection } from "@surreal-sdk/core";
import type { Engines } from "@surreal-sdk/transport";
import { createAsyncRuntime } from "./async-runtime.ts";
import type { AsyncOptions } from "./options.ts";

/**
 * A connection whose methods return promises. It brings no engines of its own: pass them as `engines`, or use the
 * classes of `surreal-sdk`.
 *
 * @example
 * ```ts
 * await using db = new AsyncSurrealConnection("ws://localhost:8000", { engines: { ws: webSocketEngine() } });
 * ```
 */
export class AsyncSurrealConnection extends SurrealConnection<"async"> {
  /**
   * @param url - where the database is; nothing is sent yet
   * @param options - how to talk to it
   * @param builtIn - engines for the schemes that `options.engines` leaves out
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

/** A view of a connection is made from its context; see {@link SurrealConnection.with}. */
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
