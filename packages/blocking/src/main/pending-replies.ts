import { IntMap, platformTime } from "@surreal-sdk/transport/toolkit";

/** Receives a worker's answer: `reply`, `done` or `fail` is called once, and before that `part` any number of times. */
export interface PendingReply {
  reply(frame: Uint8Array): void;
  part?(frame: Uint8Array): void;
  done(): void;
  fail(error: Error): void;
  /** The answer to a call that `begins` something, which comes after `fail`. */
  late?: ((frame: Uint8Array) => void) | undefined;
}

/** The pending replies of a worker, by ticket, each with the time when it is due. */
export class PendingReplies {
  readonly #byTicket: IntMap<Wait> = new IntMap();
  /** Those that have failed on this connection, and would still take an answer. */
  readonly #late: IntMap<PendingReply> = new IntMap();
  #lastTicket = 0;

  get size(): number {
    return this.#byTicket.size;
  }

  /** Whether an answer is overdue. */
  get isOverdue(): boolean {
    const now = platformTime.now();
    for (const { due } of this.#byTicket.values()) if (due <= now) return true;
    return false;
  }

  /** Adds a reply and returns its ticket. A late answer to a ticket that was removed is dropped. */
  add(waiter: PendingReply, milliseconds: number): number {
    this.#lastTicket += 1;
    this.#byTicket.set(this.#lastTicket, { waiter, milliseconds, due: platformTime.now() + milliseconds, untaken: 0 });
    return this.#lastTicket;
  }

  /** Something has arrived, and nothing is expected until {@link PendingReplies.wait} was called as often. */
  rest(ticket: number): PendingReply | undefined {
    const wait = this.#byTicket.get(ticket);
    if (wait === undefined) return undefined;
    wait.untaken += 1;
    wait.due = Number.POSITIVE_INFINITY;
    return wait.waiter;
  }

  /** When all that arrived was taken, an answer is expected again, within the same time as at first. */
  wait(ticket: number): void {
    const wait = this.#byTicket.get(ticket);
    if (wait === undefined) return;
    wait.untaken = Math.max(wait.untaken - 1, 0);
    if (wait.untaken === 0) wait.due = platformTime.now() + wait.milliseconds;
  }

  take(ticket: number): PendingReply | undefined {
    return this.#byTicket.take(ticket)?.waiter;
  }

  /** Takes one that has failed; its answer may come later. */
  takeFailed(ticket: number): PendingReply | undefined {
    const waiter = this.take(ticket);
    if (waiter?.late !== undefined) this.#late.set(ticket, waiter);
    return waiter;
  }

  takeLate(ticket: number): PendingReply | undefined {
    return this.#late.take(ticket);
  }

  /** The connection that would have brought late answers is gone. */
  forgetLate(): void {
    this.#late.clear();
  }

  takeAll(): PendingReply[] {
    const all = this.#byTicket.values().map(({ waiter }) => waiter);
    this.#byTicket.clear();
    return all;
  }
}

interface Wait {
  readonly waiter: PendingReply;
  readonly milliseconds: number;
  /** When the answer is due. */
  due: number;
  /** How many parts have arrived that the caller has not taken. */
  untaken: number;
}
