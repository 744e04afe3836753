import { CborCodec, cborFraming } from "@surreal-sdk/codec";
import {
  type Engine,
  type EngineConnection,
  type EngineRequest,
  parseEndpoint,
  type RequestFacts,
  TransportError,
} from "@surreal-sdk/transport";
import { ConformanceError, expectThat, show } from "./expectation.ts";
import type { Recorder, Report } from "./recorder.ts";
import { within } from "./within.ts";

/** The content of a decoded answer. */
export type Envelope = { readonly result: unknown } | { readonly error: ServerFault };

/** The error of a database, as far as every version has it. */
export interface ServerFault {
  readonly code: number;
  readonly message: string;
}

/** Where a request belongs, besides the connection itself. */
export interface Place {
  readonly session?: string;
  readonly transaction?: string;
  /** The id of the streamed query or of the transaction that the request ends. */
  readonly ends?: string;
  readonly database?: string;
  readonly token?: string | undefined;
}

/** How to open a connection. */
export interface OpenOptions {
  readonly url: string;
  readonly signal?: AbortSignal;
  readonly connectTimeout?: number;
  readonly maxMessageBytes?: number;
}

/** Statements that change what others on their session may see, or that others must not overtake. */
const exclusiveMethods = [
  "use",
  "signin",
  "let",
  "unset",
  "authenticate",
  "invalidate",
  "reset",
  "live",
  "attach",
  "detach",
];

const codec = new CborCodec();

/** One open connection, used in the same way as the SDK does. */
export class Conversation {
  readonly connection: EngineConnection;
  readonly recorder: Recorder;
  readonly #engine: Engine;
  #count = 0;
  namespace: string | undefined;
  database: string | undefined;
  token: string | undefined;

  private constructor(engine: Engine, connection: EngineConnection, recorder: Recorder) {
    this.#engine = engine;
    this.connection = connection;
    this.recorder = recorder;
  }

  /**
   * Opens a connection, with a recorder as its listener, and gives it up after `connectTimeout`, as its owner would.
   */
  static async open(engine: Engine, recorder: Recorder, options: OpenOptions): Promise<Conversation> {
    const { url, signal, connectTimeout = 10_000, maxMessageBytes = 128 * 1024 * 1024 } = options;
    const endpoint = parseEndpoint(url, [url.slice(0, Math.max(url.indexOf(":"), 0))]);
    const owner = new AbortController();
    const giveUp = (): void => owner.abort();
    if (signal?.aborted === true) giveUp();
    signal?.addEventListener("abort", giveUp);
    const timer = setTimeout(giveUp, connectTimeout);
    try {
      const context = { endpoint, listener: recorder, connectTimeout, maxMessageBytes, headers: {} };
      const opening = engine.open({ ...context, signal: owner.signal });
      const connection = await within(recorder.patience, "open() settled neither way", opening);
      const { send, close } = Object(connection) as Partial<EngineConnection>;
      const isOpen = typeof send === "function" && typeof close === "function";
      expectThat(isOpen, () => `open() gave ${show(connection)}, which is no connection with send() and close().`);
      return new Conversation(engine, connection, recorder);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", giveUp);
    }
  }

  /** Creates a request of the kind `"rpc"`, ready to be sent. */
  request(method: string, params: readonly unknown[] = [], place: Place = {}): EngineRequest {
    this.#count += 1;
    const id = `c${String(this.#count).padStart(cborFraming.idLength - 1, "0")}`;
    const { session, transaction } = place;
    const envelope = { id, method, params, ...(session === undefined ? {} : { session }) };
    const frame = codec.encode(transaction === undefined ? envelope : { ...envelope, txn: transaction });
    return { id, kind: "rpc", frame, facts: this.#facts(method, place) };
  }

  /** Creates a request of another kind. */
  transfer(kind: "export" | "import", frame: Uint8Array, streamed = false): EngineRequest {
    return { ...this.request(kind), kind, frame, streamed };
  }

  /** All answers to a streamed query, until the last one. */
  async answers(id: string): Promise<Envelope[]> {
    const isOf = (report: Report) => report.kind === "answer" && report.id === id;
    const frames = await this.recorder.until(`The last answer to ${id}`, () => {
      const own = this.recorder.reports.filter(isOf) as Extract<Report, { kind: "answer" }>[];
      return own.some(({ frame }) => cborFraming.isLast(frame)) ? own : undefined;
    });
    return frames.map(({ frame }) => codec.decode(frame) as Envelope);
  }

  /** Ends the caller's turn in a streamed request. */
  proceed(id: string, part?: Uint8Array): void {
    const { proceed } = this.connection;
    if (proceed === undefined) throw new ConformanceError("The engine says that it can stream, and has no proceed().");
    this.recorder.proceeded(id);
    proceed.call(this.connection, id, part);
  }

  /** Waits for the end of the engine's turn in a streamed request, of which this many parts were received. */
  turn(id: string, seen: number): Promise<Report> {
    return this.recorder.until(`The end of turn ${seen + 1} in ${id}`, () => {
      const parts = this.recorder.reports.filter((report) => report.kind === "part" && report.id === id);
      if (parts.length > seen) return parts[seen];
      return this.recorder.reports.find(
        (report) => report.kind === "closed" || (report.kind !== "part" && "id" in report && report.id === id),
      );
    });
  }

  /** Sends a request. @returns its id */
  send(request: EngineRequest): string {
    if (request.streamed === true && request.kind === "rpc") this.recorder.sentForMany(request.id);
    else this.recorder.sent(request.id, request.streamed);
    try {
      const sent: unknown = this.connection.send(request);
      if (sent instanceof Promise) this.#sentLater(sent);
    } catch (error) {
      this.recorder.refused(request.id);
      throw error;
    }
    return request.id;
  }

  #sentLater(sent: Promise<unknown>): void {
    sent.catch(() => {});
    const advice = "it throws if nothing was sent, and reports later failures by failed()";
    this.recorder.breaches.push(`send() returned a promise, and must not be async: ${advice}.`);
  }

