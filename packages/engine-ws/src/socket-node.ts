import type { IncomingMessage } from "node:http";
import type { Socket as NetSocket } from "node:net";
import type { TransportError } from "@surreal-sdk/transport";
import { connectFailure, httpRefusal, ProtocolError, ResponseTooLargeError } from "@surreal-sdk/transport";
import { BytePile, packageFailure, visible } from "@surreal-sdk/transport/toolkit";
import type { ClientOptions, WebSocket } from "ws";
import type { Socket, SocketListener, SocketRequest } from "./socket.ts";

const bodyExcerpt = 1024;
/** Milliseconds that a peer may keep the TCP connection open after the closing handshake. */
const lingering = 5000;
/** The most bytes that are batched before they are written. */
const portion = 64 * 1024;
/** The function at the time when this module is loaded: fake timers of a test runner replace the global one. */
const nextTick = process.nextTick;
const afterInput = setImmediate;

/** The most frames of one message, each of which takes memory in addition to its bytes. */
const mostPieces = 16_384;
/**
 * The least bytes that a system read returns on average while a large message arrives: TCP segments are not smaller.
 */
const smallestRead = 512;

/**
 * Opens a socket on Node, with `ws`: it exposes the server's pings, refusals of the upgrade, and the TCP socket below.
 */
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
  /** Whether the bytes that just arrived completed a frame; otherwise they are a sign of life. */
  #framed = false;
  #opened = false;
  #reading = true;

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
   * Batches what is sent in one turn of the event loop: as many requests are sent as answers arrived, and a system
   * write takes longer than everything else that a small request needs.
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

  setReading(reading: boolean): void {
    this.#reading = reading;
    if (reading) this.#socket.resume();
    else this.#socket.pause();
  }

  setRef(ref: boolean): void {
    if (ref) this.#stream?.ref();
    else this.#stream?.unref();
  }

  #open(): void {
    this.#opened = true;
    // Runs after the listener of `ws`, which reports complete frames.
    this.#stream?.on("data", () => {
      if (!this.#framed) this.#listener?.alive();
      this.#framed = false;
    });
    this.#listener?.opened();
    // Frames may have arrived with the answer to the upgrade; the code that awaits this socket must have it before
    // them.
    this.#socket.pause();
    afterInput(() => {
      if (this.#reading) this.#socket.resume();
    });
  }

  #message(data: Buffer, isBinary: boolean): void {
    this.#framed = true;
    if (!isBinary) this.#listener?.text();
    else this.#listener?.received(new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength));
  }

  /** The server answered the upgrade with another status; the beginning of the body contains the reason. */
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

  /** After the handshake `ws` reports, with a code of its own, a peer that violates RFC 6455, and socket errors. */
  #broken(error: Error & { code?: string }): TransportError | undefined {
    const { url, maxMessageBytes } = this.#request;
    const facts = { cause: error, outcome: "unknown" } as const;
    if (error.code === "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH") {
      return new ResponseTooLargeError(`${url} sent more than ${maxMessageBytes} bytes (maxMessageBytes).`, facts);
    }
    if (error.code?.startsWith("WS_ERR_") !== true) return undefined;
    return new ProtocolError(`${url} broke the WebSocket protocol: ${error.message}.`, facts);
  }

  /** Ends at once, without waiting for the peer's part of the closing handshake, which may never come. */
  #end(code: number, reason: string, error?: TransportError): void {
    const listener = this.#listener;
    this.terminate();
    listener?.ended({ code, reason, ...(error === undefined ? {} : { error }) });
  }
}

/** An objection of `ws` itself to an answer has no code; an error of the system has one. */
function handshakeFailure(error: Error & { code?: string }, url: string): TransportError {
  if (error.code !== undefined || "errors" in error) return connectFailure(error, url);
  if (error.message === "socket hang up") return connectFailure(Object.assign(error, { code: "ECONNRESET" }), url);
  return new ProtocolError(`${url} did not open a WebSocket: ${visible(error.message)}.`, {
    cause: error,
    outcome: "not_sent",
  });
}
