import { type Continuation, drive, type Operation, type Suspension } from "./operation.ts";

/**
 * Lets many wait for one run of an operation: the first to come starts it, everyone gets its outcome. When it has
 * ended, the next to come starts it anew.
 */
export class SingleFlight<T> {
  #waiting: Continuation<T>[] | undefined;

  /** Waits for the run under way, or starts one. */
  run(start: () => Operation<T>): Suspension<T> {
    return (continuation) => {
      if (this.#waiting !== undefined) {
        this.#waiting.push(continuation);
        return;
      }
      this.#waiting = [continuation];
      drive(start(), {
        resolve: (value) => this.#release((waiter) => waiter.resolve(value)),
        reject: (error) => this.#release((waiter) => waiter.reject(error)),
      });
    };
  }

  #release(tell: (waiter: Continuation<T>) => void): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const waiter of waiting) tell(waiter);
  }
}
