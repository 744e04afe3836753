import type { Clock, ClockTimer } from "../src/clock.ts";

interface VirtualTimer {
  readonly at: number;
  readonly order: number;
  readonly callback: () => void;
}

/** Time that passes only on request; timers that are due at the same time fire in the order in which they were started. */
export class VirtualClock implements Clock {
  readonly #timers = new Set<VirtualTimer>();
  #now = 0;
  #order = 0;
  /** Timers that would keep a process alive. */
  readonly held: Set<object> = new Set();

  get timers(): number {
    return this.#timers.size;
  }

  now(): number {
    return this.#now;
  }

  startTimer(milliseconds: number, callback: () => void): ClockTimer {
    this.#order += 1;
    const timer = { at: this.#now + milliseconds, order: this.#order, callback };
    this.#timers.add(timer);
    this.held.add(timer);
    return {
      cancel: () => {
        this.#timers.delete(timer);
        this.held.delete(timer);
      },
      setRef: (ref) => void (ref && this.#timers.has(timer) ? this.held.add(timer) : this.held.delete(timer)),
    };
  }

  /** When the next timer is due. */
  get nextAt(): number | undefined {
    return this.#first()?.at;
  }

  /** Fires the next timer that is due by then, after letting promises run. False when there is none. */
  async next(by: number = Number.POSITIVE_INFINITY): Promise<boolean> {
    await settled();
    const first = this.#first();
    if (first === undefined || first.at > by) return false;
    this.#now = Math.max(this.#now, first.at);
    this.#timers.delete(first);
    this.held.delete(first);
    first.callback();
    return true;
  }

  #first(): VirtualTimer | undefined {
    let first: VirtualTimer | undefined;
    for (const timer of this.#timers) {
      if (first === undefined || timer.at < first.at || (timer.at === first.at && timer.order < first.order))
        first = timer;
    }
    return first;
  }

  /** Lets time pass, firing what is due on the way. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    while (await this.next(end));
    this.#now = end;
    await settled();
  }

  /** Lets time pass at once, as if the process had stood still: what is due comes late. */
  sleep(milliseconds: number): void {
    this.#now += milliseconds;
  }
}

/** Lets everything run that waits for promises alone. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 6; turn += 1) await Promise.resolve();
}
