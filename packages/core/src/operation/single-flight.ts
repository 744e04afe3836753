import { type Continuation, drive, type Operation, type Suspension } from "./operation.ts";

/**
 * Lets many wait for one run of an operation: the first to come starts it, everyone gets its outcome. When it has
 * ended, the next to come starts it anew.
 */
export class SingleFlight<T> {
  #waiting: Continuation<T>[] | undefined;
  #ahead = 0;

  /**
   * Waits for the run under way, or starts one.
   *
   * @param ahead - gets its outcome before those who wait without, first come, first served in either case
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

  /** Whether a run is under way. */
  get isRunning(): boolean {
    return this.#waiting !== undefined;
  }

  /** Waits until no run is under way, whatever it comes to. */
  readonly ended: Suspension<void> = (continuation) => {
    const end = (): void => continuation.resolve(undefined);
    if (this.#waiting === undefined) end();
    else this.#waiting.push({ resolve: end, reject: end });
  };

  /** Whoever waits fails; what the run under way comes to is of no interest, and the next to come starts another. */
  abandon(error: Error): void {
    if (this.#waiting !== undefined) this.#release(this.#waiting, (waiter) => waiter.reject(error));
  }

  #release(waiting: Continuation<T>[], tell: (waiter: Continuation<T>) => void): void {
    if (this.#waiting === waiting) this.#waiting = undefined;
    for (const waiter of waiting.splice(0)) tell(waiter);
  }
}
