import type { Call, ConnectionStatus } from "@surreal-sdk/transport";
import { type Entry, isStream, isUser, type UserEntry } from "./entry.ts";
import * as errors from "./errors.ts";
import type { Effect, LinkEvent, Moment, ReplayEvent } from "./events.ts";
import { ifUnsent } from "./failures.ts";
import { LifeCycle } from "./life-cycle.ts";
import { createMachineContext, type MachineConfig, type MachineContext } from "./machine-context.ts";
import { Responses } from "./responses.ts";
import { Streams } from "./streams.ts";

/** How many bytes may be buffered for a peer that does not accept them before requests wait. */
const BUFFER_LIMIT = 16 * 1024 * 1024;
/** How often to check whether the peer accepts bytes again, in milliseconds. */
const BUFFER_POLL = 50;
/** A tick this late shows that the process was suspended, and that unread answers may have arrived. */
const LATE = 100;
/** How long to read them before any deadline counts, in milliseconds. */
const GRACE = 50;
/** What may wait for a first connection when `offlineQueue` is off. */
const FIRST_CONNECTION_QUEUE = { requests: 1_000, bytes: 16 * 1024 * 1024 };

/**
 * Makes all decisions of a link, as a function of events: it has no clock, no timer, no promise and no socket.
 *
 * @example
 * ```ts
 * const machine = new LinkMachine({ capabilities, framing, options, random: () => 0.5 });
 * machine.step({ kind: "request", ticket: 1, call }, { now: 0, buffered: 0 });
 * // => [{ kind: "status", status: "connecting" }, { kind: "open", epoch: 1, timeout: 10_000 }]
 * ```
 */
export class LinkMachine {
  readonly #shared: MachineContext;
  readonly #life: LifeCycle;
  readonly #responses: Responses;
  readonly #streams: Streams;
  #wakeAt = Number.POSITIVE_INFINITY;
  #graceUntil: number | undefined;
  #ping: Entry | undefined;

  constructor(config: MachineConfig) {
    this.#shared = createMachineContext(config);
    this.#life = new LifeCycle(this.#shared);
    this.#streams = new Streams(this.#shared, this.#life);
    this.#responses = new Responses(this.#shared, this.#life, this.#streams);
  }

  /** The status of the connection, as users see it. */
  get status(): ConnectionStatus {
    return this.#life.status;
  }

  /** When a `tick` is needed, by the clock of the moments passed in; `Infinity` when nothing waits for time to pass. */
  get wakeAt(): number {
    return this.#wakeAt;
  }

  /** Whether a caller waits for something. */
  get isAwaited(): boolean {
    return this.#shared.requests.pending > 0 || this.#life.isAwaited;
  }

  /** Whether a connection is being made, or made again. */
  get isConnecting(): boolean {
    return ["waiting", "opening", "restoring"].includes(this.#life.phase);
  }

  /** Whether this attempt is restoring its connection. */
  isRestoring(attempt: number): boolean {
    return this.#life.isRestoring(attempt);
  }

  /** Processes one event and returns its effects, in order. */
  step(event: LinkEvent, moment: Moment): Effect[] {
    const parts = this.#shared;
    parts.moment = moment;
    parts.effects = [];
    parts.requests.countBytes();
    this.#handle(event);
    // A request that fails in this step must not be sent in it.
    this.#life.finishClosing();
    parts.requests.flush(() => this.#takesBytes);
    this.#streams.balance();
    this.#wakeAt = this.#nextWake();
    return parts.effects;
  }

  #handle(event: LinkEvent): void {
    if ("epoch" in event) {
      if (event.epoch === this.#life.epoch) this.#responses.handle(event);
      return;
    }
    switch (event.kind) {
      case "connect":
        this.#life.connect(event.waiter, event.waits);
        break;
      case "request":
        this.#request(event);
        break;
      case "proceed":
        this.#proceed(event.ticket, event.part);
        break;
      case "cancel":
        this.#cancel(event.ticket, event.reason);
        break;
      case "close":
        this.#life.close(event.waiter, event.drain);
        break;
      case "tick":
        this.#tick();
        break;
      default:
        this.#replay(event);
    }
  }

  #replay(event: ReplayEvent): void {
    switch (event.kind) {
      case "set-replay":
        this.#shared.restoring.set(event.replay);
        this.#life.answered(event.answeredOn);
        break;
      case "remove-replay":
        this.#shared.restoring.remove(event.label);
        this.#life.answered(event.answeredOn);
        break;
      case "clear-replays":
        this.#shared.restoring.clear();
        break;
      case "resolve-replay":
        this.#life.resolveReplay(event.label, event.verdict, event.attempt);
        break;
    }
  }

  #request({ ticket, call, madeOn }: Extract<LinkEvent, { kind: "request" }>): void {
    const { emit, requests, moment } = this.#shared;
    const error = this.#refusal(call, madeOn);
    if (error !== undefined) {
      emit({ kind: "fail", ticket, error });
      return;
    }
    requests.add(ticket, call, moment.now);
    this.#life.start();
  }

