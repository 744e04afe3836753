import {
  ConnectionUnavailableError,
  ENGINE_CONTRACT,
  type Engine,
  type EngineCapabilities,
  type EngineConnection,
  type EngineContext,
  type EngineRequest,
  TransportError,
} from "@surreal-sdk/transport";
import { answerFrame, readRequest, stoppedBy } from "../plain-framing.ts";
import type { Opening } from "../scripted-engine.ts";

/** How many parts a query is answered with. */
const MOST_PARTS = 2;

/** An engine that does nothing by itself: the world decides what happens to it. */
export class ExploredEngine implements Engine {
  readonly contract: typeof ENGINE_CONTRACT = ENGINE_CONTRACT;
  readonly name = "explored";
  readonly capabilities: EngineCapabilities;
  openings: Opening[] = [];
  readonly connections: ExploredConnection[] = [];
  readonly #onSend: OnSend;
  readonly #onOpen: (context: EngineContext) => void;

  constructor(capabilities: EngineCapabilities, onSend: OnSend, onOpen: (context: EngineContext) => void) {
    this.capabilities = capabilities;
    this.#onSend = onSend;
    this.#onOpen = onOpen;
  }

  open(context: EngineContext): Promise<EngineConnection> {
    this.#onOpen(context);
    return new Promise((resolve, reject) => void this.openings.push({ context, resolve, reject }));
  }

  /** The attempt that a caller waits for. */
  get opening(): Opening | undefined {
    return this.openings.find(({ context }) => !context.signal.aborted);
  }

  /** An attempt that was given up, and whose engine does not know yet. */
  get forgotten(): Opening | undefined {
    return this.openings.find(({ context }) => context.signal.aborted);
  }

  get connection(): ExploredConnection | undefined {
    return this.connections.filter(({ isOpen }) => isOpen).at(-1);
  }

  accept(opening: Opening): void {
    const connection = new ExploredConnection(opening.context, this.connections.length + 1, this.#onSend);
    this.connections.push(connection);
    this.#over(opening);
    opening.resolve(connection);
  }

  refuse(opening: Opening, error: Error): void {
    this.#over(opening);
    opening.reject(error);
  }

  #over(opening: Opening): void {
    this.openings = this.openings.filter((each) => each !== opening);
  }
}

/** Told of each request that is taken, or refused although it may have been taken. */
export type OnSend = (connection: ExploredConnection, text: string, request: EngineRequest) => void;

/** One connection whose other end is the world. */
export class ExploredConnection implements EngineConnection {
  readonly context: EngineContext;
  readonly number: number;
  /** What was handed over and not answered, by id. */
  readonly inFlight: Map<string, string> = new Map();
  /** The labels of the replays that were answered with success. */
  readonly restored: Set<string> = new Set();
  /** The streamed queries, and how many answers to each were sent. */
  readonly parts: Map<string, number> = new Map();
  /** The streamed queries that the link stopped. */
  readonly stopped: Set<string> = new Set();
  isOpen = true;
  bufferedBytes = 0;
  /** What the next request meets. */
  takes: "everything" | "nothing" | "perhaps" = "everything";
  /** Set while a caller waits for it to close. */
  finish: (() => void) | undefined;
  readonly #onSend: OnSend;

  constructor(context: EngineContext, number: number, onSend: OnSend) {
    this.context = context;
    this.number = number;
    this.#onSend = onSend;
  }

  send(request: EngineRequest): void {
    const { text } = readRequest(request.frame);
    if (this.takes === "nothing") throw new ConnectionUnavailableError("is closing", { outcome: "not_sent" });
    this.#onSend(this, text, request);
    if (this.takes === "perhaps") throw new TransportError("broke while sending", { outcome: "unknown" });
    if (text === "ping") for (const [id, sent] of this.inFlight) if (sent === "ping") this.inFlight.delete(id);
    this.inFlight.set(request.id, text);
    if (request.streamed === true) this.parts.set(request.id, 0);
    const stopped = stoppedBy(text);
    if (stopped !== undefined) this.stopped.add(stopped);
  }

  /** A streamed query that may get one more part. */
  get running(): string | undefined {
    return [...this.parts].find(([id, parts]) => parts < MOST_PARTS && this.inFlight.has(id))?.[0];
  }

  sendPart(text: string): void {
    const id = this.running;
    if (id === undefined) return;
    this.parts.set(id, (this.parts.get(id) ?? 0) + 1);
    this.context.listener.received(answerFrame("P", id, text));
  }

  close(timeout: number): Promise<void> {
    if (!this.isOpen) return Promise.resolve();
    if (timeout === 0) {
      this.end(undefined);
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      this.finish = () => {
        this.end(undefined);
        resolve();
      };
    });
  }

  end(error: TransportError | undefined): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.context.listener.closed(error);
  }
}
