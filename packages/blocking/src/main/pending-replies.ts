import { IntMap, platformTime } from "@surreal-sdk/transport/toolkit";

/** Somebody who waits for a worker's answer; one of the others is called, and before that `part` any number of times. */
export interface PendingReply {
  reply(frame: Uint8Array): void;
  part?(frame: Uint8Array): void;
  done(): void;
  fail(error: Error): void;
}

/** Those who wait for a worker, by the tickets of what they asked, each with the time when it should have answered. */
export class PendingReplies {
  readonly #byTicket: IntMap<Wait> = new IntMap();
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

  /** Gives a ticket. A late answer to one that was taken finds nobody. */
  add(waiter: PendingReply, milliseconds: number): number {
    this.#lastTicket += 1;
    this.#byTicket.set(this.#lastTicket, { waiter, milliseconds, due: platformTime.now() + milliseconds });
    return this.#lastTicket;
  }

  /** Something has come, and nothing is expected until {@link PendingReplies.wait}. */
  rest(ticket: number): PendingReply | undefined {
    return this.#expect(ticket, Number.POSITIVE_INFINITY)?.waiter;
  }

  /** Something is expected again, within the same time as at first. */
  wait(ticket: number): void {
    this.#expect(ticket, platformTime.now() + (this.#byTicket.get(ticket)?.milliseconds ?? 0));
  }

  take(ticket: number): PendingReply | undefined {
    return this.#byTicket.take(ticket)?.waiter;
  }

  takeAll(): PendingReply[] {
    const all = this.#byTicket.values().map(({ waiter }) => waiter);
    this.#byTicket.clear();
    return all;
  }

  #expect(ticket: number, due: number): Wait | undefined {
    const wait = this.#byTicket.get(ticket);
    if (wait !== undefined) wait.due = due;
    return wait;
  }
}

interface Wait {
  readonly waiter: PendingReply;
  readonly milliseconds: number;
  /** When it should have come. */
  due: number;
}
