import type { EngineConnection, EngineContext, EngineRequest } from "@surreal-sdk/transport";
import { ConnectionClosedError, ResponseTooLargeError, TransportError } from "@surreal-sdk/transport";
import type { ListNode } from "@surreal-sdk/transport/toolkit";
import { LinkedList, platformTime } from "@surreal-sdk/transport/toolkit";
import type { EmbeddedDatabase } from "./embedded-database.ts";
import { TextParts } from "./text-parts.ts";

/** A request that a caller waits for. */
interface Awaited extends ListNode<Awaited> {
  readonly id: string;
  /** The rest of an export that is streamed. */
  parts: TextParts | undefined;
}

/**
 * A connection to its own database in this process.
 *
 * An idle connection does not keep the process alive; a live query does, until it is killed or the connection is
 * closed. There is no other way to hold or release the process, hence no `setRef`.
 */
export class EmbeddedConnection implements EngineConnection {
  readonly #database: EmbeddedDatabase;
  readonly #context: EngineContext;
  readonly #unsubscribe: () => void;
  readonly #awaited = new LinkedList<Awaited>();
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
    const awaited: Awaited = { id: request.id, parts: undefined, before: undefined, behind: undefined };
    this.#awaited.push(awaited);
    const failed = (error: unknown): void => this.#fail(awaited, error);
    if (request.kind === "export") this.#export(request).then((text) => this.#give(awaited, request, text), failed);
    else this.#run(request).then((frame) => this.#answer(awaited, frame), failed);
  }

  proceed(requestId: string): void {
    platformTime.queueMicrotask(() => {
      const awaited = this.#find(requestId);
      if (awaited !== undefined) this.#giveNext(awaited);
    });
  }

  abandon(requestId: string): void {
    const awaited = this.#find(requestId);
    if (awaited !== undefined) this.#awaited.remove(awaited);
  }

  close(timeout: number): Promise<void> {
    this.#closing ??= this.#close(timeout);
    return this.#closing;
  }

  async #close(timeout: number): Promise<void> {
    await this.#database.close(timeout);
    for (const awaited of this.#awaited) this.#awaited.remove(awaited);
    this.#closed = true;
    this.#unsubscribe();
    this.#context.listener.closed();
  }

  /** Searches from the front: abandoned and streamed requests are usually the oldest. */
  #find(requestId: string): Awaited | undefined {
    return this.#awaited.find(({ id }) => id === requestId);
  }

  #run({ kind, frame, facts }: EngineRequest): Promise<Uint8Array> {
    if (kind === "import") return this.#database.import(new TextDecoder().decode(frame));
    return this.#database.execute(frame, facts);
  }

  #export({ frame }: EngineRequest): Promise<string> {
    return this.#database.export(frame.length === 0 ? undefined : frame);
  }

  /** The database returns the whole text; parts at least save the receiver from holding it a second time. */
  #give(awaited: Awaited, { streamed }: EngineRequest, text: string): void {
    if (this.#find(awaited.id) === undefined) return;
    if (streamed === true) {
      awaited.parts = new TextParts(text);
      this.#giveNext(awaited);
    } else this.#answer(awaited, new TextEncoder().encode(text));
  }

  #giveNext(awaited: Awaited): void {
    const { id, parts } = awaited;
    if (parts?.isLast === false) this.#context.listener.part(id, parts.next());
    else if (parts !== undefined) this.#answer(awaited, parts.next());
  }

  /** An answer that no caller waits for any more is reported as well: it may have begun a transaction. */
  #answer(awaited: Awaited, frame: Uint8Array): void {
    if (this.#closed) return;
    const { id } = awaited;
    const isAwaited = this.#awaited.remove(awaited);
    const limit = this.#context.maxMessageBytes;
    if (frame.length <= limit) {
      this.#context.listener.received(frame, id);
      return;
    }
    if (!isAwaited) return;
    const message = `The answer has ${frame.length} bytes, more than maxMessageBytes (${limit}) allows.`;
    this.#context.listener.failed(id, new ResponseTooLargeError(message, { outcome: "unknown" }));
  }

  #fail(awaited: Awaited, cause: unknown): void {
    if (!this.#awaited.remove(awaited)) return;
    const error =
      cause instanceof TransportError
        ? cause
        : new TransportError(`The embedded database failed: ${String(cause)}`, { cause, outcome: "unknown" });
    this.#context.listener.failed(awaited.id, error);
  }
}
