import type { TlsOptions, TransportError } from "@surreal-sdk/transport";

/** How a socket ended. */
export interface SocketEnd {
  /** The close code; 1006 when the peer sent none. */
  readonly code: number;
  readonly reason: string;
  /** Further details: why the handshake failed, or how the peer violated the protocol. */
  readonly error?: TransportError;
}

/**
 * The callbacks of a platform's socket. Nothing is reported before `open` returns, nor after `ended` or `terminate`.
 */
export interface SocketListener {
  /** The handshake is done. */
  opened(): void;
  /** A binary frame; the listener owns its bytes. */
  received(frame: Uint8Array): void;
  /** A text frame, which this protocol does not have. */
  text(): void;
  /** The peer sent something other than a complete frame: a ping, or a part of a frame. */
  alive(): void;
  /** Called once in every case, before or after `opened`. */
  ended(end: SocketEnd): void;
}

/** What a socket needs to open. */
export interface SocketRequest {
  readonly url: string;
  /** The only subprotocol to offer. */
  readonly protocol: string;
  /** Headers of the upgrade, where the platform can send them. */
  readonly headers: Readonly<Record<string, string>>;
  /** The largest message to accept, in bytes. */
  readonly maxMessageBytes: number;
  /** Which certificates to trust and present, where the platform supports the choice. */
  readonly tls?: TlsOptions | undefined;
}

/** One WebSocket, of any platform. */
export interface Socket {
  /** The subprotocol that the server chose; empty when it chose none. */
  readonly protocol: string;
  /** Whether a frame that is sent now will be written. */
  readonly writable: boolean;
  readonly bufferedBytes: number;
  send(frame: Uint8Array): void;
  /** Starts the closing handshake. `code` is a code of the RFC; a platform that forbids it sends its own. */
  close(code: number, reason: string): void;
  /** Ends the socket at once, and its reports. */
  terminate(): void;
  /** Stops reading from the peer, or goes on; absent where a platform does not support it. */
  setReading?(reading: boolean): void;
  /** Whether the socket keeps the process alive; absent where a platform does not support it. */
  setRef?(ref: boolean): void;
}

/**
 * Opens a socket. Rejects only for what is wrong before any I/O; failures of the handshake are reported as `ended`.
 */
export type OpenSocket = (request: SocketRequest, listener: SocketListener) => Promise<Socket>;
