import { type Endpoint, type Engine, type Engines, UnsupportedEngineError } from "@surreal-sdk/transport";
import { engineFault } from "@surreal-sdk/transport/toolkit";
import { describeType, quoted } from "@surreal-sdk/values";

/**
 * Returns the engine for a URL: the user's, else a built-in one.
 *
 * @throws UnsupportedEngineError when there is none, or its contract or capabilities do not fit; TypeError when it is no engine.
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
  const fault = engineFault(engine);
  if (fault !== undefined) throw new UnsupportedEngineError(`The engine for ${scheme}:// ${fault}.`, { url });
  return engine;
}

function own(engines: Engines, scheme: string): Engine | undefined {
  return Object.hasOwn(engines, scheme) ? engines[scheme] : undefined;
}
