import { CborCodec } from "@surreal-sdk/codec";
import {
  ENGINE_CONTRACT,
  type Engine,
  type EngineConnection,
  type EngineContext,
  type EngineRequest,
  parseEndpoint,
  type RequestFacts,
  type TransportError,
} from "@surreal-sdk/transport";
import { pooledEngine } from "../src/index.ts";
import { Recorder } from "./recorder.ts";

const codec = new CborCodec();
const idLength = 12;

/** A connection that does what a test says. */
export class ScriptedConnection implements EngineConnection {
  readonly sent: EngineRequest[] = [];
  readonly context: EngineContext;
  readonly calls: string[] = [];
  bufferedBytes = 0;
  refusal: TransportError | undefined;

  constructor(context: EngineContext) {
    this.context = context;
  }

  /** The methods that were sent, with their parameters. */
  get told(): string[] {
    return this.sent.map(({ frame }) => {
      const { method, params } = codec.decode(frame) as { method: string; params: unknown };
      return `${method} ${JSON.stringify(params)}`;
    });
  }

  send(request: EngineRequest): void {
    if (this.refusal !== undefined) throw this.refusal;
    // The owner of a frame may do with it as it likes.
    const frame = request.frame.slice();
    request.frame.fill(0);
    this.sent.push({ ...request, frame });
  }

  /** Answers a request: the last one, unless another is named. */
  answer(result: unknown = null, id: string = this.sent.at(-1)?.id ?? ""): void {
    this.context.listener.received(codec.encode({ id, result }));
  }

  refuse(id: string = this.sent.at(-1)?.id ?? ""): void {
    this.context.listener.received(codec.encode({ id, error: { code: -32000, message: "no" } }));
  }

  say(frame: unknown): void {
    this.context.listener.received(codec.encode(frame));
  }

  proceed(requestId: string): void {
    this.calls.push(`proceed ${requestId}`);
  }

  abandon(requestId: string): void {
    this.calls.push(`abandon ${requestId}`);
  }

  setReading(reading: boolean): void {
    this.calls.push(`reading ${reading}`);
  }

  setRef(ref: boolean): void {
    this.calls.push(`ref ${ref}`);
  }

  async close(timeout: number): Promise<void> {
    this.calls.push(`close ${timeout}`);
    this.context.listener.closed();
  }
}

/** What a test does with a pool. */
export interface ScriptedPool {
  readonly connection: EngineConnection;
  readonly members: readonly ScriptedConnection[];
  readonly recorder: Recorder;
  /** Sends a request and returns its id. */
  send(
    method: string,
    params?: readonly unknown[],
    facts?: Partial<RequestFacts>,
    rest?: Partial<EngineRequest>,
  ): string;
  /** The number of requests that each connection was sent. */
  readonly counts: number[];
}

export const capabilities = {
  stateful: true,
  sessions: true,
  transactions: true,
  live: true,
  export: true,
  import: true,
  queryStream: true,
  reconnect: true,
};

/** An engine whose connections `open` makes. */
export function scriptedEngine(open: (context: EngineContext) => Promise<EngineConnection>): Engine {
  return { contract: ENGINE_CONTRACT, name: "scripted", capabilities, open };
}

export function contextOf(recorder: Recorder, signal: AbortSignal = new AbortController().signal): EngineContext {
  return {
    endpoint: parseEndpoint("ws://localhost:8000"),
    listener: recorder,
    signal,
    connectTimeout: 1000,
    maxMessageBytes: 1024,
    headers: {},
  };
}

/** Opens a pool of scripted connections. */
export async function scriptedPool(size: number): Promise<ScriptedPool> {
  const recorder = new Recorder();
  const members: ScriptedConnection[] = [];
  const engine = scriptedEngine(async (context) => {
    const member = new ScriptedConnection(context);
    members.push(member);
    return member;
  });
  const connection = await pooledEngine(engine, { size }).open(contextOf(recorder));
  let count = 0;
  return {
    connection,
    members,
    recorder,
    get counts() {
      return members.map(({ sent }) => sent.length);
    },
    send(method, params = [], facts = {}, rest = {}) {
      count += 1;
      const id = String(count).padStart(idLength, "0");
      const frame = codec.encode({ id, method, params });
      connection.send({ id, kind: "rpc", frame, facts: { method, exclusive: false, ...facts }, ...rest });
      return id;
    },
  };
}