  /** Why a request cannot be accepted, if so. */
  #refusal(call: Call, madeOn: number | undefined): Error | undefined {
    const { requests, options } = this.#shared;
    const life = this.#life;
    if (life.isClosing || life.over === "closed") return errors.closedBeforeSent(call);
    if (call.facts.transaction !== undefined && !life.isOn(madeOn)) return errors.transactionGone(call, life.lastError);
    if (life.over === "lost") return errors.gone(call, life.lastError);
    if (life.isReconnecting && options.offlineQueue === false) {
      return errors.refusedWhileReconnecting(call, life.lastError);
    }
    if (this.#takesBytes) return undefined;
    const limit = options.offlineQueue === false ? FIRST_CONNECTION_QUEUE : options.offlineQueue;
    return requests.isFull(call, limit) ? errors.queueFull(call) : undefined;
  }

  #proceed(ticket: number, part: Uint8Array | undefined): void {
    const { requests, moment } = this.#shared;
    const entry = requests.user(ticket);
    if (entry?.state !== "written") return;
    if (isStream(entry)) requests.take(entry, moment.now);
    else requests.resume(entry, part, moment.now);
  }

  #cancel(ticket: number, reason: Error | undefined): void {
    const { emit, requests } = this.#shared;
    const entry = requests.user(ticket);
    if (entry === undefined) return;
    const written = entry.state === "written";
    emit({ kind: "fail", ticket, error: reason ?? errors.cancelled(entry.call, written) });
    if (written) this.#abandon(entry);
    else requests.settle(entry);
  }

  #abandon(entry: UserEntry): void {
    const { requests, moment } = this.#shared;
    const id = requests.idOf(entry);
    requests.abandon(entry, moment.now);
    if (isStream(entry)) this.#streams.cancel(id);
  }

  #tick(): void {
    const { requests, moment } = this.#shared;
    if (this.#isCatchingUp(moment.now)) return;
    for (let entry = requests.due(moment.now); entry !== undefined; entry = requests.due(moment.now))
      this.#expire(entry);
    this.#life.tick();
    if (this.#life.isWritable) this.#beat();
  }

  /**
   * After a suspension (a sleeping computer, a long computation) the link reads what has arrived before any deadline
   * counts.
   */
  #isCatchingUp(now: number): boolean {
    if (this.#graceUntil !== undefined) {
      if (now < this.#graceUntil) return true;
      this.#graceUntil = undefined;
    } else if (now - this.#wakeAt > LATE) {
      this.#graceUntil = now + GRACE;
      return true;
    }
    return false;
  }

  #expire(entry: Entry): void {
    const { emit, requests } = this.#shared;
    if (entry.owner.kind === "replay") {
      this.#life.connectionLost(errors.restoreTimedOut(entry.call), false);
      return;
    }
    if (entry.state === "abandoned") {
      if (entry.call.begins === true) requests.unlock(entry);
      else requests.forget(entry);
      return;
    }
    if (!isUser(entry)) return;
    const { ticket } = entry.owner;
    if (entry.state === "written") {
      const { call } = entry;
      const waited = (): Error => errors.notSentInTime(call, "no connection was free", undefined);
      const unsent = ifUnsent(this.#shared, entry, waited);
      this.#abandon(entry);
      emit({ kind: "fail", ticket, error: errors.answerTimedOut(call), unsent });
      return;
    }
    const why = this.#life.phase === "ready" ? "it waited for others to be answered" : "there was no connection";
    emit({ kind: "fail", ticket, error: errors.notSentInTime(entry.call, why, this.#life.lastError) });
    requests.settle(entry);
  }

  #beat(): void {
    const { heartbeat, options, moment, requests, framing } = this.#shared;
    const verdict = heartbeat?.check(moment.now, moment.buffered) ?? "nothing";
    if (verdict === "ping") {
      const frame = framing.request("ping");
      const facts = { method: "ping", exclusive: false };
      const call: Call = { kind: "rpc", frame, facts, timeout: Number.POSITIVE_INFINITY };
      if (this.#ping !== undefined) requests.forget(this.#ping);
      this.#ping = requests.start({ kind: "heartbeat", sentAt: moment.now }, call, moment.now);
    } else if (verdict === "dead") {
      this.#life.connectionLost(errors.silent(options.heartbeat === false ? 0 : options.heartbeat.wait), false);
    }
  }

  get #takesBytes(): boolean {
    const { moment, requests } = this.#shared;
    return this.#life.isWritable && moment.buffered + requests.bytesWritten < BUFFER_LIMIT;
  }

  #nextWake(): number {
    if (this.#graceUntil !== undefined) return this.#graceUntil;
    const { requests, heartbeat, moment } = this.#shared;
    const blocked = this.#life.isWritable && requests.waiting > 0;
    return Math.min(
      requests.nextDeadline,
      this.#life.next,
      heartbeat?.next ?? Number.POSITIVE_INFINITY,
      blocked ? moment.now + BUFFER_POLL : Number.POSITIVE_INFINITY,
    );
  }
}
