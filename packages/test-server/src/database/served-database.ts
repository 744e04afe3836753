import { randomUUID } from "node:crypto";
import { readText } from "../cbor/walk.ts";
import { array, text } from "../cbor/write.ts";
import type { Answer } from "../message/answer.ts";
import { writeRequest } from "../message/request.ts";
import type { DatabaseEngine } from "./database-engine.ts";
import { NotificationRoutes } from "./notification-routes.ts";
import { readAnswer } from "./read-answer.ts";
import { SessionTurns } from "./session-turns.ts";

/** One request to the engine. */
export interface EngineCall {
  readonly method: string;
  /** The parameters, a CBOR array. */
  readonly params: Uint8Array;
  /** The engine's session; omitted, its own one. */
  readonly session?: string | undefined;
  readonly txn?: string | undefined;
}

/** A database behind servers. It outlives them, so a server can be killed and started again. */
export class ServedDatabase {
  readonly routes: NotificationRoutes = new NotificationRoutes();
  readonly turns: SessionTurns = new SessionTurns();
  readonly #engine: DatabaseEngine;
  readonly #unsubscribe: () => void;
  readonly #sessions = new Set<string>();
  #exporting: Promise<unknown> = Promise.resolve();

  constructor(engine: DatabaseEngine) {
    this.#engine = engine;
    this.#unsubscribe = engine.subscribe((frame) => this.routes.deliver(frame));
  }

  /** Executes a request and unwraps its answer. */
  async call(call: EngineCall): Promise<Answer> {
    const frame = await this.#engine.execute(writeRequest(call.method, call.params, call.session, call.txn));
    return readAnswer(frame);
  }

  /** The version of the database, such as `3.0.2`. */
  async version(): Promise<string> {
    const answer = await this.call({ method: "version", params: array([]) });
    return (readText(answer.value, 0) ?? "").replace(/^surrealdb-/, "");
  }

  /**
   * Creates a blank session in the engine, with the requested id unless another client has it: clients choose their
   * ids independently, and the engine has one map for all.
   */
  async attach(wished: string): Promise<string> {
    const id = this.#sessions.has(wished) ? randomUUID() : wished;
    this.#sessions.add(id);
    const answer = await this.call({ method: "attach", params: array([]), session: id });
    if (!answer.failed) return id;
    this.#sessions.delete(id);
    return this.attach(randomUUID());
  }

  /** Ends a session after its last request. */
  async detach(id: string): Promise<void> {
    await this.turns.take(id, true, () => this.call({ method: "detach", params: array([]), session: id }));
    this.#sessions.delete(id);
  }

  /** Exports a database; one export at a time, since they all use the engine's own session. */
  export(namespace: string, database: string, config?: Uint8Array): Promise<string> {
    const dump = this.#exporting.then(async () => {
      await this.call({ method: "use", params: array([text(namespace), text(database)]) });
      return this.#engine.export(config);
    });
    this.#exporting = dump.catch(() => undefined);
    return dump;
  }

  /** Closes the database permanently. */
  async close(): Promise<void> {
    this.#unsubscribe();
    await this.#engine.close();
  }
}
