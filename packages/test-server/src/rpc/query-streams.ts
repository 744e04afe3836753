import { arrayItems } from "../cbor/walk.ts";
import type { Answer } from "../message/answer.ts";
import { nothing, result } from "../message/answer.ts";
import type { RpcRequest } from "../message/request.ts";
import { internalError, invalidParams } from "../message/rpc-error.ts";
import { type StatementEntry, statementEntries } from "../message/statement-entry.ts";
import type { StreamFault } from "../profile/server-faults.ts";
import type { ServerRules } from "../profile/server-rules.ts";
import { startedLive } from "./live-entries.ts";
import { beginFrame, endFrame, framesOf, retractingFrame, type StreamFrame } from "./stream-frames.ts";

/** The most answers that a connection streams at the same time. */
const MOST_STREAMS = 32;

/** The client of an answer. */
export interface StreamClient {
  /** Sends one response of several, and resolves when it was written. */
  respond(answer: Answer): void | Promise<void>;
  /** Resets the connection. */
  cut(): void;
}

/** The answers that a connection streams, by the ids of their requests. */
export class QueryStreams {
  readonly #rules: ServerRules;
  readonly #open = new Map<string, QueryStream>();

  constructor(rules: ServerRules) {
    this.#rules = rules;
  }

  /** Takes a place for the answer to a request, or says why there is none. */
  open(request: RpcRequest): QueryStream | Answer {
    if (request.id === undefined) return invalidParams("The query_stream method requires a request id");
    const key = keyOf(request.id);
    if (this.#open.has(key)) {
      return invalidParams("A streaming query with this request id is already in progress");
    }
    if (this.#open.size >= MOST_STREAMS) return invalidParams("Too many concurrent streaming queries");
    const stream = new QueryStream(this.#rules.faults.stream, () => this.#open.delete(key));
    this.#open.set(key, stream);
    return stream;
  }

  /** Serves `query_cancel`. */
  cancel(params: Uint8Array): Answer {
    const [id, ...others] = arrayItems(params, 0) ?? [];
    if (id === undefined || others.length > 0) {
      return invalidParams("Expected the request id of the streaming query to cancel");
    }
    const stream = this.#open.get(keyOf(params.subarray(id.start, id.end)));
    if (stream === undefined) return invalidParams("No streaming query with this request id is in progress");
    stream.stop();
    return nothing;
  }

  /** Ends all of them, since their client is gone. */
  stop(): void {
    for (const stream of this.#open.values()) stream.stop();
  }
}

/** One answer that is sent in parts. */
export class QueryStream {
  #fault: StreamFault | undefined;
  readonly #ended: () => void;
  readonly #started = performance.now();
  readonly #stopped: Promise<"stopped">;
  readonly #finished = new Set<number>();
  #stop: () => void = () => {};
  #running = true;
  #rows = 0;

  /** @param ended - called before the last frame */
  constructor(fault: StreamFault | undefined, ended: () => void) {
    this.#fault = fault;
    this.#ended = ended;
    this.#stopped = new Promise((resolve) => {
      this.#stop = () => resolve("stopped");
    });
  }

  /** Stops it: the next frame is the last one. */
  stop(): void {
    this.#running = false;
    this.#stop();
  }

  /**
   * Sends the answer of a query, and resolves after the last frame. A query that could not be executed at all is
   * answered like `query`. The database cannot stop a running query: a stopped one is answered without waiting for it.
   */
  async serve(execution: Promise<Answer>, client: StreamClient): Promise<void> {
    const last = await this.#serve(execution, client).finally(this.#ended);
    await client.respond(last);
  }

  async #serve(execution: Promise<Answer>, client: StreamClient): Promise<Answer> {
    const answer = await Promise.race([execution, this.#stopped]);
    if (answer !== "stopped" && answer.failed) return answer;
    const entries = answer === "stopped" ? [] : statementEntries(answer.value);
    await client.respond(result(beginFrame(entries.length)));
    const error = await this.#sendStatements(entries, client);
    return result(endFrame(this.#finished.size, performance.now() - this.#started, error));
  }

  /** Lists the live queries of an answer whose statements the client knows nothing of. */
  untold(answer: Uint8Array): string[] {
    const entries = statementEntries(answer).filter((_, index) => !this.#finished.has(index));
    return entries.flatMap((entry) => startedLive(entry) ?? []);
  }

  /** Sends the frames of all statements. Returns the error that ends the answer, if one does. */
  async #sendStatements(entries: readonly StatementEntry[], client: StreamClient): Promise<Uint8Array | undefined> {
    for (const [index, entry] of entries.entries()) {
      for (const frame of framesOf(entry, index)) {
        const fault = this.#takeFault();
        if (fault === "cut") client.cut();
        if (fault === "hold") await this.#stopped;
        if (fault === "fail") return internalError("The test server ended this streaming query").value;
        if (!this.#running) return internalError("The streaming query was stopped before it completed").value;
        const sent = fault === "retract" ? retraction(index) : frame;
        await client.respond(result(sent.result));
        this.#rows += sent.rows;
        if (!sent.last) continue;
        this.#finished.add(index);
        break;
      }
    }
    return this.#running ? undefined : internalError("The streaming query was stopped before it completed").value;
  }

  /** The fault that is due before the next frame, once. */
  #takeFault(): StreamFault["action"] | undefined {
    if (this.#fault === undefined || this.#rows < this.#fault.after) return undefined;
    const due = this.#fault.action;
    this.#fault = undefined;
    return due;
  }
}

function retraction(index: number): StreamFrame {
  return retractingFrame(index, internalError("The test server retracted this statement").value);
}

function keyOf(id: Uint8Array): string {
  return Buffer.from(id).toString("hex");
}
