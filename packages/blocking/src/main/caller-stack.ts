import { SurrealError } from "@surreal-sdk/values";

/** A function that users call, directly or not. */
export type EntryPoint = (...given: never[]) => unknown;

/**
 * Appends the caller's lines to the stacks of errors: an error of the worker has the worker's stack, and a server
 * error has one of this package's internals.
 */
export class CallerStack {
  /** An error can be thrown many times, as that of a closed session; its stack is extended once. */
  readonly #traced: WeakSet<object> = new WeakSet();

  /** @param entrance - the function whose callers are appended */
  add(error: unknown, entrance: EntryPoint): unknown {
    if (!(error instanceof SurrealError) || this.#traced.has(error)) return error;
    this.#traced.add(error);
    const here: { stack?: string } = {};
    Error.captureStackTrace(here, entrance);
    const lines = (here.stack ?? "").split("\n").slice(1).join("\n");
    const stack = `${error.stack}\n${lines}`;
    Reflect.defineProperty(error, "stack", { value: stack, configurable: true, enumerable: false, writable: true });
    return error;
  }
}
