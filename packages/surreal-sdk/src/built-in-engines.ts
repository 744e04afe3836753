import type { AsyncOptions } from "@surreal-sdk/async";
import { httpEngine } from "@surreal-sdk/engine-http";
import { webSocketEngine } from "@surreal-sdk/engine-ws";
import type { Engine } from "@surreal-sdk/transport";
import { createEmbeddedEngine } from "#embedded";
import type { EngineOptions } from "./options.ts";
import { schemes, type Transport } from "./schemes.ts";

/** The options that concern the engines. */
export type BuiltInOptions = EngineOptions & Pick<AsyncOptions, "requireTls" | "maxMessageBytes">;

/** The SDK's own engines, by the URL scheme that they serve. An engine is created on first use. */
export function builtInEngines(options: BuiltInOptions = {}): Readonly<Record<string, Engine>> {
  const { webSocket, fetch, embedded, requireTls, maxMessageBytes } = ownOptions(options);
  // Servers accept less over HTTP than over a WebSocket by default; a user who sets the limit knows the server's.
  const limit = maxMessageBytes === undefined ? {} : { maxRequestBytes: maxMessageBytes };
  const http = (): Engine => httpEngine({ fetch, requireTls, ...limit });
  const ws = (): Engine => webSocketEngine({ webSocket, requireTls, transfer: http() });
  return lazily({ ws, http, embedded: () => createEmbeddedEngine(embedded) });
}

/** Reads own properties, so that a polluted `Object.prototype` sets no option. */
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
