import type { EngineModules } from "@surreal-sdk/blocking";
import type { Engine } from "@surreal-sdk/transport";
import { builtInEngines } from "./built-in-engines.ts";
import type { BlockingSurrealOptions } from "./options.ts";
import { schemes } from "./schemes.ts";

/** The options that are sent to the worker, which creates the engine. */
interface EngineRequest {
  readonly scheme: string;
  readonly options: Pick<BlockingSurrealOptions, "embedded" | "requireTls" | "maxMessageBytes">;
}

/** The SDK's own engines, as modules that a worker loads. */
export function builtInModules(options: BlockingSurrealOptions = {}): EngineModules {
  // Reads own properties, so that a polluted `Object.prototype` sets no option.
  const own = Object.assign(Object.create(null) as BlockingSurrealOptions, options);
  const { embedded, requireTls = false, maxMessageBytes } = own;
  const given = {
    requireTls,
    ...(embedded === undefined ? {} : { embedded }),
    ...(maxMessageBytes === undefined ? {} : { maxMessageBytes }),
  };
  const known = Object.values(schemes).flat();
  return Object.fromEntries(
    known.map((scheme) => {
      const request: EngineRequest = { scheme, options: given };
      return [scheme, { module: here ?? "data:,", export: "createEngine", options: request }];
    }),
  );
}

/** CommonJS bundles have no `import.meta.url`; the thread then reports that it cannot be started. */
const here: string | undefined = import.meta.url;

/** Called in the worker. @internal */
export function createEngine({ scheme, options }: EngineRequest): Engine {
  return builtInEngines(options)[scheme] as Engine;
}
