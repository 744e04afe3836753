import { httpEngine } from "@surreal-sdk/engine-http";
import { webSocketEngine } from "@surreal-sdk/engine-ws";
import type { Engine } from "@surreal-sdk/transport";
import { createEmbeddedEngine } from "#embedded";
import type { EngineOptions } from "./options.ts";
import { schemes, type Transport } from "./schemes.ts";

/** What of the options concerns the engines. */
export type BuiltInOptions = EngineOptions & { readonly requireTls?: boolean; readonly maxMessageBytes?: number };

/** The SDK's own engines, by the URL scheme they serve. An engine is made when it is asked for. */
export function builtInEngines(options: BuiltInOptions = {}): Readonly<Record<string, Engine>> {
  const { webSocket, fetch, embedded, requireTls, maxMessageBytes } = ownOptions(options);
  // Servers take less over HTTP than over a WebSocket, unless their owner has said otherwise, as the user then does.
  const limit = maxMessageBytes === undefined ? {} : { maxRequestBytes: maxMessageBytes };
  const http = (): Engine => httpEngine({ fetch, requireTls, ...limit });
  const ws = (): Engine => webSocketEngine({ webSocket, requireTls, transfer: http() });
  return lazily({ ws, http, embedded: () => createEmbeddedEngine(embedded) });
}

/** A polluted `Object.prototype` sets no option. */
function ownOptions(options: BuiltInOptions): BuiltInOptions {
  return Object.assign(Object.create(null) as BuiltInOptions, options);
}

function lazily(makers: Readonly<Record<Transport, () => Engine>>): Readonly<Record<string, Engine>> {
  const engines = {};
  for (const [travel, get] of Object.entries(makers)) {
    for (const scheme of schemes[travel as Transport])
      Object.defineProperty(engines, scheme, { get, enumerable: true });
  }
  return engines;
}
