import {
  ConnectionLostError,
  type ConnectionStatus,
  ReconnectExhaustedError,
  type ReplayVerdict,
} from "@surreal-sdk/transport";
import { Attempts } from "./attempts.ts";
import type { UserEntry } from "./entry.ts";
import type { Parts } from "./parts.ts";
import * as reasons from "./reasons.ts";

const NEVER = Number.POSITIVE_INFINITY;

/** Where the connection stands. */
type Phase =
  | { readonly kind: "idle" }
  | { readonly kind: "waiting"; readonly retryAt: number }
  | { readonly kind: "opening" }
  | { readonly kind: "restoring" }
  | { readonly kind: "ready"; readonly since: number }
  | { readonly kind: "ending"; readonly by: number };

/** Why there is no connection, where a request may not make one by itself. */
type Over = "closed" | "lost" | undefined;

/**
 * The life of the connection: idle → opening → restoring → ready, from any of them back to waiting and opening, or
 * through ending to idle. Each arrow is one method.
 */
export class LifeCycle {
  readonly #parts: Parts;
  readonly #attempts: Attempts;
  #phase: Phase = { kind: "idle" };
  #status: ConnectionStatus = "disconnected";
  #epoch = 0;
  #established = false;
  #proven = false;
  /** The engine refused bytes because its connection is gone; it will say so, and until then nothing is written. */
  #dying = false;
  #over: Over;
  #lastError: Error | undefined;
  /** Those who asked for a connection, and until when they wait while it is made again. */
  #waiters: { readonly waiter: number; readonly by: number }[] = [];
  #closing: { readonly waiters: number[]; by: number } | undefined;
  /** Those who asked for a connection while this one was being closed. */
  #reopeners: number[] = [];

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#attempts = new Attempts(parts);
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

  get isWritable(): boolean {
    return this.#phase.kind === "ready" && !this.#dying;
  }

