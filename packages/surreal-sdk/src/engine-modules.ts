import type { EngineModules } from "@surreal-sdk/blocking";
import type { Engine } from "@surreal-sdk/transport";
import { builtInEngines } from "./built-in-engines.ts";
import type { BlockingSurrealOptions } from "./options.ts";
import { schemes } from "./schemes.ts";

/** What of the options crosses to the worker, which makes the engine there. */
interface EngineRequest {
  readonly scheme: string;
  readonly options: Pick<BlockingSurrealOptions, "embedded" | "requireTls" | "maxMessageBytes">;
}

/** The SDK's own engines, as modules for a worker to load. */
export function builtInModules(options: BlockingSurrealOptions = {}): EngineModules {
  // A polluted `Object.prototype` sets no option.
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

/** Bundles of CommonJS have no equivalent; there, the thread says that it cannot be started. */
const here: string | undefined = import.meta.url;

/** Called in the worker. @internal */
export function createEngine({ scheme, options }: EngineRequest): Engine {
  return builtInEngines(options)[scheme] as Engine;
}
