import { type Engine, UnsupportedEngineError } from "@surreal-sdk/transport";
import { engineFault } from "@surreal-sdk/transport/toolkit";
import { quoted } from "@surreal-sdk/values";
import type { WorkerStart } from "../wire/messages.ts";

/**
 * Loads the module of an engine and creates the engine.
 *
 * @throws UnsupportedEngineError when it does not create an engine; whatever the module throws.
 */
export async function loadEngine({ engine: source, endpoint }: WorkerStart): Promise<Engine> {
  const module = await load(source.module, endpoint.url);
  const make = module[source.export];
  if (typeof make !== "function") {
    throw new UnsupportedEngineError(`${source.module} exports no function ${quoted(source.export)}.`, {
      url: endpoint.url,
    });
  }
  const engine = (await make(source.options)) as Engine;
  const fault = engineFault(engine);
  if (fault !== undefined) {
    throw new UnsupportedEngineError(`The engine that ${source.export}() of ${source.module} creates ${fault}.`, {
      url: endpoint.url,
    });
  }
  return engine;
}

async function load(address: string, url: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(address)) as Readonly<Record<string, unknown>>;
  } catch (cause) {
    throw new UnsupportedEngineError(`The module of the engine, ${address}, could not be loaded.`, { url, cause });
  }
}
