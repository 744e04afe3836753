import { SurrealError } from "@surreal-sdk/values";

/** The lines on top: the name of the error, this module, and the resumed function. */
const ownLines = 3;

/**
 * Appends the caller's lines to the stacks of errors: an answer arrives long after the call has returned, so that the
 * error's own stack ends in the socket.
 *
 * The call itself records nothing, which would cost a quarter of a request. Where an async function is resumed, V8
 * knows which function awaits it, through builders, `Promise.all` and `then` as well.
 */
export class CallTraces {
  /** An error can be thrown many times, as that of a closed session; its stack is extended once. */
  readonly #traced: WeakSet<object> = new WeakSet();

  /** Throws the error, for a promise that the user's promise is resolved with. */
  async fail(error: unknown, method: string): Promise<never> {
    // Two turns: one to be resumed, and one for the user's promise to follow this one.
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
    // An error of an engine may be frozen.
    Reflect.defineProperty(error, "stack", { value: stack, configurable: true, enumerable: false, writable: true });
  }
}
