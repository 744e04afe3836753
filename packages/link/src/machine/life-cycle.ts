import {
  ConnectionLostError,
  type ConnectionStatus,
  ReconnectExhaustedError,
  type ReplayVerdict,
} from "@surreal-sdk/transport";
import { isBuiltIn } from "@surreal-sdk/transport/toolkit";
import type { UserEntry } from "./entry.ts";
import * as errors from "./errors.ts";
import { Failures, ifUnsent } from "./failures.ts";
import type { MachineContext } from "./machine-context.ts";
import { RetrySchedule } from "./retry-schedule.ts";
import { Waiters } from "./waiters.ts";

const NEVER = Number.POSITIVE_INFINITY;

/** The state of the connection. */
type Phase =
  | { readonly kind: "idle" }
  | { readonly kind: "waiting"; readonly retryAt: number }
  | { readonly kind: "opening" }
  | { readonly kind: "restoring" }
  | { readonly kind: "ready"; readonly since: number }
  | { readonly kind: "ending"; readonly by: number };

/** Why there is no connection, for requests that may not open one. */
type Over = "closed" | "lost" | undefined;

/**
 * The life cycle of the connection: idle → opening → restoring → ready, from each of them back to waiting and opening,
 * or through ending to idle. Each transition is one method.
 */
export class LifeCycle {
  readonly #shared: MachineContext;
  readonly #retries: RetrySchedule;
  readonly #failures: Failures;
  readonly #waiters: Waiters;
  #phase: Phase = { kind: "idle" };
  #status: ConnectionStatus = "disconnected";
  #epoch = 0;
  #established = false;
  #proven = false;
  /**
   * The engine refused bytes because its connection is gone. It will report that, and until then nothing is written.
   */
  #dropped = false;
  #over: Over;
  #lastError: Error | undefined;

  constructor(parts: MachineContext) {
    this.#shared = parts;
    this.#retries = new RetrySchedule(parts);
    this.#failures = new Failures(parts);
    this.#waiters = new Waiters(parts.emit);
  }

  get status(): ConnectionStatus {
    return this.#status;
  }

  get phase(): Phase["kind"] {
    return this.#phase.kind;
  }

  get epoch(): number {
    return this.#epoch;
  }

  /** Whether the connection of that attempt stands; without a number, whether there is one. */
  isOn(attempt: number = this.#epoch): boolean {
    return this.#phase.kind === "ready" && attempt === this.#epoch;
  }

  get isWritable(): boolean {
    return this.#phase.kind === "ready" && !this.#dropped;
  }

  get isClosing(): boolean {
    return this.#waiters.isClosing;
  }

  get isReconnecting(): boolean {
    return this.#status === "reconnecting";
  }

  get over(): Over {
    return this.#phase.kind === "idle" ? this.#over : undefined;
  }

  get lastError(): Error | undefined {
    return this.#lastError;
  }

  /** Whether a caller waits for it to connect or to close. */
  get isAwaited(): boolean {
    return this.#waiters.areAny;
  }

  /** When a timeout of the life cycle is due. */
  get next(): number {
    if (this.#phase.kind === "ending") return this.#phase.by;
    return Math.min(this.#waiters.closingBy, this.#waitersBy, this.#phaseBy);
  }

  get #phaseBy(): number {
    switch (this.#phase.kind) {
      case "waiting":
        return this.#phase.retryAt;
      case "opening":
      case "restoring":
        return this.#retries.attemptBy;
      default:
        return NEVER;
    }
  }

  /** A first connection has its own limit; a reconnect may take forever, so callers get a limit. */
  get #waitersBy(): number {
    return this.#retries.areToReconnect ? this.#waiters.firstBy : NEVER;
  }

