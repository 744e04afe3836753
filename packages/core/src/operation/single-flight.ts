import { type Continuation, drive, type Operation, type Suspension } from "./operation.ts";

/**
 * Lets many callers wait for one run of an operation: the first one starts it, and every caller gets its outcome.
 * After it has ended, the next caller starts it again.
 */
export class SingleFlight<T> {
  #waiting: Continuation<T>[] | undefined;
  #ahead = 0;

  /**
   * Waits for the current run, or starts one.
   *
   * @param ahead - this caller gets the outcome before the callers without it; each group in the order of its calls
   */
  run(start: () => Operation<T>, ahead = false): Suspension<T> {
    return (continuation) => {
      if (this.#waiting !== undefined) {
        this.#waiting.splice(ahead ? this.#ahead : this.#waiting.length, 0, continuation);
        if (ahead) this.#ahead += 1;
        return;
      }
      const waiting = [continuation];
      this.#waiting = waiting;
      this.#ahead = ahead ? 1 : 0;
      drive(start(), {
        resolve: (value) => this.#release(waiting, (waiter) => waiter.resolve(value)),
        reject: (error) => this.#release(waiting, (waiter) => waiter.reject(error)),
      });
    };
  }

  /** Whether an operation is running. */
  get isRunning(): boolean {
    return this.#waiting !== undefined;
  }

  /** Waits until no run is under way, whatever it comes to, and the callers before this one have gone on. */
  readonly ended: Suspension<void> = (continuation) => {
    const end = (): void => continuation.resolve(undefined);
    if (this.#waiting === undefined) end();
    else this.#waiting.push({ resolve: end, reject: end });
  };

  /** Fails the waiting callers and ignores the outcome of the current run; the next caller starts another. */
  abandon(error: Error): void {
    if (this.#waiting !== undefined) this.#release(this.#waiting, (waiter) => waiter.reject(error));
  }

  #release(waiting: Continuation<T>[], settle: (waiter: Continuation<T>) => void): void {
    if (this.#waiting === waiting) this.#waiting = undefined;
    for (const waiter of waiting.splice(0)) settle(waiter);
  }
}
