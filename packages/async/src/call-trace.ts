import { SurrealError } from "@surreal-sdk/values";

/** The lines at the top of a mark: its name, and the function that made it. */
const ownLines = 2;

/**
 * Adds to the stacks of errors the place where the user made the call: an answer comes in long after the call has
 * returned, so that the error's own stack ends in the socket.
 */
export class CallTraces {
  /** An error can be thrown many times, as that of a closed session; its stack grows once. */
  readonly #traced: WeakSet<object> = new WeakSet();

  add(error: unknown, method: string, mark: Error): void {
    if (!(error instanceof SurrealError) || this.#traced.has(error)) return;
    this.#traced.add(error);
    const frames = (mark.stack ?? "").split("\n").slice(ownLines).join("\n");
    if (frames === "") return;
    const stack = `${error.stack}\n    at ${method}() was called\n${frames}`;
    Object.defineProperty(error, "stack", { value: stack, configurable: true, enumerable: false, writable: true });
  }
}
