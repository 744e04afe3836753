import type { Channel, ChannelListener, OpenedChannel, ReplyListener } from "@surreal-sdk/core";
import type { Call, Replay, ReplayVerdict } from "@surreal-sdk/transport";
import { platformTime } from "@surreal-sdk/transport/toolkit";
import type { FromWorker, ReplayChange } from "../wire/messages.ts";
import { ownBytes, toSerializedVerdict, withOwnBytes } from "../wire/serialized-call.ts";
import { fromSerializedError, toSerializedError } from "../wire/serialized-error.ts";
import { AttemptNumbers } from "./attempt-numbers.ts";
import { PendingReplies } from "./pending-replies.ts";
import { ReplayChanges } from "./replay-changes.ts";
import { report } from "./report.ts";
import type { StartThread, Thread, ThreadStart } from "./thread.ts";
import { databaseIsGone, didNotStart, isClosed, WorkerDiedError, workerDied } from "./worker-died-error.ts";

/** A worker is given up this much later than the link, which should fail a request in time. Milliseconds. */
const grace = 5_000;

/** Connections that were garbage collected are closed. */
const forgotten = new FinalizationRegistry<Thread>((thread) => thread.leave());

/** What is known after the engine is loaded. */
type Facts = Omit<OpenedChannel, "channel">;

/** Receives a worker's messages on a thread that blocks: the blocking code calls {@link WorkerChannel.pump}. */
export class WorkerChannel implements Channel {
  readonly #startThread: StartThread;
  readonly #start: ThreadStart;
  readonly #listener: ChannelListener;
  readonly #pending: PendingReplies = new PendingReplies();
  readonly #replays: Map<string, Replay> = new Map();
  readonly #attempts: AttemptNumbers = new AttemptNumbers();
  readonly #changes: ReplayChanges = new ReplayChanges();
  /** Whether an answer is being handled: what follows from it concerns the connection that it came on. */
  #isAnswering = false;
  /** Received from the worker and not handled yet; a call from inside a callback continues where the outer one was. */
  #inbox: (FromWorker | undefined)[] = [];
  /** Where the inbox goes on: removing the first of many thousand messages would move all others. */
  #next = 0;
  #thread: Thread | undefined;
  #facts: Facts | undefined;
  #failure: Error | undefined;
  /** Where a new connection would find other data, only `connect()` opens one. */
  #needsConnect: Error | undefined;

  constructor(startThread: StartThread, start: ThreadStart, listener: ChannelListener) {
    this.#startThread = startThread;
    this.#start = start;
    this.#listener = listener;
  }

  /**
   * Starts the worker and waits until it has loaded its engine.
   *
   * @throws what prevented the engine from being created; ConnectionUnavailableError when the worker does not start.
   */
  open(): Facts {
    this.#launch();
    return this.#facts as Facts;
  }

