import { type AnyDatabase, type Context, type DatabaseShape, SurrealConnection } from "@surreal-sdk/core";
import { assertCanBlock } from "#thread";
import { createBlockingRuntime, type EngineModules } from "./blocking-runtime.ts";
import type { BlockingOptions } from "./options.ts";

/**
 * A connection whose methods return plain values and block the thread until they have them. Nothing else runs on the
 * thread meanwhile: no timer, no other request of a server. Use it in scripts, tests and tools.
 *
 * It has no built-in engines: pass them as `engines`, or use the classes of `surreal-sdk`.
 *
 * @example
 * ```ts
 * using db = new BlockingSurrealConnection("my+proto://host", { engines: { "my+proto": { module: engineUrl } } });
 * ```
 */
export class BlockingSurrealConnection<S extends DatabaseShape = AnyDatabase> extends SurrealConnection<"blocking", S> {
  /**
   * @param url - the address of the database; nothing is sent yet
   * @param options - the options of the connection
   * @param builtIn - engines for the schemes that `options.engines` does not contain
   * @param further - the names of options that these engines read
   * @throws UnsupportedEngineError or InvalidUrlError for the URL; TypeError or RangeError for an option;
   * UnsupportedFeatureError where threads cannot be blocked.
   */
  constructor(
    url: string,
    options: BlockingOptions = {},
    builtIn: EngineModules = {},
    further: readonly string[] = [],
  ) {
    assertCanBlock();
    super(isContext(url) ? url : plan(url, options, builtIn, further));
  }

  /** Closes the connection. */
  [Symbol.dispose](): void {
    this.close();
  }
}

/** A view of a connection is created from its context; see {@link SurrealConnection.with}. */
function isContext(url: unknown): url is Context<"blocking"> {
  return typeof url === "object" && url !== null && "state" in url;
}

function plan(
  url: string,
  options: BlockingOptions,
  builtIn: EngineModules,
  further: readonly string[],
): ConstructorParameters<typeof SurrealConnection<"blocking">>[0] {
  const given = Object.hasOwn(options ?? {}, "engines") ? (options.engines ?? {}) : {};
  return {
    runtime: createBlockingRuntime(given, builtIn),
    url,
    options,
    further: ["engines", ...further],
    schemes: Object.keys(given),
  };
}
