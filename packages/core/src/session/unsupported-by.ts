import { UnsupportedFeatureError } from "@surreal-sdk/transport";

const withTransfer = "a WebSocket engine needs its option `transfer`";

/** What can do it, where that is not clear from the name of the capability. */
const ways: ReadonlyMap<string, string> = new Map([
  ["live", "live queries need a WebSocket (ws:// or wss://) or an embedded database"],
  [
    "sessions",
    "sessions need a WebSocket (ws:// or wss://) or an embedded database; over HTTP, make a connection for each identity, with the option `auth`",
  ],
  ["export", withTransfer],
  ["import", withTransfer],
  ["transactions", "client transactions need a WebSocket (ws:// or wss://) or an embedded database"],
]);

/**
 * The error of a method that needs what its engine cannot do.
 *
 * @internal
 */
export function unsupportedBy(engineName: string, capability: string, method: string): UnsupportedFeatureError {
  const reason = ways.get(capability) ?? `it has no ${capability}`;
  return new UnsupportedFeatureError(`${method}() does not work over the ${engineName} engine: ${reason}.`, {
    feature: capability,
  });
}
