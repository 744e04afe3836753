import {
  ENGINE_CONTRACT,
  type Endpoint,
  type Engine,
  type Engines,
  UnsupportedEngineError,
} from "@surreal-sdk/transport";
import { describeType, quoted } from "@surreal-sdk/values";

/**
 * Returns the engine for a URL: the user's, else a built-in one.
 *
 * @throws UnsupportedEngineError when there is none, or it was written for another contract; TypeError when it is no engine.
 */
export function chooseEngine(endpoint: Endpoint, given: Engines, builtIn: Engines): Engine {
  const { scheme, url } = endpoint;
  const engine = own(given, scheme) ?? own(builtIn, scheme);
  if (engine === undefined) {
    throw new UnsupportedEngineError(
      `No engine for ${scheme}:// is available. Pass one as \`engines: { ${quoted(scheme)}: … }\`, or import the SDK from "surreal-sdk", which brings its own.`,
      { url },
    );
  }
  if (typeof (engine as Partial<Engine> | null)?.open !== "function") {
    throw new TypeError(
      `The engine for ${scheme}:// is an object with open(), not ${describeType(engine)}: call the function that creates it. A module is for blocking connections.`,
    );
  }
  if ((engine as { contract?: unknown }).contract !== ENGINE_CONTRACT) {
    throw new UnsupportedEngineError(
      `The engine for ${scheme}:// was written for contract ${String((engine as { contract?: unknown }).contract)} of engines, and this SDK has contract ${ENGINE_CONTRACT}: install matching versions.`,
      { url },
    );
  }
  return engine;
}

function own(engines: Engines, scheme: string): Engine | undefined {
  return Object.hasOwn(engines, scheme) ? engines[scheme] : undefined;
}
