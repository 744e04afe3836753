import type { EngineCapabilities } from "@surreal-sdk/transport";
import type { CoreOptions } from "../src/call/options.ts";
import { SurrealConnection } from "../src/client/connection.ts";
import type { Mode } from "../src/operation/mode.ts";
import type { Answer, ScriptedChannel, WireRequest } from "./scripted-channel.ts";
import { asyncTestRuntime, type Backstage, blockingTestRuntime } from "./test-runtime.ts";

/** What WebSockets can do. */
export const everything: EngineCapabilities = {
  stateful: true,
  sessions: true,
  transactions: true,
  live: true,
  export: true,
  import: true,
  reconnect: true,
};

/** What HTTP can do. */
export const stateless: Partial<EngineCapabilities> = {
  stateful: false,
  sessions: false,
  transactions: false,
  live: false,
};

/** A connection, and what stands behind it. */
export interface TestWorld<M extends Mode> {
  readonly db: SurrealConnection<M>;
  /** The channel; it is made when it is first asked for. */
  readonly channel: ScriptedChannel;
  readonly backstage: Backstage;
  /** Everything that was emitted, as `event: kind or status`. */
  readonly events: string[];
  readonly errors: Error[];
}

function world<M extends Mode>(db: SurrealConnection<M>, backstage: Backstage): TestWorld<M> {
  const events: string[] = [];
  const errors: Error[] = [];
  db.on("status", (status) => events.push(`status: ${status}`));
  db.on("auth", ({ kind }) => events.push(`auth: ${kind}`));
  db.on("gap", ({ reason }) => events.push(`gap: ${reason}`));
  db.on("error", (error) => errors.push(error));
  return {
    db,
    backstage,
    events,
    errors,
    get channel() {
      // Asking whether it can do something opens the channel, without any I/O.
      if (backstage.channels.length === 0) db.unref();
      return backstage.channels.at(-1) as ScriptedChannel;
    },
  };
}

/** What a test wants of its world. */
export interface WorldOptions<M extends Mode> extends CoreOptions<M> {
  readonly capabilities?: Partial<EngineCapabilities>;
}

function backstageOf(capabilities: Partial<EngineCapabilities> = {}): Backstage {
  return { channels: [], timers: new Map(), idle: new Set(), capabilities: { ...everything, ...capabilities } };
}

/** A connection whose methods return promises. */
export function asyncWorld({ capabilities, ...options }: WorldOptions<"async"> = {}): TestWorld<"async"> {
  const backstage = backstageOf(capabilities);
  const runtime = asyncTestRuntime(backstage);
  return world(new SurrealConnection({ runtime, url: "ws://test", options, further: [], schemes: [] }), backstage);
}

/** A connection whose methods return plain values. */
export function blockingWorld({ capabilities, ...options }: WorldOptions<"blocking"> = {}): TestWorld<"blocking"> {
  const backstage = backstageOf(capabilities);
  const runtime = blockingTestRuntime(backstage);
  return world(new SurrealConnection({ runtime, url: "ws://test", options, further: [], schemes: [] }), backstage);
}

/** Lets everything happen that can happen without time passing. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Answers requests of one method in turn; the last answer stays. */
export function answering(method: string, ...answers: Answer[]): (request: WireRequest) => Answer | undefined {
  const left = [...answers];
  return (request) => {
    if (request.method !== method) return undefined;
    return left.length > 1 ? left.shift() : left[0];
  };
}

/** The text and the bindings of the last query. */
export function lastQuery(channel: ScriptedChannel): readonly unknown[] {
  const queries = channel.wire.filter(({ method }) => method === "query");
  return queries.at(-1)?.params ?? [];
}

/** The error that a promise is rejected with. */
export async function failure<E extends Error = Error & { outcome?: string }>(
  promise: PromiseLike<unknown>,
): Promise<E> {
  try {
    await promise;
  } catch (error) {
    return error as E;
  }
  throw new Error("It was not rejected.");
}

/** The methods of requests, in their order. */
export function methods(wire: readonly WireRequest[]): string[] {
  return wire.map(({ method }) => method);
}
