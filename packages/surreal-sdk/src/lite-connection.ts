import { AsyncLiteConnection, type AsyncOptions } from "@surreal-sdk/async";
import type { AnyDatabase, DatabaseShape } from "@surreal-sdk/core";
import { type WebSocketEngineOptions, webSocketEngine } from "@surreal-sdk/engine-ws";
import type { Engine } from "@surreal-sdk/transport";

/** The options of a lite connection. */
export interface LiteOptions extends AsyncOptions {
  /** The `WebSocket` class to use. Default: `ws` on Node, the platform's own elsewhere. */
  readonly webSocket?: WebSocketEngineOptions["webSocket"] | undefined;
}

/**
 * A connection over a WebSocket with the methods that most programs need. Further features are functions that take it,
 * such as `live(db, "user")`, so that a bundle contains those that the program calls. Other engines are options:
 * `engines: { https: httpEngine() }`.
 *
 * @example
 * ```ts
 * await using db = new LiteSurrealConnection("ws://localhost:8000");
 * ```
 */
export class LiteSurrealConnection<S extends DatabaseShape = AnyDatabase> extends AsyncLiteConnection<S> {
  /**
   * @param url - `ws://`, `wss://`, or a scheme of the engines in `options`; no I/O happens yet
   * @throws UnsupportedEngineError or InvalidUrlError for the URL; TypeError or RangeError for an option.
   */
  constructor(url: string, options: LiteOptions = {}) {
    super(url, options, webSocketEngines(options), ["webSocket"]);
  }
}

function webSocketEngines(options: LiteOptions): Readonly<Record<"ws" | "wss", Engine>> {
  // Reads own properties, so that a polluted `Object.prototype` sets no option.
  const { webSocket, requireTls } = Object.assign(Object.create(null) as LiteOptions, options);
  const engine = webSocketEngine({ webSocket, requireTls });
  return { ws: engine, wss: engine };
}
