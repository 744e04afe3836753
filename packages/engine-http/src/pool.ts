import type { TlsOptions } from "@surreal-sdk/transport";

/** One HTTP request. */
export interface HttpRequest {
  readonly method: "GET" | "POST";
  /** The whole address. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** In parts only where the pool can. */
  readonly body?: Uint8Array | BodyInParts | undefined;
}

/** A body that is given part by part. */
export interface BodyInParts extends AsyncIterable<Uint8Array> {
  /** The next part; nothing ends the body. */
  give(part: Uint8Array | undefined): void;
}

/** The head of an answer. */
export interface AnswerHead {
  readonly status: number;
  /** Whether the platform followed a redirect, or hides one: then the status is not that of the redirect. */
  readonly redirected: boolean;
  /** Whether a length or chunks tell where the body ends. One that ends with its connection may have been cut off. */
  readonly endIsMarked: boolean;
  header(name: string): string | undefined;
}

/** What a pool reports of one exchange. Nothing is reported before `start` returns. */
export interface AnswerListener {
  /** From now on the peer may have seen the request. */
  sent(): void;
  head(head: AnswerHead): void;
  chunk(bytes: Uint8Array): void;
  end(): void;
  /** The exchange broke off; `sent` is false when the request certainly never left. */
  failed(cause: unknown, sent: boolean): void;
}

/** A request that is under way. */
export interface StartedRequest {
  /** Ends it early, with its connection. */
  end(): void;
  /** Reports no further chunk until {@link StartedRequest.resume}, and lets the peer feel it. */
  pause(): void;
  resume(): void;
}

/** Sends requests to one origin, over connections that it keeps. */
export interface HttpPool {
  /** Sends once, never again. */
  start(request: HttpRequest, listener: AnswerListener): StartedRequest;
  /**
   * Makes a body that is given part by part. Omitted where none can be sent.
   *
   * @param first - what goes first
   * @param taken - told whenever a part was taken, and the next is wanted
   */
  parts?(first: Uint8Array, taken: () => void): BodyInParts;
  /** Ends all connections. */
  close(): Promise<void>;
}

/** What a pool is made with; a platform that decides one of these itself leaves it alone. */
export interface PoolOptions {
  readonly origin: string;
  /** The most connections at once; further requests wait, first come, first served. */
  readonly connections: number;
  /** Milliseconds within which a connection must stand. */
  readonly connectTimeout: number;
  /** What to trust and show, where the platform lets one choose. */
  readonly tls?: TlsOptions | undefined;
}