  connect(waiter: number, waits = false): void {
    if (this.isClosing) this.#waiters.forReopening(waiter);
    else if (waits && this.over === "lost") {
      this.#shared.emit({ kind: "refuse", waiter, error: errors.gone(undefined, this.#lastError) });
    } else if (this.#phase.kind === "ready") this.#shared.emit({ kind: "done", waiter });
    else {
      this.#waiters.forConnection(waiter, this.#now + this.#shared.options.connectTimeout);
      this.start();
    }
  }

  /** Starts to connect, unless it is connecting already. */
  start(): void {
    if (this.#phase.kind !== "idle") return;
    this.#over = undefined;
    this.#retries.begin();
    this.#open();
  }

  opened(): void {
    if (this.#phase.kind !== "opening") return;
    this.#phase = { kind: "restoring" };
    if (this.#shared.capabilities.stateful) this.#shared.restoring.start();
    this.restore();
  }

  /** Sends the replays of the next rank; when all are done the connection is ready. */
  restore(): void {
    if (this.#phase.kind !== "restoring") return;
    for (const { label, call } of this.#shared.restoring.next()) {
      this.#shared.requests.start({ kind: "replay", label }, call, this.#now);
    }
    if (this.#shared.restoring.isDone) this.#ready();
  }

  replayed(label: string, reply: Uint8Array, failed: boolean): void {
    const { restoring, emit, judge } = this.#shared;
    const attempt = this.#epoch;
    this.#retries.progressed();
    if (!failed) {
      restoring.answered(label);
      emit({ kind: "restored", label, reply, attempt });
      const refusal = judge?.(label, reply);
      if (refusal !== undefined) {
        this.#refusePeer(refusal);
        return;
      }
      // A listener may close the link, and nothing must be sent then: so it is notified before anything else is
      // done.
      emit({ kind: "go-on", epoch: this.#epoch });
      return;
    }
    if (restoring.refused(label)) {
      this.#retries.awaitVerdict();
      emit({ kind: "restore-failed", label, reply, attempt });
    }
    this.restore();
  }

  /** Whether this attempt is restoring its connection. */
  isRestoring(attempt: number): boolean {
    return this.#phase.kind === "restoring" && attempt === this.#epoch;
  }

  resolveReplay(label: string, verdict: ReplayVerdict, attempt: number): void {
    const { restoring, requests } = this.#shared;
    if (!this.isRestoring(attempt)) return;
    const replacement = verdict.kind === "replace" ? verdict.call : undefined;
    if (!restoring.resolve(label, replacement)) return;
    if (restoring.awaitsVerdict) this.#retries.awaitVerdict();
    else this.#retries.grantTime();
    if (replacement !== undefined) requests.start({ kind: "replay", label }, replacement, this.#now);
    else if (verdict.kind === "drop" && verdict.error !== undefined) {
      const { error, session } = verdict;
      this.#failures.waiting(
        () => error,
        ({ call }) => call.facts.session === session,
      );
      if (session === undefined) this.#waiters.refuse(error);
    }
    this.restore();
  }

  /**
   * What is to be restored has changed, because of an answer on that attempt's connection. A later one was restored
   * without the change: it is given up for one that has it.
   */
  answered(attempt: number | undefined): void {
    if (attempt === undefined || attempt === this.#epoch) return;
    const { kind } = this.#phase;
    if (kind === "restoring" || kind === "ready") this.connectionLost(errors.restoredTooEarly(), false);
  }

  /** A request was answered: the connection works. */
  proved(): void {
    this.#proven = true;
  }

  /** Nothing more can be written; the engine was asked to report the end. */
  drop(error: Error): void {
    if (!this.#dropped) this.#shared.emit({ kind: "drop", epoch: this.#epoch, error });
    this.#dropped = true;
  }

  /** The connection, or the attempt to make one, failed. `gone` when the engine itself reported it. */
  connectionLost(cause: Error | undefined, gone: boolean): void {
    if (this.#phase.kind === "ending") {
      this.#abandon(gone);
      this.#closed();
      return;
    }
    const error = cause ?? new ConnectionLostError("The peer ended the connection.");
    const { kind } = this.#phase;
    if (this.#phase.kind === "ready") this.#retries.lost(this.#phase.since, this.#proven);
    this.#abandon(gone);
    for (const entry of this.#clearConnection()) this.#failures.one(entry, errors.lostWhileWaiting(entry.call, error));
    this.#failures.transactions(error);
    this.#retry(error, kind);
  }

  /** Time has passed. */
  tick(): void {
    const { connectTimeout } = this.#shared.options;
    while (this.#now >= this.#waitersBy) {
      this.#waiters.refuseFirst(errors.connectTimedOut(connectTimeout, "Reconnecting", this.#lastError));
    }
    switch (this.#phase.kind) {
      case "waiting":
        if (this.#now < this.#phase.retryAt) return;
        // The process was suspended, and the deadline passed meanwhile.
        if (this.#retries.areOver) this.#giveUp(errors.exhausted(this.#retries.count, this.#lastError));
        else this.#open();
        return;
      case "opening":
      case "restoring": {
        if (this.#now < this.#retries.attemptBy) return;
        const what = this.#phase.kind === "opening" ? "Connecting" : "Restoring the session";
        this.connectionLost(errors.connectTimedOut(connectTimeout, what), false);
        break;
      }
      case "ending":
        if (this.#now < this.#phase.by) return;
        this.#abandon(false);
        this.#closed();
        break;
    }
  }

  close(waiter: number, drain: number): void {
    this.#waiters.forClosing(waiter, this.#now + drain);
  }

  /** Completes closing once no request is pending or the time for it is over. */
  finishClosing(): void {
    if (!this.isClosing || this.#phase.kind === "ending") return;
    if (this.#shared.requests.pending > 0 && this.#now < this.#waiters.closingBy) return;
    for (const entry of this.#clearConnection()) {
      const unsent = ifUnsent(this.#shared, entry, () => errors.closedBeforeSent(entry.call));
      this.#failures.one(entry, errors.closedBeforeAnswered(entry.call), unsent);
    }
    this.#failures.waiting((entry) => errors.closedBeforeSent(entry.call));
    this.#waiters.refuse(errors.closedWhileConnecting());
    if (this.#phase.kind === "restoring" || this.#phase.kind === "ready") {
      const timeout = this.#shared.options.closeTimeout;
      this.#phase = { kind: "ending", by: this.#now + timeout };
      this.#shared.emit({ kind: "end", epoch: this.#epoch, timeout });
    } else {
      this.#abandon(this.#phase.kind !== "opening");
      this.#closed();
    }
  }

  get #now(): number {
    return this.#shared.moment.now;
  }

  #open(): void {
    this.#epoch += 1;
    this.#phase = { kind: "opening" };
    const timeout = this.#retries.next();
    this.#setStatus(this.#retries.areToReconnect ? "reconnecting" : "connecting");
    this.#shared.emit({ kind: "open", epoch: this.#epoch, timeout });
  }

  #ready(): void {
    const { emit, heartbeat } = this.#shared;
    const reconnected = this.#established;
    this.#phase = { kind: "ready", since: this.#now };
    this.#retries.succeeded();
    this.#established = true;
    this.#proven = false;
    this.#lastError = undefined;
    heartbeat?.start(this.#now);
    this.#setStatus("connected");
    emit({ kind: "ready", reconnected, attempt: this.#epoch });
    this.#waiters.connected();
  }

  #retry(error: Error, failedIn: Phase["kind"]): void {
    this.#lastError = error;
    const next = this.#retries.after(error, failedIn === "opening");
    if (isBuiltIn(next, "Error")) this.#giveUp(next);
    else this.#wait(next, error, failedIn);
  }

  #wait(retryAt: number, error: Error, failedIn: Phase["kind"]): void {
    const { options, emit } = this.#shared;
    this.#phase = { kind: "waiting", retryAt };
    if (this.#retries.areToReconnect) this.#setStatus("reconnecting", error);
    if (failedIn !== "ready") {
      const attempt = this.#retries.count;
      const message = `Attempt ${attempt} to connect failed: ${error.message}`;
      const facts = { attempt, retryIn: retryAt - this.#now };
      emit({ kind: "diagnostic", event: { kind: "attempt-failed", message, ...facts } });
    }
    if (this.isReconnecting && options.offlineQueue === false) {
      this.#failures.waiting((entry) => errors.refusedWhileReconnecting(entry.call, error));
    }
  }

  #giveUp(error: Error): void {
    const lost = this.#retries.areToReconnect;
    this.#phase = { kind: "idle" };
    this.#over = lost ? "lost" : undefined;
    this.#setStatus("disconnected", error);
    this.#waiters.refuse(error);
    const gone = lost && !(error instanceof ReconnectExhaustedError);
    this.#failures.waiting(({ call }) => (gone ? errors.gone(call, error) : errors.unavailable(call, error)));
  }

  /** Leaves a peer that the link must not talk to at once and permanently; waiting requests fail with the reason. */
  #refusePeer(error: Error): void {
    this.#abandon(false);
    this.#clearConnection();
    this.#phase = { kind: "idle" };
    this.#over = "lost";
    this.#lastError = error;
    this.#setStatus("disconnected", error);
    this.#waiters.refuse(error);
    this.#failures.waiting(() => error);
  }

  #closed(): void {
    this.#phase = { kind: "idle" };
    this.#established = false;
    this.#lastError = undefined;
    this.#over = "closed";
    this.#setStatus("closed");
    for (const waiter of this.#waiters.closed()) this.connect(waiter);
  }

  /** Ignores everything that the connection reports from now on. */
  #abandon(gone: boolean): void {
    if (!gone) this.#shared.emit({ kind: "abandon", epoch: this.#epoch });
    this.#epoch += 1;
    this.#dropped = false;
  }

  #clearConnection(): UserEntry[] {
    const { requests, restoring, heartbeat, orphans } = this.#shared;
    restoring.stop();
    heartbeat?.stop();
    orphans.clear();
    return requests.disconnect();
  }

  #setStatus(status: ConnectionStatus, error?: Error): void {
    if (status === this.#status) return;
    this.#status = status;
    this.#shared.emit({ kind: "status", status, error });
  }
}
