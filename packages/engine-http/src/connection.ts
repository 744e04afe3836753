import type { EngineConnection, EngineContext, EngineRequest } from "@surreal-sdk/transport";
import { ConnectionClosedError, RequestTooLargeError } from "@surreal-sdk/transport";
import { Exchange } from "./exchange.ts";
import type { BodyInParts, HttpPool, HttpRequest } from "./pool.ts";
import { requestHeaders } from "./request-headers.ts";
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
  readonly #headers: Readonly<Record<string, string>>;
  readonly #limits: HttpLimits;
  /** The address without `/rpc`, in the form in which it is asked. */
  readonly #base: string;
  readonly #exchanges = new Map<string, Exchange>();
  #closing: Promise<void> | undefined;

  constructor(pool: HttpPool, context: EngineContext, headers: Readonly<Record<string, string>>, limits: HttpLimits) {
    this.#pool = pool;
    this.#context = context;
    this.#headers = headers;
    this.#limits = limits;
    this.#base = new URL(context.endpoint.rawUrl).href.replace(/\/rpc$/, "");
  }

  send(request: EngineRequest): void {
    if (this.#closing !== undefined) {
      const message = `The connection to ${this.#context.endpoint.rawUrl} was closed.`;
      throw new ConnectionClosedError(message, { outcome: "not_sent" });
    }
    this.#measure(request);
    const route = routeOf(request);
    const { listener, maxMessageBytes } = this.#context;
    const { timeout } = this.#limits;
    const http = this.#http(request, route);
    const inParts = request.streamed === true && request.kind === "export";
    const exchange = new Exchange(
      { kind: request.kind, route, http, inParts, maxMessageBytes, timeout },
      {
        part: (bytes) => listener.part(request.id, bytes),
        received: (frame) => {
          this.#exchanges.delete(request.id);
          listener.received(frame, request.id);
        },
        failed: (error) => {
          this.#exchanges.delete(request.id);
          listener.failed(request.id, error);
        },
      },
    );
    this.#exchanges.set(request.id, exchange);
    exchange.start(this.#pool);
  }

  proceed(requestId: string, part?: Uint8Array): void {
    this.#exchanges.get(requestId)?.proceed(part);
  }

  abandon(requestId: string): void {
    this.#exchanges.get(requestId)?.abandon();
    this.#exchanges.delete(requestId);
  }

  /** There is no farewell in HTTP: what is in flight is ended at once, as a closing WebSocket would end it. */
  close(_timeout: number): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    for (const exchange of this.#exchanges.values()) exchange.abandon();
    this.#exchanges.clear();
    await this.#pool.close().catch(() => undefined);
    this.#context.listener.closed();
  }

  /** SurrealDB has a limit for RPC alone; exports are small, and imports may have 4 GiB. */
  #measure(request: EngineRequest): void {
    const limit = Math.min(this.#limits.maxRequestBytes, this.#context.maxMessageBytes);
    const size = request.frame.byteLength;
    if (request.kind !== "rpc" || size <= limit) return;
    const message = `The request has ${size} bytes, more than ${limit} (maxRequestBytes): it was not sent to ${this.#context.endpoint.rawUrl}.`;
    throw new RequestTooLargeError(message, { outcome: "not_sent" });
  }

  #http(request: EngineRequest, route: Route): HttpRequest {
    const { method, path } = route;
    const headers = requestHeaders(this.#headers, route.headers, request.facts);
    return { method, url: `${this.#base}${path}`, headers, ...(method === "GET" ? {} : { body: this.#body(request) }) };
  }

  #body({ id, kind, frame, streamed }: EngineRequest): Uint8Array | BodyInParts {
    const taken = (): void => {
      if (this.#exchanges.has(id)) this.#context.listener.part(id, nothing);
    };
    const parts = streamed === true && kind === "import" ? this.#pool.parts?.(frame, taken) : undefined;
    return parts ?? frame;
  }
}