  connect(resume: { done(): void; fail(error: Error): void }, waits?: boolean): void {
    if (waits === true && this.#needsConnect !== undefined) {
      resume.fail(this.#needsConnect);
      return;
    }
    this.#needsConnect = undefined;
    const thread = this.#running();
    const ticket = this.#pending.add({ ...resume, reply: resume.done }, this.#start.options.connectTimeout + grace);
    thread.post({ kind: "connect", ticket, waits });
  }

  request(call: Call, listener: ReplyListener): number {
    if (this.#needsConnect !== undefined) throw this.#needsConnect;
    const thread = this.#running();
    const ticket = this.#pending.add(
      {
        done: () => undefined,
        reply: (frame) => listener.reply(frame),
        part: (frame) => listener.part?.(frame),
        fail: (error) => listener.fail(error),
        late: call.begins === true ? (frame) => listener.late?.(frame) : undefined,
      },
      call.timeout + grace,
    );
    thread.post({ kind: "request", ticket, call: withOwnBytes(call), madeOn: this.#attempts.handled });
    return ticket;
  }

  /** The part is copied when it is sent, since the channel does not own it. */
  proceed(ticket: number, part?: Uint8Array): void {
    this.#pending.wait(ticket);
    this.#thread?.post({ kind: "proceed", ticket, ...(part === undefined ? {} : { frame: ownBytes(part) }) });
  }

  cancel(ticket: number, reason?: Error): void {
    this.#thread?.post({
      kind: "cancel",
      ticket,
      ...(reason === undefined ? {} : { error: toSerializedError(reason) }),
    });
  }

  setReplay(replay: Replay): void {
    const kept = { ...replay, call: withOwnBytes(replay.call) };
    this.#replays.set(replay.label, kept);
    this.#change({ kind: "set-replay", replay: kept, answeredOn: this.#answeredOn });
  }

  removeReplay(label: string): void {
    this.#replays.delete(label);
    this.#change({ kind: "remove-replay", label, answeredOn: this.#answeredOn });
  }

  clearReplays(): void {
    this.#replays.clear();
    this.#thread?.post({ kind: "clear-replays" });
  }

  isRestoring(attempt: number): boolean {
    return this.#thread !== undefined && this.#attempts.isNewest(attempt);
  }

  resolveReplay(label: string, verdict: ReplayVerdict, attempt: number): void {
    const sent = this.#attempts.toWorker(attempt);
    if (sent === undefined) return;
    if (verdict.kind === "drop") this.#replays.delete(label);
    this.#thread?.post({ kind: "resolve-replay", label, verdict: toSerializedVerdict(verdict), attempt: sent });
  }

  /** A closed connection releases its worker; `connect()` starts another. */
  close({ drain }: { readonly drain: number }, resume: { done(): void }): void {
    const thread = this.#thread;
    if (thread === undefined) {
      resume.done();
      return;
    }
    this.#needsConnect = isClosed();
    const finish = (): void => {
      this.#leave(thread);
      resume.done();
    };
    const { closeTimeout } = this.#start.options;
    const ticket = this.#pending.add({ reply: finish, done: finish, fail: finish }, drain + closeTimeout + grace);
    thread.post({ kind: "close", ticket, drain });
  }

  /** A blocking connection never keeps the process alive. */
  setRef(): void {}

  /** Whether there is a worker that may send something. */
  get hasWorker(): boolean {
    return this.#thread !== undefined;
  }

  /** Whether something is expected from the worker. */
  get isAwaited(): boolean {
    return this.#thread !== undefined && this.#pending.size > 0;
  }

  /**
   * Receives what has arrived, without waiting; returns whether there was something. What arrives meanwhile has to wait:
   * a worker may send as fast as this thread handles its messages, and the program must have its turn.
   */
  poll(): boolean {
    this.#thread?.flush();
    let found = this.#handle();
    for (let messages = this.#thread?.take(); messages !== undefined; messages = this.#thread?.take()) {
      for (const message of messages) this.#inbox.push(this.#attempts.fromWorker(message));
    }
    found = this.#handle() || found;
    if (this.#thread?.hasEnded === true) this.#ended();
    return found;
  }

  /** Blocks until something has arrived or some time has passed, and receives it. Returns whether there is a worker. */
  pump(milliseconds: number): boolean {
    const thread = this.#thread;
    if (thread === undefined) return false;
    if (this.poll() || thread.sleep(milliseconds)) {
      this.poll();
    } else if (!this.poll() && this.#thread === thread) {
      this.#checkOn(thread);
    }
    return true;
  }

  #handle(): boolean {
    const found = this.#next < this.#inbox.length;
    while (this.#next < this.#inbox.length) {
      const message = this.#inbox[this.#next] as FromWorker;
      // The others may take long, and its bytes are of no use by then.
      this.#inbox[this.#next] = undefined;
      this.#next += 1;
      this.#receive(message);
    }
    if (found) this.#emptyInbox();
    return found;
  }

  #emptyInbox(): void {
    this.#inbox = [];
    this.#next = 0;
  }

