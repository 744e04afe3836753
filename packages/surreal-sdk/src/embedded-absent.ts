import type { EmbeddedOptions } from "@surreal-sdk/engine-embedded";
import { ENGINE_CONTRACT, type Engine, UnsupportedEngineError } from "@surreal-sdk/transport";

/** The embedded engine where no native module can be loaded, as in a browser: opening it throws. */
export function createEmbeddedEngine(_options: EmbeddedOptions | undefined): Engine {
  return {
    contract: ENGINE_CONTRACT,
    name: "embedded",
    capabilities: {
      stateful: true,
      sessions: true,
      transactions: true,
      live: true,
      export: true,
      import: true,
      reconnect: false,
    },
    open: ({ endpoint }) =>
      Promise.reject(
        new UnsupportedEngineError(
          `The embedded database (${endpoint.scheme}://) needs Node; here, use ws://, wss://, http:// or https://.`,
          { url: endpoint.url },
        ),
      ),
  };
}
