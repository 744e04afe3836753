import type { EngineConnection, EngineContext, EngineRequest } from "@surreal-sdk/transport";
import {
  ConnectionClosedError,
  ConnectionLostError,
  ConnectionUnavailableError,
  ProtocolError,
  RequestTooLargeError,
  TransportError,
} from "@surreal-sdk/transport";
import { LONGEST_TIMER, masked, type PlatformTimer, platformTime, quoted } from "@surreal-sdk/transport/toolkit";
import { SentFrames } from "./sent-frames.ts";
import type { Socket, SocketEnd, SocketListener } from "./socket.ts";
import type { Transfer } from "./transfer.ts";

/**
 * The only subprotocol that the client offers: the server chooses the first of its own list, in which `json` comes
 * before `cbor`.
 */
export const subprotocol = "cbor";

/** Receives the outcome of a connection's handshake, once. */
export interface HandshakeListener {
  opened(): void;
  refused(error: TransportError | Error): void;
}

/** One WebSocket as a connection: from the handshake to the close. It reports nothing after the close. */
export class WebSocketConnection implements EngineConnection, SocketListener {
  readonly #context: EngineContext;
  readonly #handshake: HandshakeListener;
  readonly #transfer: Transfer | undefined;
  #state: "opening" | "open" | "closing" | "ended" = "opening";
  #socket: Socket | undefined;
  readonly #sent: SentFrames = new SentFrames();
  #early = false;
  #closing: Promise<void> | undefined;
  #settleClose: (() => void) | undefined;
  #closeTimer: PlatformTimer | undefined;
  setRef?: (ref: boolean) => void;

  constructor(context: EngineContext, handshake: HandshakeListener, transfer: Transfer | undefined) {
    this.#context = context;
    this.#handshake = handshake;
    this.#transfer = transfer;
  }

  get bufferedBytes(): number {
    return this.#socket?.bufferedBytes ?? 0;
  }

