import type { EngineConnection, EngineContext, EngineRequest } from "@surreal-sdk/transport";
import { ConnectionClosedError, ResponseTooLargeError, TransportError } from "@surreal-sdk/transport";
import type { EmbeddedDatabase } from "./embedded-database.ts";

/**
 * A connection to a database of its own in this process.
 *
 * An idle one does not keep the process alive; a live query does, until it is killed or the connection is closed.
 * There is no way to hold or release the process otherwise, hence no `setRef`.
 */
export class EmbeddedConnection implements EngineConnection {
  readonly #database: EmbeddedDatabase;
  readonly #context: EngineContext;
  readonly #unsubscribe: () => void;
  #closing: Promise<void> | undefined;
  #closed = false;

  constructor(database: EmbeddedDatabase, context: EngineContext) {
    this.#database = database;
    this.#context = context;
    this.#unsubscribe = database.subscribe((frame) => context.listener.received(frame));
  }

  send(request: EngineRequest): void {
    if (this.#closing !== undefined) {
      throw new ConnectionClosedError("The embedded database is closed.", { outcome: "not_sent" });
    }
    this.#run(request).then(
      (frame) => this.#answer(request.id, frame),
      (error: unknown) => this.#fail(request.id, error),
    );
  }

  close(timeout: number): Promise<void> {
    this.#closing ??= this.#close(timeout);
    return this.#closing;
  }

  async #close(timeout: number): Promise<void> {
    await this.#database.close(timeout);
    this.#closed = true;
    this.#unsubscribe();
    this.#context.listener.closed();
  }

  async #run(request: EngineRequest): Promise<Uint8Array> {
    switch (request.kind) {
      case "rpc":
        return this.#database.execute(request.frame, request.facts);
      case "export":
        return new TextEncoder().encode(
          await this.#database.export(request.frame.length === 0 ? undefined : request.frame),
        );
      case "import":
        return this.#database.import(new TextDecoder().decode(request.frame));
    }
  }

  #answer(id: string, frame: Uint8Array): void {
    if (this.#closed) return;
    const limit = this.#context.maxMessageBytes;
    if (frame.length <= limit) {
      this.#context.listener.received(frame, id);
      return;
    }
    const message = `The answer has ${frame.length} bytes, more than maxMessageBytes (${limit}) allows.`;
    this.#context.listener.failed(id, new ResponseTooLargeError(message, { outcome: "unknown" }));
  }

  #fail(id: string, cause: unknown): void {
    if (this.#closed) return;
    const error =
      cause instanceof TransportError
        ? cause
        : new TransportError(`The embedded database failed: ${String(cause)}`, { cause, outcome: "unknown" });
    this.#context.listener.failed(id, error);
  }
}
