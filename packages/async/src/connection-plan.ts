import type { ConnectionPlan, LiteContext, LiteRuntime } from "@surreal-sdk/core";
import type { Engines } from "@surreal-sdk/transport";
import type { AsyncOptions } from "./options.ts";

/** What the constructors of connections take: a URL, options, engines, and the names of options that these read. */
export type ConnectionArguments = readonly [
  url: string | LiteContext<"async">,
  options: AsyncOptions,
  builtIn: Engines,
  further: readonly string[],
];

/**
 * The plan of a connection. A view of a connection is created from its context instead; see {@link
 * LiteConnection.with}.
 */
export function toPlan(
  createRuntime: (given: Engines, builtIn: Engines) => LiteRuntime<"async">,
  [url, options, builtIn, further]: ConnectionArguments,
): ConnectionPlan<"async"> | LiteContext<"async"> {
  if (isContext(url)) return url;
  const given = Object.hasOwn(options ?? {}, "engines") ? (options.engines ?? {}) : {};
  return {
    runtime: createRuntime(given, builtIn),
    url: url as string,
    options,
    further: ["engines", ...further],
    schemes: Object.keys(given),
  };
}

function isContext(url: unknown): url is LiteContext<"async"> {
  return typeof url === "object" && url !== null && "state" in url;
}
