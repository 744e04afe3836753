/**
 * The body of an import that comes in parts: the next one is asked for when the socket has taken the last.
 */
export class BodyParts implements AsyncIterable<Uint8Array> {
  readonly #first: Uint8Array;
  readonly #taken: () => void;
  #resume: ((part: Uint8Array | undefined) => void) | undefined;
  #ended = false;

  /**
   * @param first - what goes first
   * @param taken - told whenever a part was taken, and the next is wanted
   */
  constructor(first: Uint8Array, taken: () => void) {
    this.#first = first;
    this.#taken = taken;
  }

  /** The next part; nothing ends the body. */
  give(part: Uint8Array | undefined): void {
    this.#ended ||= part === undefined;
    this.#resume?.(part);
    this.#resume = undefined;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    for (let part: Uint8Array | undefined = this.#first; part !== undefined; part = await this.#next()) yield part;
  }

  #next(): Promise<Uint8Array | undefined> | undefined {
    if (this.#ended) return undefined;
    return new Promise((resolve) => {
      this.#resume = resolve;
      this.#taken();
    });
  }
}
