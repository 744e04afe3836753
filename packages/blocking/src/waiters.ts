/** Somebody who waits for a worker's answer; one of the three is called. */
export interface Waiter {
  reply(frame: Uint8Array): void;
  done(): void;
  fail(error: Error): void;
}

/** Those who wait for a worker, by the tickets of what they asked, each with the time when it should have answered. */
export class Waiters {
  readonly #byTicket: Map<number, { readonly waiter: Waiter; readonly due: number }> = new Map();
  #lastTicket = 0;

  get size(): number {
    return this.#byTicket.size;
  }

  /** Whether an answer is overdue. */
  get isOverdue(): boolean {
    const now = performance.now();
    for (const { due } of this.#byTicket.values()) if (due <= now) return true;
    return false;
  }

  /** Gives a ticket. A late answer to one that was taken finds nobody. */
  add(waiter: Waiter, milliseconds: number): number {
    this.#lastTicket += 1;
    this.#byTicket.set(this.#lastTicket, { waiter, due: performance.now() + milliseconds });
    return this.#lastTicket;
  }

  take(ticket: number): Waiter | undefined {
    const waiter = this.#byTicket.get(ticket)?.waiter;
    this.#byTicket.delete(ticket);
    return waiter;
  }

  takeAll(): Waiter[] {
    const all = [...this.#byTicket.values()].map(({ waiter }) => waiter);
    this.#byTicket.clear();
    return all;
  }
}