  /** Attaches the socket; one that arrives after the handshake was cancelled is closed. */
  attach(socket: Socket): void {
    if (this.#state === "ended") {
      socket.terminate();
      return;
    }
    this.#socket = socket;
    if (socket.setRef !== undefined) this.setRef = (ref) => socket.setRef?.(ref);
    if (this.#early) this.opened();
  }

  /** Ends a handshake that was cancelled or that failed. */
  giveUp(error: TransportError | Error): void {
    if (this.#state !== "opening") return;
    this.#state = "ended";
    this.#socket?.terminate();
    this.#handshake.refused(error);
  }

  send(request: EngineRequest): void {
    if (this.#state !== "open" || this.#socket?.writable !== true) throw this.#notSent();
    if (request.kind === "rpc") this.#write(this.#socket, request);
    else this.#pass(request);
  }

  proceed(requestId: string, part?: Uint8Array): void {
    this.#transfer?.proceed(requestId, part);
  }

  abandon(requestId: string): void {
    this.#transfer?.abandon(requestId);
  }

  setReading(reading: boolean): void {
    if (this.#state === "open") this.#socket?.setReading?.(reading);
  }

  close(timeout: number): Promise<void> {
    // The peer's part of the closing handshake is behind everything else that it sent.
    this.setReading(true);
    this.#closing ??= this.#close(timeout);
    return this.#closing;
  }

  opened(): void {
    if (this.#state !== "opening") return;
    if (this.#socket === undefined) {
      this.#early = true;
      return;
    }
    const chosen = this.#socket.protocol;
    if (chosen !== subprotocol) {
      const { rawUrl } = this.#context.endpoint;
      const answer = chosen === "" ? "chose no subprotocol" : `chose the subprotocol ${quoted(chosen)}`;
      const message = `${rawUrl} ${answer} where only "cbor" was offered. Is it SurrealDB?`;
      this.#socket.close(1002, "subprotocol");
      this.giveUp(new ProtocolError(message, { outcome: "not_sent" }));
      return;
    }
    this.#state = "open";
    this.#handshake.opened();
  }

  received(frame: Uint8Array): void {
    if (this.#standing()) this.#context.listener.received(frame);
  }

  text(): void {
    if (!this.#standing()) return;
    const { rawUrl } = this.#context.endpoint;
    this.#socket?.close(1003, "text frame");
    this.#socket?.terminate();
    this.#end(
      new ProtocolError(`${rawUrl} sent a frame that is not binary; CBOR is sent in binary frames.`, {
        outcome: "unknown",
      }),
    );
  }

  alive(): void {
    if (this.#state === "open") this.#context.listener.alive();
  }

  ended(end: SocketEnd): void {
    const { rawUrl } = this.#context.endpoint;
    if (this.#state !== "opening") this.#end(end.error ?? lost(rawUrl, end, this.#sent.frames()));
    else this.giveUp(end.error ?? unavailable(`${rawUrl} closed the connection during the handshake.`));
  }

  #standing(): boolean {
    return this.#state === "open" || this.#state === "closing";
  }

  #write(socket: Socket, request: EngineRequest): void {
    const { frame } = request;
    const { endpoint, maxMessageBytes } = this.#context;
    if (frame.byteLength > maxMessageBytes) {
      const message = `The request has ${frame.byteLength} bytes, more than ${maxMessageBytes} (maxMessageBytes): it was not sent to ${endpoint.rawUrl}.`;
      throw new RequestTooLargeError(message, { outcome: "not_sent" });
    }
    this.#sent.note(request.facts.method, frame);
    socket.send(frame);
  }

  #pass(request: EngineRequest): void {
    if (this.#transfer === undefined) {
      const message = `A WebSocket does not support ${request.kind}. Pass an HTTP engine as the option \`transfer\`.`;
      throw new TransportError(message, { outcome: "not_sent" });
    }
    this.#transfer.send(request);
  }

  async #close(timeout: number): Promise<void> {
    const transferred = this.#transfer?.stop();
    if (this.#state === "open") {
      await new Promise<void>((resolve) => {
        this.#settleClose = resolve;
        this.#state = "closing";
        this.#socket?.close(1000, "");
        if (timeout <= 0) this.#force();
        else if (timeout < Number.POSITIVE_INFINITY) {
          this.#closeTimer = platformTime.setTimeout(() => this.#force(), Math.min(timeout, LONGEST_TIMER));
        }
      });
    }
    await transferred;
  }

  #force(): void {
    this.#socket?.terminate();
    this.#end();
  }

  #end(error?: TransportError): void {
    if (!this.#standing()) return;
    const asked = this.#state === "closing";
    this.#state = "ended";
    platformTime.clearTimeout(this.#closeTimer);
    this.#transfer?.stop();
    this.#context.listener.closed(asked ? undefined : error);
    this.#settleClose?.();
  }

  #notSent(): TransportError {
    const { rawUrl } = this.#context.endpoint;
    if (this.#closing !== undefined) {
      return new ConnectionClosedError(`The connection to ${rawUrl} was closed.`, { outcome: "not_sent" });
    }
    return unavailable(`The connection to ${rawUrl} is ending.`);
  }
}

function unavailable(message: string): ConnectionUnavailableError {
  return new ConnectionUnavailableError(message, { outcome: "not_sent" });
}

/** 1005 and 1006 are not codes of the peer: the platform reports with them that there was none. */
function lost(url: string, end: SocketEnd, sent: readonly Uint8Array[]): ConnectionLostError {
  const given = end.code === 1005 || end.code === 1006 ? undefined : end.code;
  const code = given === undefined ? "" : `, close code ${given}`;
  const reason = end.reason === "" ? "" : `, reason ${quoted(masked(end.reason, sent))}`;
  const message = `${url} ended the connection${code}${reason}.${adviceOf(end)}`;
  return new ConnectionLostError(message, { outcome: "unknown", code: given });
}

/** SurrealDB since 3.3 ends a connection whose notifications fill their queue; other reasons have the same code. */
function adviceOf({ code, reason }: SocketEnd): string {
  if (code !== 1013 || !/\bnotifications\b/i.test(reason)) return "";
  return " More notifications of live queries waited for this client than the server keeps. Raise SURREAL_WEBSOCKET_RESPONSE_CHANNEL_SIZE on the server (default: 100), or change fewer records at once.";
}
