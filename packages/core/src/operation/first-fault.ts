/**
 * The first error in the arguments of a builder. It is kept until the builder is executed: methods that return an
 * awaitable never throw.
 */
export class FirstFault {
  #found: { readonly error: unknown } | undefined;

  /** Reads an argument; if that throws, keeps the error and returns the fallback. */
  reading<T>(read: () => T, fallback: T): T {
    try {
      return read();
    } catch (error) {
      this.#found ??= { error };
      return fallback;
    }
  }

  /** @throws the first error, if there is one. */
  raise(): void {
    if (this.#found !== undefined) throw this.#found.error;
  }
}
