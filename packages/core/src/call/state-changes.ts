import type { Continuation } from "../operation/operation.ts";

/**
 * The pending changes of a session's state, and the calls that wait for them: a call after `use`, `signin` or `let`
 * finds the new state, whether the caller has awaited that or not.
 */
export class StateChanges {
  #running = 0;
  /** First come, first served. */
  readonly #waiting: Set<Continuation<void>> = new Set();
  #isReleasing = false;

  /** Whether no change is pending. */
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

  /** Waits for its turn. Returns a function that releases it. */
  wait(continuation: Continuation<void>): () => void {
    this.#waiting.add(continuation);
    return () => {
      this.#waiting.delete(continuation);
    };
  }

  /** Fails everything that waits. */
  abandon(error: Error): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const continuation of waiting) continuation.reject(error);
  }

  /** A loop, not one stack frame for each waiting call. */
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
