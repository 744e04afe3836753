import type { EngineConnection, EngineContext, EngineRequest } from "@surreal-sdk/transport";
import { ConnectionClosedError, RequestTooLargeError } from "@surreal-sdk/transport";
import { LinkedList } from "@surreal-sdk/transport/toolkit";
import { Exchange, type ExchangeTerms } from "./exchange.ts";
import type { BodyInParts, HttpPool, HttpRequest } from "./pool.ts";
import { RequestHeaders } from "./request-headers.ts";
import type { Route } from "./route.ts";
import { routeOf } from "./route.ts";

/** The limits of {@link HttpConnection}. */
export interface HttpLimits {
  /** The largest RPC frame to send, in bytes. */
  readonly maxRequestBytes: number;
  /** Milliseconds for a whole exchange. */
  readonly timeout: number;
}

const nothing = new Uint8Array();

/** Requests over HTTP, each an exchange of its own. */
export class HttpConnection implements EngineConnection {
  readonly #pool: HttpPool;
  readonly #context: EngineContext;
  readonly #headers: RequestHeaders;
  readonly #maxRequestBytes: number;
  readonly #terms: ExchangeTerms;
  readonly #urls: Readonly<Record<Route["path"], string>>;
  readonly #exchanges = new LinkedList<Exchange>();
  #closing: Promise<void> | undefined;

  constructor(pool: HttpPool, context: EngineContext, headers: Readonly<Record<string, string>>, limits: HttpLimits) {
    this.#pool = pool;
    this.#context = context;
    this.#headers = new RequestHeaders(headers);
    this.#maxRequestBytes = Math.min(limits.maxRequestBytes, context.maxMessageBytes);
    this.#terms = this.#termsWith(limits.timeout);
    // Precomputed in the form that requests need.
    const base = new URL(context.endpoint.rawUrl).href.replace(/\/rpc$/, "");
    this.#urls = { "/rpc": `${base}/rpc`, "/export": `${base}/export`, "/import": `${base}/import` };
  }

  send(request: EngineRequest): void {
    if (this.#closing !== undefined) {
      const message = `The connection to ${this.#context.endpoint.rawUrl} was closed.`;
      throw new ConnectionClosedError(message, { outcome: "not_sent" });
    }
    this.#measure(request);
    const route = routeOf(request);
    const exchange = new Exchange(request, route, this.#http(request, route), this.#terms);
    this.#exchanges.push(exchange);
    exchange.start(this.#pool);
  }

  proceed(requestId: string, part?: Uint8Array): void {
    this.#find(requestId)?.proceed(part);
  }

  abandon(requestId: string): boolean {
    const exchange = this.#find(requestId);
    return exchange !== undefined && this.#abandon(exchange);
  }

  /** HTTP has no closing handshake: requests in flight are aborted at once, as a closing WebSocket would abort them. */
  close(_timeout: number): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    // One by one from the front: ending one exchange may end any of the others.
    for (let next = this.#exchanges.first; next !== undefined; next = this.#exchanges.first) this.#abandon(next);
    await this.#pool.close().catch(() => undefined);
    this.#context.listener.closed();
  }

  #termsWith(timeout: number): ExchangeTerms {
    const { listener, maxMessageBytes } = this.#context;
    return {
      maxMessageBytes,
      timeout,
      part: ({ request }, bytes) => listener.part(request.id, bytes),
      received: (exchange, frame) => {
        this.#exchanges.remove(exchange);
        listener.received(frame, exchange.request.id);
      },
      failed: (exchange, error) => {
        this.#exchanges.remove(exchange);
        listener.failed(exchange.request.id, error);
      },
    };
  }

  /** Searches from the front: abandoned and streamed requests are usually the oldest. */
  #find(requestId: string): Exchange | undefined {
    return this.#exchanges.find(({ request }) => request.id === requestId);
  }

  #abandon(exchange: Exchange): boolean {
    this.#exchanges.remove(exchange);
    return exchange.abandon();
  }

  /** SurrealDB limits RPC requests alone; exports are small, and imports may have 4 GiB. */
  #measure(request: EngineRequest): void {
    const limit = this.#maxRequestBytes;
    const size = request.frame.byteLength;
    if (request.kind !== "rpc" || size <= limit) return;
    const message = `The request has ${size} bytes, more than ${limit} (maxRequestBytes): it was not sent to ${this.#context.endpoint.rawUrl}.`;
    throw new RequestTooLargeError(message, { outcome: "not_sent" });
  }

  #http(request: EngineRequest, route: Route): HttpRequest {
    const { method, path } = route;
    const headers = this.#headers.with(route.headers, request.facts);
    return { method, url: this.#urls[path], headers, body: method === "GET" ? undefined : this.#body(request) };
  }

  #body({ id, kind, frame, streamed }: EngineRequest): Uint8Array | BodyInParts {
    const taken = (): void => {
      if (this.#find(id) !== undefined) this.#context.listener.part(id, nothing);
    };
    const parts = streamed === true && kind === "import" ? this.#pool.parts?.(frame, taken) : undefined;
    return parts ?? frame;
  }
}
