import { type AnyDatabase, type DatabaseShape, LiteConnection } from "@surreal-sdk/core";
import type { Engines } from "@surreal-sdk/transport";
import { toPlan } from "./connection-plan.ts";
import { createLiteRuntime } from "./lite-runtime.ts";
import type { AsyncOptions } from "./options.ts";

/**
 * A connection with the methods that most programs need, which return promises. Further features are functions that take
 * it, such as `live(db, "user")`: a bundle contains those that a program calls.
 *
 * It has no built-in engines: pass them as `engines`, or use `surreal-sdk/lite`.
 *
 * @example
 * ```ts
 * await using db = new AsyncLiteConnection("ws://localhost:8000", { engines: { ws: webSocketEngine() } });
 * ```
 */
export class AsyncLiteConnection<S extends DatabaseShape = AnyDatabase> extends LiteConnection<"async", S> {
  /**
   * @param url - the address of the database; nothing is sent yet
   * @param options - the options of the connection
   * @param builtIn - engines for the schemes that `options.engines` does not contain
   * @param further - the names of options that these engines read
   * @throws UnsupportedEngineError or InvalidUrlError for the URL; TypeError or RangeError for an option.
   */
  constructor(url: string, options: AsyncOptions = {}, builtIn: Engines = {}, further: readonly string[] = []) {
    super(toPlan(createLiteRuntime, [url, options, builtIn, further]));
  }

  /** Closes the connection. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
