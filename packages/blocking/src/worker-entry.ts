import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { cborFraming } from "@surreal-sdk/codec";
import { createLink, type Link } from "@surreal-sdk/link";
import { ENGINE_CONTRACT, type Engine, UnsupportedEngineError } from "@surreal-sdk/transport";
import type { FromWorker, ToWorker, WorkerStart } from "./messages.ts";
import { Outbox } from "./outbox.ts";
import { fromSentError, toSentError } from "./sent-error.ts";
import { beatInterval, cell, ending } from "./signal.ts";

const start = workerData as WorkerStart & { readonly port: MessagePort };
const cells = new Int32Array(start.signal);
const outbox = new Outbox(start.port, cells);

process.on("uncaughtException", () => end(ending.crash));
process.on("exit", () => end(ending.exit));
parentPort?.unref();
setInterval(() => Atomics.add(cells, cell.beat, 1), beatInterval);

try {
  const engine = await loadEngine(start);
  const link = openLink(engine, start);
  start.port.on("message", (messages: readonly ToWorker[]) => {
    for (const message of messages) receive(link, message);
  });
  outbox.post({ kind: "started", capabilities: { ...engine.capabilities }, engineName: engine.name });
} catch (error) {
  outbox.post({ kind: "failed-to-start", error: toSentError(error) });
}

/** The blocked thread cannot hear of an end in any other way. */
function end(how: number): void {
  Atomics.compareExchange(cells, cell.ended, ending.none, how);
  Atomics.add(cells, cell.wake, 1);
  Atomics.notify(cells, cell.wake);
  if (how === ending.crash) process.exit(1);
}

async function loadEngine({ engine: source, endpoint }: WorkerStart): Promise<Engine> {
  const module = (await import(source.module)) as Readonly<Record<string, unknown>>;
  const make = module[source.export];
  if (typeof make !== "function") {
    throw new UnsupportedEngineError(`${source.module} exports no function ${JSON.stringify(source.export)}.`, {
      url: endpoint.url,
    });
  }
  const engine = (await make(source.options)) as Engine;
  if ((engine as { contract?: unknown } | undefined)?.contract !== ENGINE_CONTRACT) {
    throw new UnsupportedEngineError(
      `${source.export}() of ${source.module} makes no engine of contract ${ENGINE_CONTRACT}: install versions that fit together.`,
      { url: endpoint.url },
    );
  }
  return engine;
}

function openLink(engine: Engine, { endpoint, options }: WorkerStart): Link {
  const failed = (error: Error | undefined): object => (error === undefined ? {} : { error: toSentError(error) });
  return createLink({
    engine,
    endpoint,
    framing: cborFraming,
    options,
    listener: {
      status: (status, error) => outbox.post({ kind: "status", status, ...failed(error) } as FromWorker),
      notification: (frame) => outbox.post({ kind: "notification", frame }),
      restored: (label, frame) => outbox.post({ kind: "restored", label, frame }),
      restoreFailed: (label, frame) => outbox.post({ kind: "restore-failed", label, frame }),
      ready: (reconnected) => outbox.post({ kind: "ready", reconnected }),
      diagnostic: ({ kind, message }) => outbox.post({ kind: "diagnostic", event: { kind, message } }),
    },
  });
}

/** The link's tickets by those of the blocked thread. */
const tickets: Map<number, number> = new Map();

function receive(link: Link, message: ToWorker): void {
  switch (message.kind) {
    case "request":
      request(link, message.ticket, message.call);
      return;
    case "connect":
      link.connect({ done: () => done(message.ticket), fail: (error) => fail(message.ticket, error) });
      return;
    case "close":
      link.close({ drain: message.drain }, { done: () => done(message.ticket) });
      return;
    case "cancel": {
      const ticket = tickets.get(message.ticket);
      const reason = message.error === undefined ? undefined : fromSentError(message.error);
      if (ticket !== undefined) link.cancel(ticket, reason);
      return;
    }
    case "set-replay":
      link.setReplay(message.replay);
      return;
    case "remove-replay":
      link.removeReplay(message.label);
      return;
    case "clear-replays":
      link.clearReplays();
      return;
    case "resolve-replay": {
      const { label, verdict } = message;
      if (verdict.kind === "replace") link.resolveReplay(label, verdict);
      else
        link.resolveReplay(label, {
          kind: "drop",
          ...(verdict.error === undefined ? {} : { error: fromSentError(verdict.error) }),
        });
    }
  }
}

function request(link: Link, ticket: number, call: Extract<ToWorker, { kind: "request" }>["call"]): void {
  const own = link.request(call, {
    reply: (frame) => {
      tickets.delete(ticket);
      outbox.post({ kind: "reply", ticket, frame });
    },
    fail: (error) => fail(ticket, error),
  });
  tickets.set(ticket, own);
}

function done(ticket: number): void {
  outbox.post({ kind: "done", ticket });
}

function fail(ticket: number, error: Error): void {
  tickets.delete(ticket);
  outbox.post({ kind: "fail", ticket, error: toSentError(error) });
}