  /** Checks on a worker from which nothing has arrived for a while. */
  #checkOn(thread: Thread): void {
    if (!thread.isAlive()) {
      this.#ended();
    } else if (this.#pending.isOverdue) {
      thread.terminate();
      this.#died(workerDied("hangs", this.#reopens));
    }
  }

  #ended(): void {
    this.#died(workerDied("has ended", this.#reopens));
  }

  /** Whether a lost connection can be opened again, with the same data. */
  get #reopens(): boolean {
    return this.#facts?.capabilities.reconnect !== false;
  }

  /** Fails every pending reply; the next call starts a new worker. */
  #died(error: Error): void {
    if (this.#thread !== undefined) this.#leave(this.#thread);
    this.#emptyInbox();
    this.#failure = error;
    if (!this.#reopens) this.#needsConnect = databaseIsGone(error);
    const waiters = this.#pending.takeAll();
    this.#listener.status("disconnected", error);
    for (const waiter of waiters) waiter.fail(error);
  }

  #leave(thread: Thread): void {
    thread.leave();
    forgotten.unregister(thread);
    if (this.#thread === thread) this.#thread = undefined;
  }

  /** Returns the worker. If there is none, starts one and sends it what to restore. */
  #running(): Thread {
    if (this.#thread !== undefined) return this.#thread;
    const thread = this.#launch();
    for (const replay of this.#replays.values()) this.#change({ kind: "set-replay", replay });
    return thread;
  }

  #change(message: ReplayChange): void {
    this.#changes.sent(message.answeredOn !== undefined);
    this.#thread?.post(message);
  }

  #launch(): Thread {
    const thread = this.#startThread(this.#start);
    forgotten.register(this, thread, thread);
    this.#thread = thread;
    this.#pending.forgetLate();
    this.#attempts.nextWorker();
    this.#changes.nextWorker();
    this.#facts = undefined;
    this.#failure = undefined;
    const deadline = platformTime.now() + this.#start.options.connectTimeout;
    while (this.#facts === undefined && this.#failure === undefined) {
      const left = deadline - platformTime.now();
      if (left > 0) {
        this.pump(left);
      } else {
        thread.terminate();
        this.#failure = didNotStart(undefined, ` within ${this.#start.options.connectTimeout} ms (connectTimeout)`);
      }
    }
    if (this.#failure === undefined) return thread;
    this.#leave(thread);
    throw this.#failure instanceof WorkerDiedError ? didNotStart(this.#failure) : this.#failure;
  }

  /** A connection that broke meanwhile may have been restored without what this answer changes. */
  get #answeredOn(): number | undefined {
    return this.#isAnswering ? this.#attempts.handled : undefined;
  }

  #reply(ticket: number, frame: Uint8Array): void {
    const wasAnswering = this.#isAnswering;
    this.#isAnswering = true;
    try {
      this.#pending.take(ticket)?.reply(frame);
    } finally {
      this.#isAnswering = wasAnswering;
    }
  }

  #receive(message: FromWorker): void {
    switch (message.kind) {
      case "reply":
        this.#reply(message.ticket, message.frame);
        return;
      case "part":
        this.#pending.rest(message.ticket)?.part?.(message.frame);
        return;
      case "fail":
        this.#pending.takeFailed(message.ticket)?.fail(fromSerializedError(message.error));
        return;
      case "late":
        this.#pending.takeLate(message.ticket)?.late?.(message.frame);
        return;
      case "done":
        this.#pending.take(message.ticket)?.done();
        return;
      case "started":
        this.#facts = { capabilities: message.capabilities, engineName: message.engineName };
        return;
      case "failed-to-start":
        this.#failure = fromSerializedError(message.error);
        return;
      case "died":
        this.#died(workerDied("stopped because of an error", this.#reopens, fromSerializedError(message.error)));
        return;
      case "notification":
        this.#thread?.tookNotification();
        this.#listener.notification(message.frame);
        return;
      case "lost":
        this.#listener.lost(this.#thread?.takeLost() ?? 0);
        return;
      case "left":
        return;
      default:
        if (message.kind === "ready") this.#pending.forgetLate();
        this.#attempts.handling(message);
        if (!this.#changes.isObsolete(message)) report(this.#listener, message);
    }
  }
}
