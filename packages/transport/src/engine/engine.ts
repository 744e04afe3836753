import type { TransportError } from "../errors/transport-error.ts";
import type { EngineCapabilities } from "./capabilities.ts";
import type { Endpoint } from "./endpoint.ts";
import type { EngineRequest } from "./request.ts";

/** The version of this contract. An engine states the one it was written for. */
export const ENGINE_CONTRACT = 1;

/** What the owner of a connection wants to hear from it. Calls never overlap and never throw. */
export interface EngineListener {
  /**
   * A frame came in. An engine that knows which request it answers says so (HTTP, embedded); otherwise the id is
   * found inside the frame. The bytes belong to the listener from now on.
   */
  received(frame: Uint8Array, replyTo?: string): void;
  /**
   * Ends the engine's turn in a request that is `streamed` (see {@link EngineRequest.streamed}).
   *
   * @param bytes - of an export its next part, which belongs to the listener from now on; of an import nothing
   */
  part(requestId: string, bytes: Uint8Array): void;
  /** One request failed and the connection goes on; the error's `outcome` tells whether it was sent. */
  failed(requestId: string, error: TransportError): void;
  /** The peer showed a sign of life other than a frame, such as a WebSocket ping. */
  alive(): void;
  /** The connection ended; called once, and nothing is called after it. No error when `close` was the reason. */
  closed(error?: TransportError): void;
}

/** What an engine is given to open a connection with. */
export interface EngineContext {
  readonly endpoint: Endpoint;
  readonly listener: EngineListener;
  /** Aborted when nobody waits for the connection any more; give everything back then. */
  readonly signal: AbortSignal;
  /** Milliseconds within which the connection must stand; the owner aborts `signal` after them as well. */
  readonly connectTimeout: number;
  /** The largest message to accept, in bytes. */
  readonly maxMessageBytes: number;
  /** Headers to send along where the transport has headers. */
  readonly headers: Readonly<Record<string, string>>;
}

/** An open connection. */
export interface EngineConnection {
  /**
   * Hands a request to the peer, now. Whatever happens to it afterwards is reported to the listener.
   *
   * @throws TransportError with `outcome: "not_sent"` when nothing was handed over.
   */
  send(request: EngineRequest): void;
  /**
   * Ends the caller's turn in a request that is `streamed` (see {@link EngineRequest.streamed}). Leave out where none can
   * be. An unknown id is ignored: the request may have been answered meanwhile. Nothing is reported before it returns.
   *
   * @param part - of an import its next part, and nothing at its end; not to be changed before the engine's turn is over
   */
  proceed?(requestId: string, part?: Uint8Array): void;
  /**
   * Nobody waits for this request any more: gives back what it alone holds, such as an HTTP exchange or the rest of an
   * export, and reports no part and no failure of it any more. An answer that comes nevertheless is dropped. Leave out
   * where a request holds nothing. An unknown id is ignored.
   */
  abandon?(requestId: string): void;
  /** Bytes handed over that the peer has not taken yet. Leave out where that is not known. */
  readonly bufferedBytes?: number;
  /** Whether an idle connection keeps the process alive. Leave out where there is nothing to hold. */
  setRef?(ref: boolean): void;
  /**
   * Ends the connection: politely at first, by force once `timeout` milliseconds have passed. Idempotent, never
   * rejects, and reports `closed` to the listener before it resolves.
   */
  close(timeout: number): Promise<void>;
}

/**
 * A way to reach a SurrealDB: bytes in, bytes out. An engine keeps no requests, retries nothing and restores
 * nothing; all of that is done for it, the same for every engine.
 *
 * @example
 * ```ts
 * const db = AsyncSurreal("my+proto://host", { engines: { "my+proto": myEngine } });
 * ```
 */
export interface Engine {
  /** The contract it was written for: {@link ENGINE_CONTRACT}. */
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

/** Engines by the URL scheme they serve, without the colon: `{ ws: webSocketEngine() }`. */
export type Engines = Readonly<Record<string, Engine>>;