  get isClosing(): boolean {
    return this.#closing !== undefined;
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

  /** Whether somebody waits for it to connect or to close. */
  get isAwaited(): boolean {
    return this.#waiters.length > 0 || this.#closing !== undefined;
  }

  /** When something is to be done by itself. */
  get next(): number {
    if (this.#phase.kind === "ending") return this.#phase.by;
    return Math.min(this.#closing?.by ?? NEVER, this.#waitersBy, this.#phaseBy);
  }

  get #phaseBy(): number {
    switch (this.#phase.kind) {
      case "waiting":
        return this.#phase.retryAt;
      case "opening":
      case "restoring":
        return this.#attempts.attemptBy;
      default:
        return NEVER;
    }
  }

  /** A first connection has an end of its own; one that is made again may take for ever, and nobody waits that long. */
  get #waitersBy(): number {
    return this.#attempts.areToReconnect ? (this.#waiters[0]?.by ?? NEVER) : NEVER;
  }

  connect(waiter: number): void {
    if (this.#closing !== undefined) this.#reopeners.push(waiter);
    else if (this.#phase.kind === "ready") this.#parts.emit({ kind: "done", waiter });
    else {
      this.#waiters.push({ waiter, by: this.#now + this.#parts.options.connectTimeout });
      this.start();
    }
  }

  /** Starts to connect, unless that is under way. */
  start(): void {
    if (this.#phase.kind !== "idle") return;
    this.#over = undefined;
    this.#attempts.begin();
    this.#open();
  }

  opened(): void {
    if (this.#phase.kind !== "opening") return;
    this.#phase = { kind: "restoring" };
    if (this.#parts.capabilities.stateful) this.#parts.restoring.start();
    this.restore();
  }

  /** Sends the replays whose turn it is; when all are done the connection is ready. */
  restore(): void {
    if (this.#phase.kind !== "restoring") return;
    for (const { label, call } of this.#parts.restoring.next()) {
      this.#parts.requests.start({ kind: "replay", label }, call, this.#now);
    }
    if (this.#parts.restoring.isDone) this.#ready();
  }

  replayed(label: string, reply: Uint8Array, failed: boolean): void {
    const { restoring, emit } = this.#parts;
    this.#attempts.progressed();
    if (!failed) {
      restoring.answered(label);
      emit({ kind: "restored", label, reply });
      // Whoever hears of it may close, and nothing is to go out then: it is asked before anything else is done.
      emit({ kind: "go-on", epoch: this.#epoch });
      return;
    }
    if (restoring.refused(label)) {
      this.#attempts.grantTime();
      emit({ kind: "restore-failed", label, reply });
    }
    this.restore();
  }

  judge(label: string, verdict: ReplayVerdict): void {
    const { restoring, requests } = this.#parts;
    const replacement = verdict.kind === "replace" ? verdict.call : undefined;
    if (!restoring.judge(label, replacement)) return;
    this.#attempts.grantTime();
    if (replacement !== undefined) requests.start({ kind: "replay", label }, replacement, this.#now);
    else if (verdict.kind === "drop" && verdict.error !== undefined) {
      const { error, session } = verdict;
      this.#failWaiting(
        () => error,
        ({ call }) => call.facts.session === session,
      );
      if (session === undefined) this.#refuseWaiters(error);
    }
    this.restore();
  }

  /** A request was answered: the connection works. */
  proved(): void {
    this.#proven = true;
  }

  /** Nothing more can be written; the engine was told to report the end. */
  die(error: Error): void {
    if (!this.#dying) this.#parts.emit({ kind: "drop", epoch: this.#epoch, error });
    this.#dying = true;
  }

  /** The connection, or the attempt to make one, failed. `gone` when the engine itself said so. */
  lose(cause: Error | undefined, gone: boolean): void {
    if (this.#phase.kind === "ending") {
      this.#retire(gone);
      this.#closed();
      return;
    }
    const error = cause ?? new ConnectionLostError("The peer ended the connection.");
    const { kind } = this.#phase;
    if (this.#phase.kind === "ready") this.#attempts.lost(this.#phase.since, this.#proven);
    this.#retire(gone);
    for (const entry of this.#clearConnection()) this.#fail(entry, reasons.lostWhileWaiting(entry.call, error));
    this.#failTransactions(error);
    this.#retry(error, kind);
  }

  /** Time has passed. */
  tick(): void {
    const { connectTimeout } = this.#parts.options;
    while (this.#now >= this.#waitersBy) {
      const late = this.#waiters.splice(0, 1);
      this.#refuse(late, reasons.connectTimedOut(connectTimeout, "Reconnecting", this.#lastError));
    }
    switch (this.#phase.kind) {
      case "waiting":
        if (this.#now < this.#phase.retryAt) return;
        // The process stood still, and the time for it passed meanwhile.
        if (this.#attempts.areOver) this.#giveUp(reasons.exhausted(this.#attempts.count, this.#lastError));
        else this.#open();
        return;
      case "opening":
      case "restoring": {
        if (this.#now < this.#attempts.attemptBy) return;
        const what = this.#phase.kind === "opening" ? "Connecting" : "Restoring the session";
        this.lose(reasons.connectTimedOut(connectTimeout, what), false);
        break;
      }
      case "ending":
        if (this.#now < this.#phase.by) return;
        this.#retire(false);
        this.#closed();
        break;
    }
  }

  close(waiter: number, drain: number): void {
    const by = this.#now + drain;
    if (this.#closing === undefined) this.#closing = { waiters: [waiter], by };
    else {
      this.#closing.waiters.push(waiter);
      this.#closing.by = Math.min(this.#closing.by, by);
    }
    const reopeners = this.#reopeners.splice(0).map((each) => ({ waiter: each }));
    this.#refuse(reopeners, reasons.closedWhileConnecting());
  }

  /** Goes on closing once nothing is pending or the time for it is over. */
  finishClosing(): void {
    if (this.#closing === undefined || this.#phase.kind === "ending") return;
    if (this.#parts.requests.pending > 0 && this.#now < this.#closing.by) return;
    for (const entry of this.#clearConnection()) this.#fail(entry, reasons.closedBeforeAnswered(entry.call));
    this.#failWaiting((entry) => reasons.closedBeforeSent(entry.call));
    this.#refuseWaiters(reasons.closedWhileConnecting());
    if (this.#phase.kind === "restoring" || this.#phase.kind === "ready") {
      const timeout = this.#parts.options.closeTimeout;
      this.#phase = { kind: "ending", by: this.#now + timeout };
      this.#parts.emit({ kind: "end", epoch: this.#epoch, timeout });
    } else {
      this.#retire(this.#phase.kind !== "opening");
      this.#closed();
    }
  }

  get #now(): number {
    return this.#parts.moment.now;
  }

  #open(): void {
    this.#epoch += 1;
    this.#phase = { kind: "opening" };
    const timeout = this.#attempts.next();
    this.#setStatus(this.#attempts.areToReconnect ? "reconnecting" : "connecting");
    this.#parts.emit({ kind: "open", epoch: this.#epoch, timeout });
  }

  #ready(): void {
    const { emit, heartbeat } = this.#parts;
    const reconnected = this.#established;
    this.#phase = { kind: "ready", since: this.#now };
    this.#attempts.succeeded();
    this.#established = true;
    this.#proven = false;
    this.#lastError = undefined;
    heartbeat?.start(this.#now);
    this.#setStatus("connected");
    emit({ kind: "ready", reconnected });
    for (const { waiter } of this.#waiters.splice(0)) emit({ kind: "done", waiter });
  }

  #retry(error: Error, failedIn: Phase["kind"]): void {
    this.#lastError = error;
    const next = this.#attempts.after(error, failedIn === "opening");
    if (next instanceof Error) this.#giveUp(next);
    else this.#wait(next, error, failedIn);
  }

  #wait(retryAt: number, error: Error, failedIn: Phase["kind"]): void {
    const { options, emit } = this.#parts;
    this.#phase = { kind: "waiting", retryAt };
    if (this.#attempts.areToReconnect) this.#setStatus("reconnecting", error);
    if (failedIn !== "ready") {
      const attempt = this.#attempts.count;
      const message = `Attempt ${attempt} to connect failed: ${error.message}`;
      const facts = { attempt, retryIn: retryAt - this.#now };
      emit({ kind: "diagnostic", event: { kind: "attempt-failed", message, ...facts } });
    }
    if (this.isReconnecting && options.offlineQueue === false) {
      this.#failWaiting((entry) => reasons.refusedWhileReconnecting(entry.call, error));
    }
  }

  #giveUp(error: Error): void {
    const lost = this.#attempts.areToReconnect;
    this.#phase = { kind: "idle" };
    this.#over = lost ? "lost" : undefined;
    this.#setStatus("disconnected", error);
    this.#refuseWaiters(error);
    const gone = lost && !(error instanceof ReconnectExhaustedError);
    this.#failWaiting(({ call }) => (gone ? reasons.gone(call, error) : reasons.unavailable(call, error)));
  }

  #closed(): void {
    const waiters = this.#closing?.waiters ?? [];
    this.#closing = undefined;
    this.#phase = { kind: "idle" };
    this.#established = false;
    this.#lastError = undefined;
    this.#over = this.#parts.capabilities.reconnect ? undefined : "closed";
    this.#setStatus("closed");
    for (const waiter of waiters) this.#parts.emit({ kind: "done", waiter });
    for (const waiter of this.#reopeners.splice(0)) this.connect(waiter);
  }

  /** Nothing that the connection still says is listened to. */
  #retire(gone: boolean): void {
    if (!gone) this.#parts.emit({ kind: "abandon", epoch: this.#epoch });
    this.#epoch += 1;
    this.#dying = false;
  }

  #clearConnection(): UserEntry[] {
    const { requests, restoring, heartbeat, orphans } = this.#parts;
    restoring.stop();
    heartbeat?.stop();
    orphans.clear();
    return requests.disconnect();
  }

  /** A transaction is gone with its connection: what waits to go into it must not reach another one. */
  #failTransactions(error: Error): void {
    for (const entry of this.#parts.requests.users()) {
      if (entry.call.facts.transaction !== undefined) this.#fail(entry, reasons.transactionGone(entry.call, error));
    }
  }

  #failWaiting(reason: (entry: UserEntry) => Error, concerned: (entry: UserEntry) => boolean = () => true): void {
    for (const entry of this.#parts.requests.users()) if (concerned(entry)) this.#fail(entry, reason(entry));
  }

  #fail(entry: UserEntry, error: Error): void {
    this.#parts.requests.settle(entry);
    this.#parts.emit({ kind: "fail", ticket: entry.owner.ticket, error });
  }

  #refuseWaiters(error: Error): void {
    this.#refuse(this.#waiters.splice(0), error);
  }

  #refuse(waiters: readonly { readonly waiter: number }[], error: Error): void {
    for (const { waiter } of waiters) this.#parts.emit({ kind: "refuse", waiter, error });
  }

  #setStatus(status: ConnectionStatus, error?: Error): void {
    if (status === this.#status) return;
    this.#status = status;
    this.#parts.emit({ kind: "status", status, error });
  }
}
