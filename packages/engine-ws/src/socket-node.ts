import type { IncomingMessage } from "node:http";
import type { Socket as NetSocket } from "node:net";
import type { TransportError } from "@surreal-sdk/transport";
import { connectFailure, httpRefusal, ProtocolError, ResponseTooLargeError } from "@surreal-sdk/transport";
import { BytePile, packageFailure, visible } from "@surreal-sdk/transport/toolkit";
import type { ClientOptions, WebSocket } from "ws";
import type { Socket, SocketListener, SocketRequest } from "./socket.ts";

const bodyExcerpt = 1024;
/** Milliseconds that a peer may keep the TCP connection after both have said goodbye. */
const lingering = 5000;
/** Bytes that are gathered at most before they are written. */
const portion = 64 * 1024;
/** As they are when this module is loaded: fake timers of a test runner replace the global ones. */
const nextTick = process.nextTick;
const afterInput = setImmediate;

/** Pieces of one message, each of which takes memory of its own beside its bytes. */
const mostPieces = 16_384;
/** Bytes that a read of the system gives at least, on average, while a large message comes in: TCP has no smaller segments. */
const smallestRead = 512;

/** Opens a socket on Node, with `ws`: it shows the server's pings, refusals of the upgrade, and the TCP socket below. */
export async function openSocket(request: SocketRequest, listener: SocketListener): Promise<Socket> {
  const { WebSocket } = await import("ws").catch((cause: unknown) => {
    throw packageFailure("ws", request.url, cause);
  });
  const { ca, cert, key } = request.tls ?? {};
  const options: ClientOptions & { closeTimeout: number } = {
    ca: ca as string | string[] | undefined,
    cert,
    key,
    headers: { ...request.headers },
    maxPayload: Math.min(request.maxMessageBytes, 2 ** 31 - 1),
    rejectUnauthorized: true,
    maxFragments: mostPieces,
    maxBufferedChunks: Math.max(mostPieces, Math.ceil(request.maxMessageBytes / smallestRead)),
    perMessageDeflate: false,
    followRedirects: false,
    closeTimeout: lingering,
  };
  const socket = new WebSocket(request.url, request.protocol, options);
  return new NodeSocket(socket, request, listener);
}

class NodeSocket implements Socket {
  readonly #socket: WebSocket;
  readonly #request: SocketRequest;
  #listener: SocketListener | undefined;
  #stream: NetSocket | undefined;
  /** Whether the bytes that just came in made a whole frame; otherwise they are a sign of life of their own. */
  #framed = false;
  #opened = false;

  constructor(socket: WebSocket, request: SocketRequest, listener: SocketListener) {
    this.#socket = socket;
    this.#request = request;
    this.#listener = listener;
    socket.on("upgrade", (response) => {
      this.#stream = response.socket;
    });
    socket.on("open", () => this.#open());
    socket.on("message", (data, isBinary) => this.#message(data as Buffer, isBinary));
    socket.on("unexpected-response", (_request, response) => this.#refused(response));
    socket.on("error", (error) => {
      this.#end(1006, "", this.#opened ? this.#broken(error) : handshakeFailure(error, request.url));
    });
    socket.on("close", (code, reason) => this.#end(code, reason.toString()));
  }

  get protocol(): string {
    return this.#socket.protocol;
  }

  get writable(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  get bufferedBytes(): number {
    return this.#socket.bufferedAmount;
  }

  /**
   * What is sent in one turn of the event loop is written at once: as many requests go out as answers came in, and a
   * write of the system takes longer than all the rest that is done for a small request.
   */
  send(frame: Uint8Array): void {
    const stream = this.#stream;
    if (stream?.writableCorked === 0) {
      stream.cork();
      nextTick(() => stream.uncork());
    }
    this.#socket.send(frame, { binary: true, compress: false });
    if (stream !== undefined && stream.writableLength >= portion) stream.uncork();
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  terminate(): void {
    this.#listener = undefined;
    this.#socket.terminate();
  }

  setRef(ref: boolean): void {
    if (ref) this.#stream?.ref();
    else this.#stream?.unref();
  }

  #open(): void {
    this.#opened = true;
    // After the listener of `ws`, which reports whole frames while it runs.
    this.#stream?.on("data", () => {
      if (!this.#framed) this.#listener?.alive();
      this.#framed = false;
    });
    this.#listener?.opened();
    // Frames may have come with the answer to the upgrade; whoever awaits this socket must have it before them.
    this.#socket.pause();
    afterInput(() => this.#socket.resume());
  }

  #message(data: Buffer, isBinary: boolean): void {
    this.#framed = true;
    if (!isBinary) this.#listener?.text();
    else this.#listener?.received(new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength));
  }

  /** The server answered the upgrade with a status of its own; the beginning of the body tells why. */
  #refused(response: IncomingMessage): void {
    const body = new BytePile();
    const settle = (): void => {
      this.#end(1006, "", this.#refusal(response, new TextDecoder().decode(body.join())));
    };
    response.on("data", (chunk: Buffer) => {
      body.add(chunk);
      if (body.length >= bodyExcerpt) settle();
    });
    response.on("end", settle);
    response.on("error", settle);
  }

  #refusal(response: IncomingMessage, body: string): TransportError {
    const { location, "retry-after": retryAfter } = response.headers;
    const { url, headers } = this.#request;
    const { statusCode: status = 0 } = response;
    return httpRefusal({ status, url, body, sent: headers, location, retryAfter }, "not_sent");
  }

  /** After the handshake `ws` reports, with a code of its own, a peer that breaks RFC 6455, and socket errors. */
  #broken(error: Error & { code?: string }): TransportError | undefined {
    const { url, maxMessageBytes } = this.#request;
    const facts = { cause: error, outcome: "unknown" } as const;
    if (error.code === "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH") {
      return new ResponseTooLargeError(`${url} sent more than ${maxMessageBytes} bytes (maxMessageBytes).`, facts);
    }
    if (error.code?.startsWith("WS_ERR_") !== true) return undefined;
    return new ProtocolError(`${url} broke the WebSocket protocol: ${error.message}.`, facts);
  }

  /** At once, without waiting for the peer's part in the closing, which may never come. */
  #end(code: number, reason: string, error?: TransportError): void {
    const listener = this.#listener;
    this.terminate();
    listener?.ended({ code, reason, ...(error === undefined ? {} : { error }) });
  }
}

/** What `ws` itself objects to in an answer has no code; what the system objects to has one. */
function handshakeFailure(error: Error & { code?: string }, url: string): TransportError {
  if (error.code !== undefined || "errors" in error) return connectFailure(error, url);
  if (error.message === "socket hang up") return connectFailure(Object.assign(error, { code: "ECONNRESET" }), url);
  return new ProtocolError(`${url} did not open a WebSocket: ${visible(error.message)}.`, {
    cause: error,
    outcome: "not_sent",
  });
}
