import { drive, type Operation, type Resume, type Suspension } from "./operation.ts";

/**
 * Lets many wait for one run of an operation: the first to come starts it, everyone gets its outcome. When it has
 * ended, the next to come starts it anew.
 */
export class Latch<T> {
  #waiting: Resume<T>[] | undefined;

  /** Waits for the run under way, or starts one. */
  enter(start: () => Operation<T>): Suspension<T> {
    return (resume) => {
      if (this.#waiting !== undefined) {
        this.#waiting.push(resume);
        return;
      }
      this.#waiting = [resume];
      drive(start(), {
        done: (value) => this.#release((waiter) => waiter.done(value)),
        fail: (error) => this.#release((waiter) => waiter.fail(error)),
      });
    };
  }

  #release(tell: (waiter: Resume<T>) => void): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const waiter of waiting) tell(waiter);
  }
}
