import type { Call, ConnectionStatus, Replay, ReplayVerdict } from "@surreal-sdk/transport";
import { IntMap, isBuiltIn, LONGEST_TIMER, platformTime } from "@surreal-sdk/transport/toolkit";
import { type Clock, type ClockTimer, systemClock } from "./clock.ts";
import { Attempt } from "./engine-connection.ts";
import type { Link, LinkConfig, LinkListener, Settle } from "./link.ts";
import type { Announcement, Effect, LinkEvent, Settlement } from "./machine/events.ts";
import { LinkMachine } from "./machine/machine.ts";

/** The machine that decides. A simulation may replace it by a broken one, to see whether that is noticed. */
export type Machine = Pick<LinkMachine, keyof LinkMachine>;

/** A caller that waits until the connection is established or closed. */
interface Waiter {
  done(): void;
  fail?(error: Error): void;
}

/**
 * Runs a {@link LinkMachine}: the only place with a timer and with callbacks.
 *
 * It processes events one at a time, in order, so a callback may call the link: its request is processed after the
 * current event.
 */
export class Driver implements Link {
  readonly #config: LinkConfig;
  readonly #listener: LinkListener;
  readonly #clock: Clock;
  readonly #machine: Machine;
  readonly #settles = new IntMap<Settle>();
  /** Those that have failed on this connection, and would still take an answer. */
  readonly #late = new IntMap<Settle>();
  /** The request that was released last, if the engine has sent nothing of it. */
  #unsentId: string | undefined;
  readonly #waiters = new IntMap<Waiter>();
  readonly #events: LinkEvent[] = [];
  /** What the engine refused during the current event. It belongs to that event, so it comes before all others. */
  readonly #refusals: LinkEvent[] = [];
  #lastTicket = 0;
  #running = false;
  #scheduled = false;
  #attempt: Attempt | undefined;
  #timer: ClockTimer | undefined;
  #firesAt = 0;
  #timerHeld = true;
  #ref = true;

  constructor(config: LinkConfig, machine: Machine = createMachine(config)) {
    this.#config = config;
    this.#listener = config.listener;
    this.#clock = config.clock ?? systemClock;
    this.#machine = machine;
  }

  get status(): ConnectionStatus {
    return this.#machine.status;
  }

  get pending(): number {
    return this.#settles.size;
  }

  connect(settle: { done(): void; fail(error: Error): void }, waits?: boolean): void {
    this.#push({ kind: "connect", waiter: this.#await(settle), waits });
  }

  request(call: Call, settle: Settle, ticket: number = this.#lastTicket + 1, madeOn?: number): number {
    this.#lastTicket = ticket;
    this.#settles.set(ticket, settle);
    this.#events.push({ kind: "request", ticket, call, madeOn });
    // Deferred: the caller must have its ticket before its settle is called.
    if (!this.#running && !this.#scheduled) {
      this.#scheduled = true;
      platformTime.queueMicrotask(() => {
        this.#scheduled = false;
        this.#run();
      });
    }
    return ticket;
  }

  proceed(ticket: number, part?: Uint8Array): void {
    this.#push({ kind: "proceed", ticket, part });
  }

  cancel(ticket: number, reason?: Error): void {
    this.#push({ kind: "cancel", ticket, reason });
  }

  setReplay(replay: Replay, answeredOn?: number): void {
    this.#push({ kind: "set-replay", replay, answeredOn });
  }

  removeReplay(label: string, answeredOn?: number): void {
    this.#push({ kind: "remove-replay", label, answeredOn });
  }

  clearReplays(): void {
    this.#push({ kind: "clear-replays" });
  }

  isRestoring(attempt: number): boolean {
    return this.#machine.isRestoring(attempt);
  }

  resolveReplay(label: string, verdict: ReplayVerdict, attempt: number): void {
    this.#push({ kind: "resolve-replay", label, verdict, attempt });
  }

  close(options: { readonly drain: number }, settle: { done(): void }): void {
    this.#push({ kind: "close", waiter: this.#await(settle), drain: options.drain });
  }

  setRef(ref: boolean): void {
    this.#ref = ref;
    this.#updateRef();
  }

