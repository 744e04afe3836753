import type { TlsOptions } from "@surreal-sdk/transport";

/** One HTTP request. */
export interface HttpRequest {
  readonly method: "GET" | "POST";
  /** The complete URL. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Streamed only where the pool supports it. */
  readonly body?: Uint8Array | BodyInParts | undefined;
}

/** A body that is passed part by part. */
export interface BodyInParts extends AsyncIterable<Uint8Array> {
  /** Passes the next part; `undefined` ends the body. */
  give(part: Uint8Array | undefined): void;
}

/** The head of an answer. */
export interface AnswerHead {
  readonly status: number;
  /** Whether the platform followed a redirect, or hides one: then the status is not that of the redirect. */
  readonly redirected: boolean;
  /**
   * Whether a length or chunks mark the end of the body. A body that ends with its connection may have been
   * truncated.
   */
  readonly endIsMarked: boolean;
  header(name: string): string | undefined;
}

/** The callbacks for one exchange. Nothing is reported before `start` returns. */
export interface AnswerListener {
  /** From now on the peer may have received the request. */
  sent(): void;
  head(head: AnswerHead): void;
  chunk(bytes: Uint8Array): void;
  end(): void;
  /** The exchange failed; `sent` is false when the request was certainly not sent. */
  failed(cause: unknown, sent: boolean): void;
}

/** A request in progress. */
export interface StartedRequest {
  /** Aborts it, with its connection. */
  end(): void;
  /** Reports no further chunk until {@link StartedRequest.resume}, with backpressure for the peer. */
  pause(): void;
  resume(): void;
}

/** Sends requests to one origin, over pooled connections. */
export interface HttpPool {
  /** Sends exactly once. */
  start(request: HttpRequest, listener: AnswerListener): StartedRequest;
  /**
   * Creates a body that is passed part by part. Omitted where streaming is not supported.
   *
   * @param first - the first part
   * @param taken - called whenever a part was accepted and the next is needed
   */
  parts?(first: Uint8Array, taken: () => void): BodyInParts;
  /** Closes all connections. */
  close(): Promise<void>;
}

/** The options of a pool; a platform that decides one of these itself ignores it. */
export interface PoolOptions {
  readonly origin: string;
  /** The most simultaneous connections; further requests wait in order. */
  readonly connections: number;
  /** Milliseconds within which a connection must be established. */
  readonly connectTimeout: number;
  /** Which certificates to trust and present, where the platform supports the choice. */
  readonly tls?: TlsOptions | undefined;
}
