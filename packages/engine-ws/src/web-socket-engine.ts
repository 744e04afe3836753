import type { Engine, EngineContext, TlsOptions } from "@surreal-sdk/transport";
import { ENGINE_CONTRACT, InvalidUrlError, TlsError } from "@surreal-sdk/transport";
import { openSocket } from "#socket";
import { openConnection } from "./open-connection.ts";
import type { OpenSocket } from "./socket.ts";
import type { WebSocketConstructor } from "./socket-platform.ts";
import { openSocket as openPlatformSocket } from "./socket-platform.ts";

/** The options of {@link webSocketEngine}. */
export interface WebSocketEngineOptions {
  /** The `WebSocket` class to use. Default: `ws` on Node, the platform's own elsewhere. */
  readonly webSocket?: WebSocketConstructor | undefined;
  /**
   * The engine that exports and imports over HTTP, to the same host and port. SurrealDB has no RPC for them, so
   * without it the capabilities `export` and `import` are false. Default: none.
   */
  readonly transfer?: Engine | undefined;
  /**
   * Which certificates to trust and present over `wss://`, on Node. Default: those that Node trusts, and none to
   * present.
   */
  readonly tls?: TlsOptions | undefined;
  /** Refuses `ws://` before any I/O. Default: false. */
  readonly requireTls?: boolean | undefined;
}

/**
 * Connects to SurrealDB over one WebSocket, with all requests in flight at once. It serves `ws` and `wss`.
 *
 * It offers the subprotocol `cbor` and refuses a server that chooses another: without a subprotocol, a server uses
 * JSON. Compression is off, redirects are refused, certificates are verified. `maxMessageBytes` applies in both
 * directions; a larger answer ends the connection. The server pings every 5 seconds, which counts as a sign of life.
 *
 * Opening raises {@link ConnectionUnavailableError}, {@link TransportTimeoutError}, {@link TlsError},
 * {@link HttpStatusError}, {@link RedirectRefusedError} or {@link ProtocolError}, each with `outcome: "not_sent"`.
 *
 * @example
 * ```ts
 * const engines = { ws: webSocketEngine(), wss: webSocketEngine({ transfer: httpEngine() }) };
 * ```
 */
export function webSocketEngine(options: WebSocketEngineOptions = {}): Engine {
  // Reads own properties, so that a polluted `Object.prototype` sets no option.
  const own = Object.assign(Object.create(null) as WebSocketEngineOptions, options);
  const { webSocket, transfer, tls, requireTls = false } = own;
  if (webSocket !== undefined && typeof webSocket !== "function") {
    throw new TypeError("The option `webSocket` is a class such as WebSocket.");
  }
  const open: OpenSocket =
    webSocket === undefined ? openSocket : (request, listener) => openPlatformSocket(request, listener, webSocket);
  return {
    contract: ENGINE_CONTRACT,
    name: "ws",
    capabilities: {
      stateful: true,
      sessions: true,
      transactions: true,
      live: true,
      export: transfer?.capabilities.export ?? false,
      import: transfer?.capabilities.import ?? false,
      exportStream: transfer?.capabilities.exportStream ?? false,
      importStream: transfer?.capabilities.importStream ?? false,
      queryStream: true,
      reconnect: true,
    },
    async open(context) {
      refuse(context, requireTls);
      return openConnection(context, open, { transfer, tls });
    },
  };
}

function refuse({ endpoint }: EngineContext, requireTls: boolean): void {
  if (endpoint.scheme !== "ws" && endpoint.scheme !== "wss") {
    throw new InvalidUrlError(`${endpoint.scheme}:// is not a WebSocket scheme. Use ws:// or wss://.`);
  }
  if (requireTls && endpoint.scheme === "ws") {
    const message = `${endpoint.rawUrl} is not encrypted, and \`requireTls\` is set. Use wss://.`;
    throw new TlsError(message, { outcome: "not_sent" });
  }
}