  #await(waiter: Waiter): number {
    this.#lastTicket += 1;
    this.#waiters.set(this.#lastTicket, waiter);
    return this.#lastTicket;
  }

  #push(event: LinkEvent): void {
    (event.kind === "unsent" ? this.#refusals : this.#events).push(event);
    this.#run();
  }

  #run(): void {
    if (this.#running) return;
    this.#running = true;
    try {
      let next = 0;
      const take = (): LinkEvent | undefined => this.#refusals.shift() ?? this.#events[next++];
      for (let event = take(); event !== undefined; event = take()) {
        const buffered = this.#attempt?.bufferedBytes ?? 0;
        for (const effect of this.#machine.step(event, { now: this.#clock.now(), buffered })) this.#perform(effect);
      }
    } finally {
      this.#events.length = 0;
      this.#refusals.length = 0;
      this.#running = false;
    }
    this.#schedule();
    this.#updateRef();
  }

  #perform(effect: Effect): void {
    switch (effect.kind) {
      case "open":
        this.#late.clear();
        this.#attempt = new Attempt(this.#config, effect.epoch, (event) => this.#push(event));
        this.#attempt.open(effect.timeout);
        break;
      case "send":
        this.#attempt?.send(effect.request);
        break;
      case "proceed":
        this.#attempt?.proceed(effect.id, effect.part);
        break;
      case "read":
        this.#attempt?.setReading(effect.reading);
        break;
      case "release":
        this.#unsentId = this.#attempt?.release(effect.id) === true ? effect.id : undefined;
        break;
      case "abandon":
        this.#attempt?.abandon();
        break;
      case "drop":
        this.#attempt?.abandon();
        this.#push({ kind: "closed", epoch: effect.epoch, error: effect.error });
        break;
      case "go-on":
        this.#push({ kind: "heard", epoch: effect.epoch });
        break;
      case "end":
        this.#attempt?.close(effect.timeout);
        break;
      default:
        this.#report(effect);
    }
  }

  /** Calls a listener; an exception in it does not affect the others. */
  #report(effect: Settlement | Announcement): void {
    try {
      if ("ticket" in effect || "waiter" in effect) this.#settle(effect);
      else this.#announce(effect);
    } catch (error) {
      const message = `A listener threw ${isBuiltIn(error, "Error") ? error.name : typeof error} at "${effect.kind}".`;
      try {
        this.#listener.diagnostic({ kind: "listener-failed", message, cause: error });
      } catch {
        // A diagnostic listener that throws cannot be notified either.
      }
    }
  }

  #settle(effect: Settlement): void {
    switch (effect.kind) {
      case "reply":
        this.#settles.take(effect.ticket)?.reply(effect.frame);
        break;
      case "part":
        this.#settles.get(effect.ticket)?.part?.(effect.bytes);
        break;
      case "fail":
        this.#fail(effect);
        break;
      case "late":
        this.#late.take(effect.ticket)?.late?.(effect.frame);
        break;
      case "done":
        this.#waiters.take(effect.waiter)?.done();
        break;
      case "refuse":
        this.#waiters.take(effect.waiter)?.fail?.(effect.error);
        break;
    }
  }

  #fail({ ticket, error, unsent }: Extract<Settlement, { kind: "fail" }>): void {
    const settle = this.#settles.take(ticket);
    if (settle?.late !== undefined) this.#late.set(ticket, settle);
    settle?.fail((unsent?.id === this.#unsentId && unsent?.error) || error);
  }

  #announce(effect: Announcement): void {
    const listener = this.#listener;
    switch (effect.kind) {
      case "status":
        if (effect.error === undefined) listener.status(effect.status);
        else listener.status(effect.status, effect.error);
        break;
      case "notification":
        listener.notification(effect.frame);
        break;
      case "restored":
        listener.restored(effect.label, effect.reply, effect.attempt);
        break;
      case "restore-failed":
        listener.restoreFailed(effect.label, effect.reply, effect.attempt);
        break;
      case "ready":
        listener.ready(effect.reconnected, effect.attempt);
        break;
      case "diagnostic":
        listener.diagnostic(effect.event);
        break;
    }
  }

  /** Makes the timer fire when the machine needs a tick; one that fires early does no harm. */
  #schedule(): void {
    const { wakeAt } = this.#machine;
    if (this.#timer !== undefined && wakeAt >= this.#firesAt && wakeAt !== Number.POSITIVE_INFINITY) return;
    this.#timer?.cancel();
    this.#timer = undefined;
    if (wakeAt === Number.POSITIVE_INFINITY) return;
    const delay = Math.min(Math.max(wakeAt - this.#clock.now(), 0), LONGEST_TIMER);
    this.#firesAt = this.#clock.now() + delay;
    this.#timer = this.#clock.startTimer(Math.ceil(delay), () => {
      this.#timer = undefined;
      this.#push({ kind: "tick" });
    });
    this.#timerHeld = true;
  }

  /** Keeps the process alive while a caller waits, and for an idle link unless `setRef(false)` was called. */
  #updateRef(): void {
    const awaited = this.#settles.size > 0 || this.#machine.isAwaited;
    this.#attempt?.setRef(this.#ref || awaited);
    const held = awaited || (this.#ref && this.#machine.isConnecting);
    if (held !== this.#timerHeld) this.#timer?.setRef?.(held);
    this.#timerHeld = held;
  }
}

/** Creates the machine of a link. */
export function createMachine(config: LinkConfig): LinkMachine {
  const { engine, framing, options, random = Math.random, verdictTimeout, judge } = config;
  return new LinkMachine({ capabilities: engine.capabilities, framing, options, random, verdictTimeout, judge });
}
