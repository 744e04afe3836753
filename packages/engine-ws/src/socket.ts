import type { TlsOptions, TransportError } from "@surreal-sdk/transport";

/** How a socket ended. */
export interface SocketEnd {
  /** The close code; 1006 when the peer sent none. */
  readonly code: number;
  readonly reason: string;
  /** What is known beyond the code: why the handshake failed, or how the peer broke the protocol. */
  readonly error?: TransportError;
}

/** What a platform's socket reports. Nothing is reported before `open` returns, nor after `ended` or `terminate`. */
export interface SocketListener {
  /** The handshake is done. */
  opened(): void;
  /** A binary frame; its bytes belong to the listener. */
  received(frame: Uint8Array): void;
  /** A text frame, which this protocol does not have. */
  text(): void;
  /** The peer sent something else than a whole frame: a ping, or a part of a frame. */
  alive(): void;
  /** Once, whatever happened, before or after `opened`. */
  ended(end: SocketEnd): void;
}

/** What a socket is opened with. */
export interface SocketRequest {
  readonly url: string;
  /** The subprotocol to offer, the only one. */
  readonly protocol: string;
  /** Headers of the upgrade, where the platform sends any. */
  readonly headers: Readonly<Record<string, string>>;
  /** The largest message to take, in bytes. */
  readonly maxMessageBytes: number;
  /** What to trust and show, where the platform lets one choose. */
  readonly tls?: TlsOptions | undefined;
}

/** One WebSocket, of any platform. */
export interface Socket {
  /** The subprotocol that the server chose; empty when it chose none. */
  readonly protocol: string;
  /** Whether a frame that is handed over now will be written. */
  readonly writable: boolean;
  readonly bufferedBytes: number;
  send(frame: Uint8Array): void;
  /** Starts the closing handshake. `code` is a code of the RFC; a platform that forbids it sends its own. */
  close(code: number, reason: string): void;
  /** Ends the socket at once, and its reports. */
  terminate(): void;
  /** Whether the socket keeps the process alive; missing where a platform has no equivalent. */
  setRef?(ref: boolean): void;
}

/**
 * Opens a socket. Rejects only for what was wrong before any I/O; failures of the handshake are reported as `ended`.
 */
export type OpenSocket = (request: SocketRequest, listener: SocketListener) => Promise<Socket>;
