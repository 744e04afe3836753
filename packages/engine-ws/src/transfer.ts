import type { Engine, EngineConnection, EngineContext, EngineRequest, TransportError } from "@surreal-sdk/transport";
import { ConnectionLostError, parseEndpoint } from "@surreal-sdk/transport";

/** Carries exports and imports, which SurrealDB supports over HTTP alone, beside a WebSocket to the same host. */
export class Transfer {
  readonly #engine: Engine;
  readonly #context: EngineContext;
  readonly #opening = new AbortController();
  /** The requests that are not settled; anything that arrives for another one is dropped. */
  readonly #pending = new Set<string>();
  #connection: Promise<EngineConnection> | undefined;
  #stopped: Promise<void> | undefined;

  constructor(engine: Engine, context: EngineContext) {
    this.#engine = engine;
    this.#context = context;
  }

  send(request: EngineRequest): void {
    this.#pending.add(request.id);
    this.#open().then(
      (connection) => {
        try {
          if (this.#pending.has(request.id)) connection.send(request);
        } catch (error) {
          this.#failed(request.id, error as TransportError);
        }
      },
      (error) => this.#failed(request.id, error as TransportError),
    );
  }

  proceed(requestId: string, part?: Uint8Array): void {
    if (!this.#pending.has(requestId)) return;
    this.#connection?.then(
      (connection) => connection.proceed?.(requestId, part),
      () => undefined,
    );
  }

  abandon(requestId: string): void {
    if (!this.#pending.delete(requestId)) return;
    this.#connection?.then(
      (connection) => connection.abandon?.(requestId),
      () => undefined,
    );
  }

  /** Ends the connection, and every report. Idempotent. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    this.#pending.clear();
    this.#opening.abort();
    const connection = await this.#connection?.catch(() => undefined);
    await connection?.close(0).catch(() => undefined);
  }

  #open(): Promise<EngineConnection> {
    this.#connection ??= this.#engine.open(this.#besides());
    this.#connection.catch(() => {
      this.#connection = undefined;
    });
    return this.#connection;
  }

  #besides(): EngineContext {
    const { listener, endpoint } = this.#context;
    return {
      ...this.#context,
      endpoint: parseEndpoint(endpoint.rawUrl.replace(/^ws/, "http")),
      signal: this.#opening.signal,
      listener: {
        received: (frame, replyTo) => {
          if (replyTo !== undefined && this.#pending.delete(replyTo)) listener.received(frame, replyTo);
        },
        part: (id, bytes) => {
          if (this.#pending.has(id)) listener.part(id, bytes);
        },
        failed: (id, error) => this.#failed(id, error),
        alive: () => undefined,
        closed: (error) => this.#closed(error),
      },
    };
  }

  #failed(id: string, error: TransportError): void {
    if (this.#pending.delete(id)) this.#context.listener.failed(id, error);
  }

  #closed(error: TransportError | undefined): void {
    this.#connection = undefined;
    const reason =
      error ?? new ConnectionLostError("The connection for exports and imports ended.", { outcome: "unknown" });
    for (const id of [...this.#pending]) this.#failed(id, reason);
  }
}
