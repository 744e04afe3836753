import { SurrealError } from "@surreal-sdk/values";
import { type Continuation, type Operation, wait } from "./operation.ts";

type Outcome<T> = { readonly failed: false; readonly value: T } | { readonly failed: true; readonly error: unknown };

/** Learns when something is sent. */
export interface SendMark {
  sent(): void;
}

/** Runs an operation at most once, and gives its outcome to every caller, at any time. */
export class Once<T> {
  readonly #mark: SendMark | undefined;
  #started = false;
  #outcome: Outcome<T> | undefined;
  /** The callers that came while it ran. */
  #waiting: Continuation<T>[] | undefined;

  /** @param mark - learns when the operation starts */
  constructor(mark?: SendMark) {
    this.#mark = mark;
  }

  /** Whether it has been started. */
  get isStarted(): boolean {
    return this.#started;
  }

  /**
   * Returns the outcome. The first caller runs the operation as a part of its own, which costs least when it is the
   * only one.
   */
  *run(start: () => Operation<T>): Operation<T> {
    if (this.#outcome !== undefined) return taken(this.#outcome);
    if (this.#started) return yield* wait<T>((continuation) => this.#join(continuation));
    this.#started = true;
    this.#mark?.sent();
    let outcome: Outcome<T>;
    try {
      outcome = { failed: false, value: yield* start() };
    } catch (error) {
      outcome = { failed: true, error };
    }
    this.#settle(outcome);
    return taken(outcome);
  }

  /** Another way of running has begun: it is not run any more, and callers of {@link Once.run} get the error. */
  forbid(error: unknown): void {
    this.#started = true;
    this.#mark?.sent();
    this.#settle({ failed: true, error });
  }

  /**
   * @param what - what cannot be changed after it was started: `"statement"`
   * @throws SurrealError when it has.
   */
  assertNotStarted(what: string): void {
    if (!this.isStarted) return;
    throw new SurrealError(`This ${what} has been sent already and cannot be changed any more. Make a new one.`, {
      outcome: "not_sent",
      retrySafe: false,
    });
  }

  #join(continuation: Continuation<T>): void {
    this.#waiting ??= [];
    this.#waiting.push(continuation);
  }

  #settle(outcome: Outcome<T>): void {
    this.#outcome = outcome;
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const continuation of waiting) {
      if (outcome.failed) continuation.reject(outcome.error);
      else continuation.resolve(outcome.value);
    }
  }
}

function taken<T>(outcome: Outcome<T>): T {
  if (outcome.failed) throw outcome.error;
  return outcome.value;
}
