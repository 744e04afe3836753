import { drive, type Operation, type Resume, type Suspension } from "./operation.ts";

type Outcome<T> = { readonly failed: false; readonly value: T } | { readonly failed: true; readonly error: unknown };

/** Runs an operation at most once, and gives its outcome to everyone who asks, whenever they ask. */
export class Once<T> {
  #waiting: Resume<T>[] | undefined;
  #outcome: Outcome<T> | undefined;

  /** Whether it has been asked for. */
  get isStarted(): boolean {
    return this.#waiting !== undefined || this.#outcome !== undefined;
  }

  /** Waits for the outcome; the first to come starts the operation. */
  enter(start: () => Operation<T>): Suspension<T> {
    return (resume) => {
      if (this.#outcome !== undefined) return tell(this.#outcome, resume);
      if (this.#waiting !== undefined) {
        this.#waiting.push(resume);
        return;
      }
      this.#waiting = [resume];
      drive(start(), {
        done: (value) => this.#settle({ failed: false, value }),
        fail: (error) => this.#settle({ failed: true, error }),
      });
    };
  }

  #settle(outcome: Outcome<T>): void {
    this.#outcome = outcome;
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const resume of waiting) tell(outcome, resume);
  }
}

function tell<T>(outcome: Outcome<T>, resume: Resume<T>): void {
  if (outcome.failed) resume.fail(outcome.error);
  else resume.done(outcome.value);
}
