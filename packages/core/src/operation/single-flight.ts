import { type Continuation, drive, type Operation, type Suspension } from "./operation.ts";

/**
 * Lets many callers wait for one run of an operation: the first one starts it, and every caller gets its outcome.
 * After it has ended, the next caller starts it again.
 */
export class SingleFlight<T> {
  #waiting: Continuation<T>[] | undefined;

  /** Waits for the current run, or starts one. */
  run(start: () => Operation<T>): Suspension<T> {
    return (continuation) => {
      if (this.#waiting !== undefined) {
        this.#waiting.push(continuation);
        return;
      }
      const waiting = [continuation];
      this.#waiting = waiting;
      drive(start(), {
        resolve: (value) => this.#release(waiting, (waiter) => waiter.resolve(value)),
        reject: (error) => this.#release(waiting, (waiter) => waiter.reject(error)),
      });
    };
  }

  /** Fails the waiting callers and ignores the outcome of the current run; the next caller starts another. */
  abandon(error: Error): void {
    if (this.#waiting !== undefined) this.#release(this.#waiting, (waiter) => waiter.reject(error));
  }

  #release(waiting: Continuation<T>[], settle: (waiter: Continuation<T>) => void): void {
    if (this.#waiting === waiting) this.#waiting = undefined;
    for (const waiter of waiting.splice(0)) settle(waiter);
  }
}
