import { SurrealError } from "@surreal-sdk/values";

/** A function that users call, directly or not. */
export type EntryPoint = (...given: never[]) => unknown;

/**
 * Adds to the stacks of errors the lines of whoever made the call: what went wrong in the worker has the worker's
 * stack, and what the server says has one that is full of this package before it comes to the user.
 */
export class CallerStack {
  /** An error can be thrown many times, as that of a closed session; its stack grows once. */
  readonly #traced: WeakSet<object> = new WeakSet();

  /** @param entrance - the function whose callers are told */
  add(error: unknown, entrance: EntryPoint): unknown {
    if (!(error instanceof SurrealError) || this.#traced.has(error)) return error;
    this.#traced.add(error);
    const here: { stack?: string } = {};
    Error.captureStackTrace(here, entrance);
    const lines = (here.stack ?? "").split("\n").slice(1).join("\n");
    const stack = `${error.stack}\n${lines}`;
    Object.defineProperty(error, "stack", { value: stack, configurable: true, enumerable: false, writable: true });
    return error;
  }
}
