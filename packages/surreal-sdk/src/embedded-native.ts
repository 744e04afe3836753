import { type EmbeddedOptions, embeddedEngine } from "@surreal-sdk/engine-embedded";
import type { Engine } from "@surreal-sdk/transport";

/** Creates the engine of databases in this process. */
export function createEmbeddedEngine(options: EmbeddedOptions | undefined): Engine {
  return embeddedEngine(options);
}
