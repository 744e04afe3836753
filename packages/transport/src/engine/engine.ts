import type { TransportError } from "../errors/transport-error.ts";
import type { EngineCapabilities } from "./capabilities.ts";
import type { Endpoint } from "./endpoint.ts";
import type { EngineRequest } from "./request.ts";

/** The version of this contract. An engine declares the version that it was written for. */
export const ENGINE_CONTRACT = 1;

/**
 * The callbacks of a connection's owner. The engine never calls them concurrently, and they never throw. They need no
 * `this`: an engine that wraps another one passes it `{ ...listener, received: … }`.
 */
export interface EngineListener {
  /**
   * A frame arrived. An engine that knows which request it answers passes `replyTo` (HTTP, embedded); otherwise the
   * link finds the id inside the frame. The listener owns the bytes from now on.
   */
  received(frame: Uint8Array, replyTo?: string): void;
  /**
   * Ends the engine's turn in a request that is `streamed` (see {@link EngineRequest.streamed}).
   *
   * @param bytes - for an export its next part, which the listener owns from now on; for an import empty
   */
  part(requestId: string, bytes: Uint8Array): void;
  /** One request failed and the connection goes on; the error's `outcome` reports whether it was sent. */
  failed(requestId: string, error: TransportError): void;
  /** The peer sent a sign of life other than a frame, such as a WebSocket ping. */
  alive(): void;
  /** The connection ended. Called once, and no callback follows. There is no error when `close` was the reason. */
  closed(error?: TransportError): void;
}

/** What an engine needs to open a connection. */
export interface EngineContext {
  readonly endpoint: Endpoint;
  readonly listener: EngineListener;
  /** Aborted when no caller waits for the connection any more. The engine then releases everything. */
  readonly signal: AbortSignal;
  /**
   * Milliseconds within which the connection must be established; the owner aborts `signal` after that time as well.
   */
  readonly connectTimeout: number;
  /** The largest message to accept, in bytes. */
  readonly maxMessageBytes: number;
  /** Headers to send, where the transport has headers. */
  readonly headers: Readonly<Record<string, string>>;
}

/** An open connection. */
export interface EngineConnection {
  /**
   * Sends a request to the peer, at once: it is not `async`. Everything that happens to it afterwards is reported to the
   * listener.
   *
   * @throws TransportError with `outcome: "not_sent"` when nothing was sent.
   */
  send(request: EngineRequest): void;
  /**
   * Ends the caller's turn in a request that is `streamed` (see {@link EngineRequest.streamed}). Omit it if the
   * engine cannot stream. An unknown id is ignored: the request may have been answered meanwhile. The engine reports
   * nothing before this returns.
   *
   * @param part - of an import its next part, and omitted at its end; the caller must not change it before the
   * engine's turn is over
   */
  proceed?(requestId: string, part?: Uint8Array): void;
  /**
   * No caller waits for this request any more. The engine releases what the request alone holds, such as an HTTP
   * exchange or the rest of an export, and reports no part and no failure of it any more. An answer that arrives
   * nevertheless is dropped. Omit this method if a request holds nothing. An unknown id is ignored.
   *
   * @returns `true` if nothing of it was sent, nor will be: then its caller learns that. Anything else says nothing.
   */
  abandon?(requestId: string): unknown;
  /**
   * Stops reading from the peer, or goes on: the caller of a streamed query falls behind. What has been read already
   * may still be reported. Omit it if the engine cannot stop: then memory holds what the peer sends. Closing must work
   * while reading is stopped.
   */
  setReading?(reading: boolean): void;
  /** Bytes that were sent and that the peer has not accepted yet. Omit if the engine cannot know. */
  readonly bufferedBytes?: number;
  /** Whether an idle connection keeps the process alive. Omit if the connection holds nothing. */
  setRef?(ref: boolean): void;
  /**
   * Closes the connection: gracefully at first, by force once `timeout` milliseconds have passed. Idempotent, never
   * rejects, and reports `closed` to the listener before it resolves.
   */
  close(timeout: number): Promise<void>;
}

/**
 * A way to reach SurrealDB: bytes in, bytes out. An engine queues nothing, retries nothing and restores nothing; the
 * link does all of that, in the same way for every engine.
 *
 * @example
 * ```ts
 * const db = AsyncSurreal("my+proto://host", { engines: { "my+proto": myEngine } });
 * ```
 */
export interface Engine {
  /** The version of the contract that it was written for: {@link ENGINE_CONTRACT}. */
  readonly contract: typeof ENGINE_CONTRACT;
  /** A short name for messages, such as `"ws"`. */
  readonly name: string;
  readonly capabilities: EngineCapabilities;
  /**
   * Opens a connection.
   *
   * @throws TransportError (by rejection) when it cannot be opened.
   */
  open(context: EngineContext): Promise<EngineConnection>;
}

/** Engines by the URL scheme that they serve, without the colon: `{ ws: webSocketEngine() }`. */
export type Engines = Readonly<Record<string, Engine>>;
