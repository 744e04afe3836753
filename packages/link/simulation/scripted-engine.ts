import {
  ENGINE_CONTRACT,
  type Engine,
  type EngineCapabilities,
  type EngineConnection,
  type EngineContext,
  type EngineRequest,
  type TransportError,
} from "@surreal-sdk/transport";
import { answerFrame, readRequest, textOf } from "./plain-framing.ts";

/** One connection whose other end is the test. */
export class ScriptedConnection implements EngineConnection {
  readonly context: EngineContext;
  /** What was handed over, as the peer reads it, in order. */
  readonly sent: string[] = [];
  readonly requests: EngineRequest[] = [];
  bufferedBytes = 0;
  /** What a caller has ended its turns with, as `id part`. */
  readonly proceeds: string[] = [];
  readonly abandoned: string[] = [];
  /** Whether requests wait inside the engine, and are not sent. */
  isQueueing = false;
  /** Whether the link reads, each time that it changed. */
  readonly readings: boolean[] = [];
  /** The timeouts with which closing was asked for. */
  readonly closes: number[] = [];
  readonly refs: boolean[] = [];
  /** Thrown by `send` while set. */
  refuses: Error | undefined;
  /** Whether closing is answered. */
  closesPolitely = true;

  constructor(context: EngineContext) {
    this.context = context;
  }

  send(request: EngineRequest): void {
    if (this.refuses !== undefined) throw this.refuses;
    this.requests.push(request);
    this.sent.push(readRequest(request.frame).text);
  }

  proceed(requestId: string, part: Uint8Array = new Uint8Array()): void {
    this.proceeds.push(`${requestId} ${textOf(part)}`);
  }

  abandon(requestId: string): boolean {
    this.abandoned.push(requestId);
    return this.isQueueing;
  }

  setReading(reading: boolean): void {
    this.readings.push(reading);
  }

  setRef(ref: boolean): void {
    this.refs.push(ref);
  }

  close(timeout: number): Promise<void> {
    this.closes.push(timeout);
    if (!this.closesPolitely && timeout > 0) return new Promise(() => undefined);
    this.context.listener.closed();
    return Promise.resolve();
  }

  /** The id under which a text was sent last. */
  idOf(text: string): string {
    return this.requests[this.sent.lastIndexOf(text)]?.id ?? "no such request";
  }

  answer(text: string, reply = `re: ${text}`, letter: "R" | "E" | "P" = "R"): void {
    this.receive(answerFrame(letter, this.idOf(text), reply));
  }

  receive(frame: Uint8Array, replyTo?: string): void {
    this.context.listener.received(frame, replyTo);
  }

  drop(error?: TransportError): void {
    this.context.listener.closed(error);
  }
}

/** What a database behind a socket can do. */
export const everything: EngineCapabilities = {
  stateful: true,
  sessions: true,
  transactions: true,
  live: true,
  export: true,
  import: true,
  reconnect: true,
};

/** An attempt to open a connection that was not answered yet. */
export interface Opening {
  readonly context: EngineContext;
  readonly resolve: (connection: EngineConnection) => void;
  readonly reject: (error: unknown) => void;
}

/** An engine that opens when the test says so, or at once. */
export class ScriptedEngine implements Engine {
  readonly contract: typeof ENGINE_CONTRACT = ENGINE_CONTRACT;
  readonly name = "scripted";
  readonly capabilities: EngineCapabilities;
  readonly openings: Opening[] = [];
  readonly connections: ScriptedConnection[] = [];
  /** What opening does by itself: nothing, succeed, or fail with an error. */
  mode: "hold" | "accept" | Error = "accept";

  constructor(capabilities: Partial<EngineCapabilities> = {}) {
    this.capabilities = { ...everything, ...capabilities };
  }

  open(context: EngineContext): Promise<EngineConnection> {
    return new Promise((resolve, reject) => {
      this.openings.push({ context, resolve, reject });
      if (this.mode instanceof Error) reject(this.mode);
      else if (this.mode === "accept") this.accept();
    });
  }

  /** Lets the latest attempt succeed. */
  accept(): ScriptedConnection {
    const opening = this.openings[this.openings.length - 1] as Opening;
    const connection = new ScriptedConnection(opening.context);
    this.connections.push(connection);
    opening.resolve(connection);
    return connection;
  }

  /** The latest connection. */
  get connection(): ScriptedConnection {
    return this.connections[this.connections.length - 1] as ScriptedConnection;
  }
}
