import { SurrealError } from "@surreal-sdk/values";

/** What stands on top: the name of the error, this module, and the function that is resumed. */
const ownLines = 3;

/**
 * Adds to the stacks of errors the lines of those who wait for the call: an answer comes in long after the call has
 * returned, so that the error's own stack ends in the socket.
 *
 * Nothing is remembered at the call, which would cost a quarter of a request. Where an async function is resumed, V8 knows
 * who awaits it, through builders, `Promise.all` and `then` as well.
 */
export class CallTraces {
  /** An error can be thrown many times, as that of a closed session; its stack grows once. */
  readonly #traced: WeakSet<object> = new WeakSet();

  /** Throws the error, for a promise that users wait for to be resolved with. */
  async fail(error: unknown, method: string): Promise<never> {
    // Once to be resumed, and once more for the user's promise to know that it follows this one.
    await undefined;
    await undefined;
    this.#add(error, method);
    throw error;
  }

  #add(error: unknown, method: string): void {
    if (!(error instanceof SurrealError) || this.#traced.has(error)) return;
    this.#traced.add(error);
    const lines = (new Error().stack ?? "").split("\n").slice(ownLines);
    const frames = lines.filter((line) => /^ +at (?!.*\(node:)/.test(line));
    if (frames.length === 0) return;
    const stack = [error.stack, `    at ${method}() was called`, ...frames].join("\n");
    Object.defineProperty(error, "stack", { value: stack, configurable: true, enumerable: false, writable: true });
  }
}
