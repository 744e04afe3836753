import { type AnyDatabase, type DatabaseShape, SurrealConnection } from "@surreal-sdk/core";
import type { Engines } from "@surreal-sdk/transport";
import { createAsyncRuntime } from "./async-runtime.ts";
import { toPlan } from "./connection-plan.ts";
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
    super(toPlan(createAsyncRuntime, [url, options, builtIn, further]));
  }

  /** Closes the connection. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
