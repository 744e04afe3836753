import {
  ConnectionClosedError,
  ConnectionLostError,
  ConnectionUnavailableError,
  ENGINE_CONTRACT,
  type Engine,
  type EngineConnection,
  type EngineContext,
  type EngineRequest,
  TransportError,
} from "@surreal-sdk/transport";
import { answerEnvelope, resultEnvelope } from "./answer-envelope.ts";
import { WorkerDatabase } from "./worker-database.ts";

/** An engine whose database runs in a web worker of this page; each connection has its own worker. */
export function workerEngine(startWorker: () => Worker): Engine {
  return {
    contract: ENGINE_CONTRACT,
    name: "wasm",
    capabilities: {
      stateful: true,
      sessions: true,
      transactions: true,
      live: true,
      export: false,
      import: false,
      reconnect: false, // the data is lost with the worker
    },
    async open(context) {
      if (context.signal.aborted) throw unavailable(context.signal.reason);
      const connection = new WorkerConnection(startWorker(), context);
      const giveUp = (): void => connection.abort();
      context.signal.addEventListener("abort", giveUp, { once: true });
      try {
        await connection.connect();
      } catch (cause) {
        connection.abort();
        throw unavailable(cause);
      } finally {
        context.signal.removeEventListener("abort", giveUp);
      }
      return connection;
    },
  };
}

class WorkerConnection implements EngineConnection {
  readonly #database: WorkerDatabase;
  readonly #context: EngineContext;
  /** Sends one request at a time: a state change that overlaps another request can block its session forever. */
  #last: Promise<void>;
  #open = false;

  constructor(worker: Worker, context: EngineContext) {
    this.#context = context;
    this.#last = Promise.resolve();
    this.#database = new WorkerDatabase(worker, {
      notified: (notification) => context.listener.received(resultEnvelope(notification)),
      broken: (cause) => this.#end(new ConnectionLostError("The worker broke.", { cause, outcome: "unknown" })),
    });
  }

  async connect(): Promise<void> {
    await this.#database.connect("mem://");
    this.#open = true;
  }

  send({ id, kind, frame }: EngineRequest): void {
    if (!this.#open) throw new ConnectionClosedError("The database is closed.", { outcome: "not_sent" });
    if (kind !== "rpc") throw new TransportError(`The worker carries no ${kind}.`, { outcome: "not_sent" });
    this.#last = this.#last.then(() => this.#run(id, frame));
  }

  async close(): Promise<void> {
    this.abort();
    this.#end();
  }

  abort(): void {
    this.#database.close();
  }

  /** The answers contain no id, so tell the listener which request each one answers. */
  async #run(id: string, frame: Uint8Array): Promise<void> {
    const { listener } = this.#context;
    try {
      const answer = await this.#database.execute(frame);
      if (this.#open) listener.received(answerEnvelope(answer), id);
    } catch (cause) {
      const error = new TransportError(`The database failed: ${cause}`, { cause, outcome: "unknown" });
      if (this.#open) listener.failed(id, error);
    }
  }

  /** After `closed` the engine must not call the listener again. */
  #end(error?: TransportError): void {
    if (!this.#open) return;
    this.#open = false;
    this.#context.listener.closed(error);
  }
}

function unavailable(cause: unknown): ConnectionUnavailableError {
  return new ConnectionUnavailableError(`SurrealDB did not start in this browser: ${cause}`, {
    cause,
    outcome: "not_sent",
  });
}
