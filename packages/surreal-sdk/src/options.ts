import type { AsyncOptions } from "@surreal-sdk/async";
import type { BlockingOptions } from "@surreal-sdk/blocking";
import type { EmbeddedOptions } from "@surreal-sdk/engine-embedded";
import type { HttpEngineOptions } from "@surreal-sdk/engine-http";
import type { WebSocketEngineOptions } from "@surreal-sdk/engine-ws";

/** The options of the SDK's own engines. */
export interface EngineOptions {
  /** The `WebSocket` class to use. Default: `ws` on Node, the platform's own elsewhere. */
  readonly webSocket?: WebSocketEngineOptions["webSocket"] | undefined;
  /** The function that sends HTTP requests. Default: `undici` on Node, the platform's `fetch` elsewhere. */
  readonly fetch?: HttpEngineOptions["fetch"] | undefined;
  /** Options of the embedded database. */
  readonly embedded?: EmbeddedOptions | undefined;
}

/** The options of {@link AsyncSurreal}. */
export interface AsyncSurrealOptions extends AsyncOptions, EngineOptions {}

/** The options of {@link Surreal}: plain data, since the engine runs in a worker. */
export interface BlockingSurrealOptions extends BlockingOptions {
  /** Options of the embedded database. */
  readonly embedded?: EmbeddedOptions | undefined;
}
