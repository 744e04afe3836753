import { ConnectionLostError, TransportError } from "@surreal-sdk/transport";

/** What the worker of `@surrealdb/wasm` says. */
type WorkerMessage =
  | { readonly type: "ready" }
  | { readonly type: "notification"; readonly data: Uint8Array }
  | { readonly type: "response"; readonly id: number; readonly data: unknown }
  | { readonly type: "error"; readonly id: number; readonly error: Error };

interface Waiting {
  resolve(data: unknown): void;
  reject(error: Error): void;
}

/** What the owner of a database wants to hear from it. */
export interface DatabaseListener {
  /** A change that a live query reports, as the database wrote it. */
  notified(notification: Uint8Array): void;
  /** The worker broke; every call that was waiting has failed. */
  broken(cause: Error): void;
}

/** A SurrealDB in a web worker, as bytes: one request in, one answer out, and notifications in between. */
export class WorkerDatabase {
  readonly #worker: Worker;
  readonly #listener: DatabaseListener;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #ended = false;

  constructor(worker: Worker, listener: DatabaseListener) {
    this.#worker = worker;
    this.#listener = listener;
    worker.addEventListener("message", ({ data }: MessageEvent<WorkerMessage>) => this.#receive(data));
    worker.addEventListener("error", (event) => this.#break(new Error(event.message || "The worker did not load.")));
  }

  /** Loads the database into the worker and opens it. */
  async connect(url: string): Promise<void> {
    await this.#call("connect", { url, options: undefined });
  }

  /** Runs one request; the answer is a bare value, or `{error: …}`. */
  async execute(payload: Uint8Array): Promise<Uint8Array> {
    return (await this.#call("execute", { payload })) as Uint8Array;
  }

  /** Ends the worker, and the database in it. What still runs fails. */
  close(): void {
    this.#end(new ConnectionLostError("The database was closed while the request ran.", { outcome: "unknown" }));
  }

  #call(type: string, data: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#ended) {
        reject(new TransportError("The worker of the database has ended.", { outcome: "not_sent" }));
        return;
      }
      const id = ++this.#lastId;
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, type, data });
    });
  }

  #receive(message: WorkerMessage): void {
    if (message.type === "ready" || this.#ended) return;
    if (message.type === "notification") {
      this.#listener.notified(message.data);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.type === "error") waiting?.reject(message.error);
    else waiting?.resolve(message.data);
  }

  #break(cause: Error): void {
    if (this.#ended) return;
    this.#end(new ConnectionLostError("The worker of the database broke.", { cause, outcome: "unknown" }));
    this.#listener.broken(cause);
  }

  #end(error: Error): void {
    this.#ended = true;
    this.#worker.terminate();
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
