import { type Call, type EngineCapabilities, parseEndpoint, type TransportError } from "@surreal-sdk/transport";
import { createLink } from "../src/create-link.ts";
import type { Link, LinkConfig, LinkListener } from "../src/link.ts";
import type { LinkDiagnostic } from "../src/machine/link-diagnostic.ts";
import type { LinkOptions } from "../src/machine/link-options.ts";
import { plainFraming, textOf } from "./plain-framing.ts";
import { ScriptedEngine } from "./scripted-engine.ts";
import { VirtualClock } from "./virtual-clock.ts";

export const defaultOptions: LinkOptions = {
  connectTimeout: 10_000,
  closeTimeout: 5_000,
  heartbeat: { idle: 10_000, wait: 5_000 },
  reconnect: { attempts: 5, minDelay: 500, maxDelay: 30_000 },
  offlineQueue: { requests: 1_000, bytes: 16 * 1024 * 1024 },
  maxMessageBytes: 1_000_000,
  headers: {},
};

/** How a request, a connect or a close ended. */
export interface Ending {
  /** Every time it was settled; a correct link settles once. */
  readonly settled: string[];
  readonly error: TransportError | undefined;
}

/** A link in a world without time and network, and everything it says. */
export interface TestLink {
  readonly link: Link;
  readonly engine: ScriptedEngine;
  readonly clock: VirtualClock;
  /** The calls of the listener, each as one line. */
  readonly log: string[];
  readonly diagnostics: LinkDiagnostic[];
  /** The attempts that led to a connection. */
  readonly attempts: number[];
  /** Called for every line of the log. */
  onEvent: (line: string) => void;
  request(call: Call, madeOn?: number): Ending & { readonly ticket: number };
  connect(waits?: boolean): Ending;
  close(drain?: number): Ending;
}

export function testLink(
  options: Partial<LinkOptions> = {},
  capabilities: Partial<EngineCapabilities> = {},
  judging: Pick<LinkConfig, "judge" | "verdictTimeout"> = {},
): TestLink {
  const engine = new ScriptedEngine(capabilities);
  const clock = new VirtualClock();
  const log: string[] = [];
  const diagnostics: LinkDiagnostic[] = [];
  const attempts: number[] = [];
  const say = (line: string): void => {
    log.push(line);
    world.onEvent(line);
  };
  const listener: LinkListener = {
    status: (status, error) => say(`status ${status}${error === undefined ? "" : ` ${error.name}`}`),
    notification: (frame) => say(`notification ${textOf(frame)}`),
    restored: (label, reply) => say(`restored ${label} ${textOf(reply).slice(13)}`),
    restoreFailed: (label, reply) => say(`restoreFailed ${label} ${textOf(reply).slice(13)}`),
    ready: (reconnected, attempt) => {
      attempts.push(attempt);
      say(`ready ${reconnected}`);
    },
    diagnostic: (event) => void diagnostics.push(event),
  };
  const endpoint = parseEndpoint("ws://localhost:8000");
  const link = createLink({
    engine,
    endpoint,
    framing: plainFraming,
    options: { ...defaultOptions, ...options },
    listener,
    clock,
    random: () => 0.5,
    ...judging,
  });
  const world: TestLink = {
    link,
    engine,
    clock,
    log,
    diagnostics,
    attempts,
    onEvent: () => undefined,
    request(call, madeOn) {
      const end = ending();
      const settle = {
        reply: (frame: Uint8Array) => end.done(textOf(frame)),
        fail: end.fail,
        late: call.begins === true ? (frame: Uint8Array) => end.done(`late ${textOf(frame)}`) : undefined,
      };
      const ticket = link.request(call, settle, undefined, madeOn);
      return Object.assign(end, { ticket });
    },
    connect(waits) {
      const end = ending();
      link.connect(end, waits);
      return end;
    },
    close(drain = 0) {
      const end = ending();
      link.close({ drain }, end);
      return end;
    },
  };
  return world;
}

function ending(): {
  settled: string[];
  error: TransportError | undefined;
  done(text?: string): void;
  fail(error: Error): void;
} {
  const end = {
    settled: [] as string[],
    error: undefined as TransportError | undefined,
    done: (text = "done") => void end.settled.push(text),
    fail: (error: Error) => {
      end.error = error as TransportError;
      end.settled.push(`${error.name} ${(error as TransportError).outcome}`);
    },
  };
  return end;
}
