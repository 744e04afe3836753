import type { EngineConnection, EngineContext, EngineRequest } from "@surreal-sdk/transport";
import { ConnectionClosedError, ResponseTooLargeError, TransportError } from "@surreal-sdk/transport";
import type { EmbeddedDatabase } from "./embedded-database.ts";
import { TextParts } from "./text-parts.ts";

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
  /** What somebody waits for, and the texts of those exports that are given in parts. */
  readonly #awaited: Map<string, TextParts | undefined> = new Map();
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
    const { id } = request;
    this.#awaited.set(id, undefined);
    const failed = (error: unknown): void => this.#fail(id, error);
    if (request.kind === "export") this.#export(request.frame).then((text) => this.#give(request, text), failed);
    else this.#run(request).then((frame) => this.#answer(id, frame), failed);
  }

  proceed(requestId: string): void {
    queueMicrotask(() => this.#giveNext(requestId));
  }

  abandon(requestId: string): void {
    this.#awaited.delete(requestId);
  }

  close(timeout: number): Promise<void> {
    this.#closing ??= this.#close(timeout);
    return this.#closing;
  }

  async #close(timeout: number): Promise<void> {
    await this.#database.close(timeout);
    this.#awaited.clear();
    this.#closed = true;
    this.#unsubscribe();
    this.#context.listener.closed();
  }

  #run({ kind, frame, facts }: EngineRequest): Promise<Uint8Array> {
    if (kind === "import") return this.#database.import(new TextDecoder().decode(frame));
    return this.#database.execute(frame, facts);
  }

  #export(configuration: Uint8Array): Promise<string> {
    return this.#database.export(configuration.length === 0 ? undefined : configuration);
  }

  /** The database gives its text at once; cut into parts, at least nobody has to hold it a second time. */
  #give({ id, streamed }: EngineRequest, text: string): void {
    if (!this.#awaited.has(id)) return;
    if (streamed === true) {
      this.#awaited.set(id, new TextParts(text));
      this.#giveNext(id);
    } else this.#answer(id, new TextEncoder().encode(text));
  }

  #giveNext(id: string): void {
    const parts = this.#awaited.get(id);
    if (parts?.isLast === false) this.#context.listener.part(id, parts.next());
    else if (parts !== undefined) this.#answer(id, parts.next());
  }

  #answer(id: string, frame: Uint8Array): void {
    if (this.#closed) return;
    this.#awaited.delete(id);
    const limit = this.#context.maxMessageBytes;
    if (frame.length <= limit) {
      this.#context.listener.received(frame, id);
      return;
    }
    const message = `The answer has ${frame.length} bytes, more than maxMessageBytes (${limit}) allows.`;
    this.#context.listener.failed(id, new ResponseTooLargeError(message, { outcome: "unknown" }));
  }

  #fail(id: string, cause: unknown): void {
    if (this.#closed || !this.#awaited.delete(id)) return;
    const error =
      cause instanceof TransportError
        ? cause
        : new TransportError(`The embedded database failed: ${String(cause)}`, { cause, outcome: "unknown" });
    this.#context.listener.failed(id, error);
  }
}
