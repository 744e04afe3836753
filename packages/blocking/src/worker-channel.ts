import type { Channel, ChannelListener, OpenedChannel, ReplyListener } from "@surreal-sdk/core";
import {
  type Call,
  ConnectionClosedError,
  ConnectionUnavailableError,
  type Replay,
  type ReplayVerdict,
  TransportTimeoutError,
} from "@surreal-sdk/transport";
import type { FromWorker, SentVerdict } from "./messages.ts";
import { fromSentError, toSentError } from "./sent-error.ts";
import type { StartThread, Thread, ThreadStart } from "./thread.ts";

/** How long a worker may take to start, in milliseconds. */
const startTimeout = 5_000;

/** What is known once the engine is loaded. */
type Facts = Omit<OpenedChannel, "channel">;

interface Waiter {
  reply(frame: Uint8Array): void;
  done(): void;
  fail(error: Error): void;
}

/** Where a worker's messages wait for a thread that blocks: whoever blocks calls {@link WorkerChannel.pump}. */
export class WorkerChannel implements Channel {
  readonly #startThread: StartThread;
  readonly #start: ThreadStart;
  readonly #listener: ChannelListener;
  readonly #waiters: Map<number, Waiter> = new Map();
  readonly #replays: Map<string, Replay> = new Map();
  #thread: Thread | undefined;
  #lastTicket = 0;
  #facts: Facts | undefined;
  #failure: Error | undefined;
  /** Closed by the user: where a new connection would find other data, only `connect()` makes one. */
  #closed = false;

  constructor(startThread: StartThread, start: ThreadStart, listener: ChannelListener) {
    this.#startThread = startThread;
    this.#start = start;
    this.#listener = listener;
  }

  /**
   * Starts the worker and waits until it has loaded its engine.
   *
   * @throws what kept the engine from being made; ConnectionUnavailableError when the worker does not start.
   */
  open(): Facts {
    this.#launch();
    return this.#facts as Facts;
  }

  connect(resume: { done(): void; fail(error: Error): void }): void {
    this.#closed = false;
    const thread = this.#running();
    const ticket = this.#expect({ ...resume, reply: resume.done });
    thread.post({ kind: "connect", ticket });
  }

