import type { Continuation } from "../operation/operation.ts";

/**
 * The changes of a session's state that are under way, and the calls that wait for them: a call that was made after
 * `use`, `signin` or `let` is to find the new state, whether the caller has awaited that or not.
 */
export class StateChanges {
  #running = 0;
  /** First come, first served. */
  readonly #waiting: Set<Continuation<void>> = new Set();
  #isReleasing = false;

  /** Whether a call finds the state that it is to find. */
  get isSettled(): boolean {
    return this.#running === 0 && this.#waiting.size === 0;
  }

  begin(): void {
    this.#running += 1;
  }

  end(): void {
    this.#running -= 1;
    this.#release();
  }

  /** Waits for its turn. Returns what gives the place up. */
  wait(continuation: Continuation<void>): () => void {
    this.#waiting.add(continuation);
    return () => {
      this.#waiting.delete(continuation);
    };
  }

  /** Nothing that waits is to go on. */
  abandon(error: Error): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const continuation of waiting) continuation.reject(error);
  }

  /** One loop, not one stack frame for each that waits. */
  #release(): void {
    if (this.#isReleasing) return;
    this.#isReleasing = true;
    for (const continuation of this.#waiting) {
      if (this.#running > 0) break;
      this.#waiting.delete(continuation);
      continuation.resolve(undefined);
    }
    this.#isReleasing = false;
  }
}