  /** Sends a request that must be refused, and returns the error. */
  refused(request: EngineRequest): TransportError {
    try {
      this.send(request);
    } catch (error) {
      expectThat(error instanceof TransportError, () => `send() threw ${show(error)}, which is not a TransportError.`);
      expectThat(error.outcome === "not_sent", () => `send() threw an error with the outcome ${show(error.outcome)}.`);
      return error;
    }
    throw new ConformanceError("send() took a request that it had to refuse.");
  }

  /** Closes the connection as its owner would. */
  close(timeout: number = this.recorder.patience / 2): Promise<void> {
    return within(this.recorder.patience, "close() did not resolve", this.connection.close(timeout));
  }

  /** Waits for the outcome of a request, or of the connection. */
  settled(id: string, what = `The answer to ${id}`): Promise<Report> {
    return this.recorder.until(what, () =>
      this.recorder.reports.find(
        (report) => report.kind === "closed" || (report.kind !== "part" && "id" in report && report.id === id),
      ),
    );
  }

  /** Waits for the answer to a request. */
  async answer(id: string, what?: string): Promise<Uint8Array> {
    const report = await this.settled(id, what);
    if (report.kind === "answer") return report.frame;
    throw new ConformanceError(
      `Request ${id} was not answered; instead: ${report.kind} ${show("error" in report ? report.error : "")}`,
    );
  }

  /** Makes a request and decodes its answer. */
  async exchange(method: string, params: readonly unknown[] = [], place: Place = {}): Promise<Envelope> {
    const id = this.send(this.request(method, params, place));
    return read(await this.answer(id, `The answer to ${method}`));
  }

  /** Makes a request that must succeed. */
  async ask(method: string, params: readonly unknown[] = [], place: Place = {}): Promise<unknown> {
    const envelope = await this.exchange(method, params, place);
    if ("result" in envelope) return envelope.result;
    throw new ConformanceError(`${method} was answered with an error: ${envelope.error.message}`);
  }

  /** Makes a request that the database must refuse. */
  async askInVain(method: string, params: readonly unknown[] = [], place: Place = {}): Promise<ServerFault> {
    const envelope = await this.exchange(method, params, place);
    if ("result" in envelope)
      throw new ConformanceError(`${method} succeeded, and had to fail: ${show(envelope.result)}`);
    const { error } = envelope;
    const shaped = typeof error?.code === "number" && typeof error.message === "string";
    expectThat(shaped, () => `The error of ${method} has no code or no message: ${show(error)}`);
    return error;
  }

  /** Executes SurrealQL; every statement must succeed. @returns the result of the last one */
  async query(text: string, variables: Readonly<Record<string, unknown>> = {}, place: Place = {}): Promise<unknown> {
    const statements = (await this.ask("query", [text, variables], place)) as Statement[];
    return resultOf(statements, text);
  }

  /** Selects a place, which defines it where it is not there: many at once may be in each other's way, and are told to retry. */
  async use(namespace: string, database: string, place: Place = {}): Promise<void> {
    const ask = (): Promise<Envelope> => this.exchange("use", [namespace, database], place);
    let envelope = await ask();
    for (let attempt = 1; isConflict(envelope) && attempt < 20; attempt += 1) envelope = await ask();
    if ("error" in envelope) throw new ConformanceError(`use was answered with an error: ${envelope.error.message}`);
    if (place.session !== undefined) return;
    this.namespace = namespace;
    this.database = database;
  }

  async signin(credentials: Readonly<Record<string, string>>, place: Place = {}): Promise<void> {
    const token = await this.ask("signin", [credentials], place);
    if (place.session === undefined) this.token = typeof token === "string" ? token : undefined;
  }

  /** HTTP carries these as headers; transfers need them on every engine, since they have no session. */
  #facts(method: string, place: Place): RequestFacts {
    const { session, transaction, ends } = place;
    const exclusive = exclusiveMethods.includes(method) || method === "import";
    const ending = method === "query_cancel" ? { transaction, ends } : { transaction: transaction ?? ends };
    const facts = { method, exclusive, session, ...ending };
    if (this.#engine.capabilities.stateful && method !== "export" && method !== "import") return facts;
    const { namespace, database, token } = this;
    return { ...facts, namespace, database: place.database ?? database, token: "token" in place ? place.token : token };
  }
}

/** One entry of the answer to `query`. */
export interface Statement {
  readonly status: string;
  readonly result: unknown;
}

/** Decodes an answer. */
export function read(frame: Uint8Array): Envelope {
  const envelope = codec.decode(frame) as Envelope;
  const keys = typeof envelope === "object" && envelope !== null ? Object.keys(envelope) : [];
  const whole = keys.includes("result") !== keys.includes("error");
  expectThat(whole, () => `An answer holds either "result" or "error", and this one: ${show(envelope)}`);
  return envelope;
}

function resultOf(statements: readonly Statement[], text: string): unknown {
  for (const { status, result } of statements) expectThat(status === "OK", () => `${text} failed: ${show(result)}`);
  return statements.at(-1)?.result;
}

function isConflict(envelope: Envelope): boolean {
  return "error" in envelope && /can be retried/.test(envelope.error.message);
}