  request(call: Call, listener: ReplyListener): number {
    if (this.#closed && this.#facts?.capabilities.reconnect === false) throw isClosed();
    const thread = this.#running();
    const ticket = this.#expect({
      done: () => undefined,
      reply: (frame) => listener.reply(frame),
      fail: (error) => listener.fail(error),
    });
    thread.post({ kind: "request", ticket, call: withOwnBytes(call) });
    return ticket;
  }

  cancel(ticket: number, reason?: Error): void {
    this.#thread?.post({ kind: "cancel", ticket, ...(reason === undefined ? {} : { error: toSentError(reason) }) });
  }

  setReplay(replay: Replay): void {
    const kept = { ...replay, call: withOwnBytes(replay.call) };
    this.#replays.set(replay.label, kept);
    this.#thread?.post({ kind: "set-replay", replay: kept });
  }

  removeReplay(label: string): void {
    this.#replays.delete(label);
    this.#thread?.post({ kind: "remove-replay", label });
  }

  clearReplays(): void {
    this.#replays.clear();
    this.#thread?.post({ kind: "clear-replays" });
  }

  resolveReplay(label: string, verdict: ReplayVerdict): void {
    this.#thread?.post({ kind: "resolve-replay", label, verdict: toSentVerdict(verdict) });
  }

  /** A closed connection gives its worker back; the next call starts another. */
  close({ drain }: { readonly drain: number }, resume: { done(): void }): void {
    const thread = this.#thread;
    if (thread === undefined) {
      resume.done();
      return;
    }
    this.#closed = true;
    const finish = (): void => {
      thread.stop();
      if (this.#thread === thread) this.#thread = undefined;
      resume.done();
    };
    const ticket = this.#expect({ reply: finish, done: finish, fail: finish });
    thread.post({ kind: "close", ticket, drain });
  }

  /** A blocking connection never keeps the process alive. */
  setRef(): void {}

  /** Takes in what has arrived, without waiting. */
  poll(): void {
    if (this.#thread === undefined) return;
    this.#thread.flush();
    for (let messages = this.#thread.take(); messages !== undefined; messages = this.#thread?.take()) {
      for (const message of messages) this.#receive(message);
    }
  }

  /** Blocks until something has arrived or the time is over, and takes it in. */
  pump(milliseconds: number): void {
    if (this.#thread !== undefined) this.#waitFor(this.#thread, milliseconds);
  }

  #waitFor(thread: Thread, milliseconds: number): void {
    try {
      thread.flush();
      const messages = thread.take();
      if (messages === undefined) {
        thread.sleep(Math.max(0, milliseconds));
        this.poll();
        return;
      }
      for (const message of messages) this.#receive(message);
    } catch (error) {
      this.#died(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** Everyone who waits is told; the next call starts a new worker. */
  #died(error: Error): void {
    this.#thread?.stop();
    this.#thread = undefined;
    this.#failure = error;
    const waiters = [...this.#waiters.values()];
    this.#waiters.clear();
    this.#listener.status("disconnected", error);
    for (const waiter of waiters) waiter.fail(error);
  }

  /** The worker; a new one when there is none, which is told what to bring back. */
  #running(): Thread {
    if (this.#thread !== undefined) return this.#thread;
    const thread = this.#launch();
    for (const replay of this.#replays.values()) thread.post({ kind: "set-replay", replay });
    return thread;
  }

  #launch(): Thread {
    const thread = this.#startThread(this.#start);
    this.#thread = thread;
    this.#facts = undefined;
    this.#failure = undefined;
    const deadline = performance.now() + startTimeout;
    while (this.#facts === undefined && this.#failure === undefined) {
      const left = deadline - performance.now();
      if (left <= 0) this.#failure = tooSlow();
      else this.#waitFor(thread, left);
    }
    if (this.#failure === undefined) return thread;
    thread.stop();
    this.#thread = undefined;
    throw this.#failure;
  }

  #expect(waiter: Waiter): number {
    this.#lastTicket += 1;
    this.#waiters.set(this.#lastTicket, waiter);
    return this.#lastTicket;
  }

  #settle(ticket: number): Waiter | undefined {
    const waiter = this.#waiters.get(ticket);
    this.#waiters.delete(ticket);
    return waiter;
  }

  #receive(message: FromWorker): void {
    switch (message.kind) {
      case "reply":
        this.#settle(message.ticket)?.reply(message.frame);
        return;
      case "fail":
        this.#settle(message.ticket)?.fail(fromSentError(message.error));
        return;
      case "done":
        this.#settle(message.ticket)?.done();
        return;
      case "started":
        this.#facts = { capabilities: message.capabilities, engineName: message.engineName };
        return;
      case "failed-to-start":
        this.#failure = fromSentError(message.error);
        return;
      default:
        this.#report(message);
    }
  }

  #report(message: Exclude<FromWorker, { ticket: number } | { kind: "started" } | { kind: "failed-to-start" }>): void {
    switch (message.kind) {
      case "status":
        this.#listener.status(
          message.status,
          ...(message.error === undefined ? [] : ([fromSentError(message.error)] as const)),
        );
        return;
      case "notification":
        this.#listener.notification(message.frame);
        return;
      case "restored":
        this.#listener.restored(message.label, message.frame);
        return;
      case "restore-failed":
        this.#listener.restoreFailed(message.label, message.frame);
        return;
      case "ready":
        this.#listener.ready(message.reconnected);
        return;
      case "diagnostic":
        this.#listener.diagnostic(message.event);
    }
  }
}

function isClosed(): Error {
  return new ConnectionClosedError("The connection was closed. Call connect() to open it again.", {
    outcome: "not_sent",
    retrySafe: false,
  });
}

function tooSlow(): Error {
  return new ConnectionUnavailableError("The worker that is to hold the connection did not start in time.", {
    cause: new TransportTimeoutError(`It had ${startTimeout} ms.`, { outcome: "not_sent" }),
    outcome: "not_sent",
  });
}

/** A view is cloned with all of its buffer; a frame often is a view on a large one. */
function withOwnBytes(call: Call): Call {
  if (call.frame.byteLength === call.frame.buffer.byteLength) return call;
  return { ...call, frame: new Uint8Array(call.frame) };
}

function toSentVerdict(verdict: ReplayVerdict): SentVerdict {
  if (verdict.kind === "replace") return { kind: "replace", call: withOwnBytes(verdict.call) };
  return { kind: "drop", ...(verdict.error === undefined ? {} : { error: toSentError(verdict.error) }) };
}
