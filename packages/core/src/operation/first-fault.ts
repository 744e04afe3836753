/**
 * The first thing that was wrong with what a builder was given. It is kept until the builder is executed: a method whose
 * result can be awaited never throws.
 */
export class FirstFault {
  #found: { readonly error: unknown } | undefined;

  /** Runs a reading of what was given; where it throws, keeps the error and gives the fallback. */
  reading<T>(read: () => T, fallback: T): T {
    try {
      return read();
    } catch (error) {
      this.#found ??= { error };
      return fallback;
    }
  }

  /** @throws what was wrong first, if anything was. */
  raise(): void {
    if (this.#found !== undefined) throw this.#found.error;
  }
}
