import { httpEngine } from "@surreal-sdk/engine-http";
import { type PoolOptions, pooledEngine } from "@surreal-sdk/engine-pool";
import { type WebSocketEngineOptions, webSocketEngine } from "@surreal-sdk/engine-ws";
import type { Engine } from "@surreal-sdk/transport";

export { type PoolOptions, pooledEngine } from "@surreal-sdk/engine-pool";

/** The options of {@link webSocketPool}. */
export interface WebSocketPoolOptions extends PoolOptions, WebSocketEngineOptions {
  /** The engine that exports and imports over HTTP, to the same host and port. Default: `httpEngine()`. */
  readonly transfer?: Engine | undefined;
}

/**
 * An engine that opens several WebSockets to the same server and spreads requests over them, for programs that keep
 * hundreds of requests in flight. It behaves as one WebSocket; see {@link pooledEngine}. It serves `ws` and `wss`.
 *
 * A blocking connection loads it as a module: `{ module: import.meta.resolve("surreal-sdk/pool"), export:
 * "webSocketPool", options: { size: 4 } }`.
 *
 * @throws RangeError for a size out of range.
 * @example
 * ```ts
 * import { AsyncSurreal } from "surreal-sdk";
 * import { webSocketPool } from "surreal-sdk/pool";
 *
 * await using db = AsyncSurreal("ws://localhost:8000", { engines: { ws: webSocketPool({ size: 4 }) } });
 * ```
 */
export function webSocketPool(options: WebSocketPoolOptions = {}): Engine {
  // Reads own properties, so that a polluted `Object.prototype` sets no option.
  const own = Object.assign(Object.create(null) as WebSocketPoolOptions, options);
  const { size, webSocket, tls, requireTls, transfer = httpEngine({ tls, requireTls }) } = own;
  return pooledEngine(webSocketEngine({ webSocket, tls, requireTls, transfer }), { size });
}
