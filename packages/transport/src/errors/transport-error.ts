import type { SurrealErrorOptions } from "@surreal-sdk/values";
import { SurrealError } from "@surreal-sdk/values";

/**
 * A request failed on the way to the database or back; `outcome` says what that means for the request.
 *
 * @example
 * ```ts
 * if (error instanceof TransportError && error.retrySafe) await repeat();
 * ```
 */
export class TransportError extends SurrealError {
  static override readonly errorName: string = "TransportError";
}

/** No connection could be made, or there is none. Nothing was sent, so the same request can be repeated. */
export class ConnectionUnavailableError extends TransportError {
  static override readonly errorName: string = "ConnectionUnavailableError";
}

/**
 * The connection was lost. A request that was in flight has `outcome: "unknown"`: SurrealDB drops requests in flight
 * without an answer, and only the data shows whether they were applied.
 *
 * @example
 * ```ts
 * if (error instanceof ConnectionLostError && error.code === 1009) console.error("the message was too large");
 * ```
 */
export class ConnectionLostError extends TransportError {
  static override readonly errorName: string = "ConnectionLostError";

  /** The close code that the peer gave, where the transport has one. */
  declare readonly code?: number;

  constructor(message: string, options: SurrealErrorOptions & { readonly code?: number | undefined } = {}) {
    super(message, options);
    if (options.code !== undefined) this.code = options.code;
  }
}

/** The client closed the connection, by `close()` or by connecting elsewhere. */
export class ConnectionClosedError extends ConnectionUnavailableError {
  static override readonly errorName: string = "ConnectionClosedError";
}

/**
 * A deadline passed: `connectTimeout` for the connection (`not_sent`), or `timeout` for a request, which is `not_sent`
 * while it waited and `unknown` once it was written.
 */
export class TransportTimeoutError extends TransportError {
  static override readonly errorName: string = "TransportTimeoutError";
}

/** The peer broke the protocol: no subprotocol `cbor`, an invalid frame, no TLS where TLS was requested. */
export class ProtocolError extends TransportError {
  static override readonly errorName: string = "ProtocolError";
}

/** The certificate or the encryption of the connection was rejected. Never retried. */
export class TlsError extends TransportError {
  static override readonly errorName: string = "TlsError";
}

/**
 * The server answered with an HTTP status that is not a success. SurrealDB answers a failed statement with 200; a
 * status is about the request itself, such as 401 for a refused token, or 413 for a body that is too large.
 *
 * @example
 * ```ts
 * if (error instanceof HttpStatusError && error.retryAfter !== undefined) await pause(error.retryAfter); // milliseconds
 * ```
 */
export class HttpStatusError extends TransportError {
  static override readonly errorName: string = "HttpStatusError";

  /** The status, such as 503. */
  declare readonly status: number;
  /** The beginning of the body, at most 1 KiB. */
  declare readonly body: string;
  /** The requested address, without credentials and query. */
  declare readonly url: string;
  /** Milliseconds that the server asks the client to wait, where it sent `Retry-After`. */
  declare readonly retryAfter?: number;

  constructor(
    facts: { status: number; body: string; url: string; retryAfter?: number },
    options: SurrealErrorOptions = {},
  ) {
    const excerpt = facts.body.trim().slice(0, 300);
    super(`${facts.url} answered HTTP ${facts.status}${excerpt === "" ? "" : `: ${excerpt}`}`, options);
    // Koa assigns the status of what a handler throws.
    Object.assign(this, facts, { body: facts.body.slice(0, 1024) });
  }
}

/**
 * The server redirected the request. Redirects are refused: they would carry the token to an address that the user did
 * not name.
 */
export class RedirectRefusedError extends TransportError {
  static override readonly errorName: string = "RedirectRefusedError";
}

/** The request is larger than the peer accepts. Nothing was sent, unless the peer itself said so. */
export class RequestTooLargeError extends TransportError {
  static override readonly errorName: string = "RequestTooLargeError";
}

/**
 * The answer is larger than `maxMessageBytes` and was dropped. It contained whether the request succeeded, so the
 * outcome is `unknown`.
 */
export class ResponseTooLargeError extends TransportError {
  static override readonly errorName: string = "ResponseTooLargeError";
}

/** Too many requests wait for the connection already (`offlineQueue`). Nothing was sent. */
export class QueueFullError extends TransportError {
  static override readonly errorName: string = "QueueFullError";
}

/** All attempts to reach the server again have failed. The last failure is the `cause`. */
export class ReconnectExhaustedError extends ConnectionUnavailableError {
  static override readonly errorName: string = "ReconnectExhaustedError";

  /** How many attempts were made. */
  declare readonly attempts: number;

  constructor(message: string, options: SurrealErrorOptions & { readonly attempts?: number } = {}) {
    super(message, options);
    this.attempts = options.attempts ?? 0;
  }
}
