import { ENGINE_CONTRACT, type Engine, UnsupportedEngineError } from "@surreal-sdk/transport";
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
  if ((engine as { contract?: unknown } | undefined)?.contract !== ENGINE_CONTRACT) {
    throw new UnsupportedEngineError(
      `${source.export}() of ${source.module} does not create an engine of contract ${ENGINE_CONTRACT}: install matching versions.`,
      { url: endpoint.url },
    );
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
