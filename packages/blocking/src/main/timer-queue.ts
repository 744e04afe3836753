import { platformTime } from "@surreal-sdk/transport/toolkit";

/** Timers for a blocking thread: they fire while it waits for something. */
export class TimerQueue {
  readonly #timers: Set<{ readonly due: number; readonly callback: () => void }> = new Set();

  /** Calls back after that many milliseconds of waiting, unless the returned function is called before. */
  after(milliseconds: number, callback: () => void): () => void {
    const timer = { due: platformTime.now() + milliseconds, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Milliseconds until the next timer is due. */
  next(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const { due } of this.#timers) next = Math.min(next, due);
    return next - platformTime.now();
  }

  /** Whether no timer is pending. */
  get isIdle(): boolean {
    return this.next() === Number.POSITIVE_INFINITY;
  }

  /** Blocks until the next timer is due. */
  sleep(): void {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Math.max(0, this.next()));
  }

  /** Fires what is due. */
  fire(): void {
    const now = platformTime.now();
    for (const timer of [...this.#timers]) {
      if (timer.due > now || !this.#timers.delete(timer)) continue;
      timer.callback();
    }
  }
}
