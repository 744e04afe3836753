/** Receives the outcome of what an operation waits for: exactly one of the two is called, exactly once. */
export interface Continuation<T> {
  resolve(value: T): void;
  reject(error: unknown): void;
}

/**
 * Something that an operation waits for: a function that starts it and passes its outcome to the continuation. It may
 * settle at once.
 */
export type Suspension<T = unknown> = (continuation: Continuation<T>) => void;

/**
 * What a method does, written independently of the mode: a generator that yields what it waits for and returns its
 * result. The async runtime turns it into a promise, the blocking one into a plain value.
 */
export type Operation<T> = Generator<Suspension, T, unknown>;

/** Waits for a suspension inside an operation: `const reply = yield* wait(start)`. */
export function* wait<T>(start: Suspension<T>): Operation<T> {
  return (yield start as Suspension) as T;
}

/**
 * Runs an operation to completion and reports its outcome. It uses no promise: each step runs where the awaited
 * suspension settles, and a suspension that settles at once does not deepen the stack.
 */
export function drive<T>(operation: Operation<T>, continuation: Continuation<T>): void {
  new Drive(operation, continuation).advance(false, undefined);
}

class Drive<T> {
  readonly #operation: Operation<T>;
  readonly #continuation: Continuation<T>;
  /** The number of the current suspension; an outcome for an earlier one is ignored. */
  #turn = 0;
  #running = false;
  #arrived = false;
  #failed = false;
  #value: unknown;

  constructor(operation: Operation<T>, continuation: Continuation<T>) {
    this.#operation = operation;
    this.#continuation = continuation;
  }

  advance(failed: boolean, value: unknown): void {
    this.#arrived = true;
    this.#failed = failed;
    this.#value = value;
    if (this.#running) return;
    this.#running = true;
    while (this.#arrived) this.#step();
    this.#running = false;
  }

  /** Accepts the outcome of a suspension, unless it has had one. */
  settle(turn: number, failed: boolean, value: unknown): void {
    if (turn !== this.#turn) return;
    this.#turn += 1;
    this.advance(failed, value);
  }

  #step(): void {
    const value = this.#value;
    this.#arrived = false;
    this.#value = undefined;
    let result: IteratorResult<Suspension, T>;
    try {
      result = this.#failed ? this.#operation.throw(value) : this.#operation.next(value);
    } catch (error) {
      this.#continuation.reject(error);
      return;
    }
    if (result.done === true) {
      this.#continuation.resolve(result.value);
      return;
    }
    this.#suspend(result.value);
  }

  #suspend(start: Suspension): void {
    this.#turn += 1;
    const turn = new Turn(this, this.#turn);
    try {
      start(turn);
    } catch (error) {
      turn.reject(error);
    }
  }
}

/** Receives the outcome of one suspension. */
class Turn implements Continuation<unknown> {
  readonly #drive: Drive<unknown>;
  readonly #number: number;

  constructor(drive: Drive<unknown>, number: number) {
    this.#drive = drive;
    this.#number = number;
  }

  resolve(value: unknown): void {
    this.#drive.settle(this.#number, false, value);
  }

  reject(error: unknown): void {
    this.#drive.settle(this.#number, true, error);
  }
}
