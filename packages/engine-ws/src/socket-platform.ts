import {
  ConnectionUnavailableError,
  ResponseTooLargeError,
  type TransportError,
  UnsupportedEngineError,
  UnsupportedFeatureError,
} from "@surreal-sdk/transport";
import type { Socket, SocketListener, SocketRequest } from "./socket.ts";

/** The part of the standard `WebSocket` that the engine uses. */
export interface PlatformWebSocket {
  binaryType: string;
  readonly protocol: string;
  readonly readyState: number;
  readonly bufferedAmount: number;
  send(frame: Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: string, listener: (event: object) => void): void;
}

/** The standard `WebSocket` class, or a compatible one. */
export type WebSocketConstructor = new (url: string, protocols?: string | string[]) => PlatformWebSocket;

/** The properties of events that are read; custom classes may omit some of them. */
interface MessageFacts {
  readonly data: unknown;
}

interface CloseFacts {
  readonly code: number;
  readonly reason: string;
}

interface ErrorFacts {
  readonly error?: unknown;
  readonly message?: unknown;
}

const open = 1;

/** Opens a socket with the `WebSocket` of the platform: browsers, Deno, Bun, workers, or a class given as an option. */
export async function openSocket(
  request: SocketRequest,
  listener: SocketListener,
  platform: WebSocketConstructor | undefined = (globalThis as { WebSocket?: WebSocketConstructor }).WebSocket,
): Promise<Socket> {
  if (typeof platform !== "function") {
    throw new UnsupportedEngineError("This platform has no WebSocket. Pass a class as the option `webSocket`.", {
      url: request.url,
    });
  }
  if (Object.keys(request.headers).length > 0) {
    throw new UnsupportedFeatureError(
      "A WebSocket of this platform sends no headers. Leave out the option `headers`, or use http:// or https://.",
      { feature: "headers" },
    );
  }
  if (request.tls !== undefined) {
    throw new UnsupportedFeatureError(
      "A WebSocket of this platform takes no certificates. Leave out the option `tls`.",
      {
        feature: "tls",
      },
    );
  }
  return new PlatformSocket(new platform(request.url, request.protocol), request, listener);
}

class PlatformSocket implements Socket {
  readonly #socket: PlatformWebSocket;
  readonly #request: SocketRequest;
  #listener: SocketListener | undefined;
  #opened = false;

  constructor(socket: PlatformWebSocket, request: SocketRequest, listener: SocketListener) {
    this.#socket = socket;
    this.#request = request;
    this.#listener = listener;
    socket.binaryType = "arraybuffer";
    socket.addEventListener("open", () => {
      this.#opened = true;
      this.#listener?.opened();
    });
    socket.addEventListener("message", (event) => this.#message((event as MessageFacts).data));
    socket.addEventListener("close", (event) => this.#end((event as CloseFacts).code, (event as CloseFacts).reason));
    // The platform withholds the reason of an `error` event; some classes fire it without a `close` after it.
    socket.addEventListener("error", (event) => {
      if (!this.#opened) this.#end(1006, "", this.#refused(event as ErrorFacts));
    });
  }

  get protocol(): string {
    return this.#socket.protocol;
  }

  get writable(): boolean {
    return this.#socket.readyState === open;
  }

  get bufferedBytes(): number {
    return this.#socket.bufferedAmount;
  }

  send(frame: Uint8Array): void {
    this.#socket.send(frame as Uint8Array<ArrayBuffer>);
  }

  /** Scripts may only send 1000 and 3000 to 4999, so 1002 becomes 4002. */
  close(code: number, reason: string): void {
    this.#socket.close(code === 1000 ? code : code + 3000, reason);
  }

  terminate(): void {
    this.#listener = undefined;
    this.#socket.close();
  }

  #message(data: unknown): void {
    const frame = bytesOf(data);
    if (frame === undefined) this.#listener?.text();
    else if (frame.byteLength <= this.#request.maxMessageBytes) this.#listener?.received(frame);
    else this.#tooLarge(frame.byteLength);
  }

  /** A platform has no limit of its own: the message is in memory already, and is dropped here. */
  #tooLarge(size: number): void {
    const { url, maxMessageBytes } = this.#request;
    const message = `${url} sent ${size} bytes, more than ${maxMessageBytes} (maxMessageBytes).`;
    this.close(1009, "message too large");
    this.#end(1009, "", new ResponseTooLargeError(message, { outcome: "unknown" }));
  }

  #refused(event: ErrorFacts): TransportError {
    const said = typeof event.message === "string" && event.message !== "" ? ` (${event.message})` : "";
    return new ConnectionUnavailableError(
      `No WebSocket to ${this.#request.url}${said}. The platform does not report why: nothing may listen there, the ` +
        "certificate may not be trusted, or the server does not speak the subprotocol.",
      { cause: event.error, outcome: "not_sent" },
    );
  }

  #end(code: number, reason: string, error?: TransportError): void {
    const listener = this.#listener;
    this.#listener = undefined;
    listener?.ended({ code, reason, ...(error === undefined ? {} : { error }) });
  }
}

/** Not by `instanceof`: a buffer may come from another realm, and some classes pass views. */
function bytesOf(data: unknown): Uint8Array | undefined {
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (Object.prototype.toString.call(data) === "[object ArrayBuffer]") return new Uint8Array(data as ArrayBuffer);
  return undefined;
}
