import type { BodyInParts } from "./pool.ts";

/** The body of an import: it requests its next part when the socket has accepted the last one. */
export class BodyParts implements BodyInParts {
  readonly #first: Uint8Array;
  readonly #taken: () => void;
  #resume: ((part: Uint8Array | undefined) => void) | undefined;
  #ended = false;

  /**
   * @param first - the first part
   * @param taken - called whenever a part was accepted and the next is needed
   */
  constructor(first: Uint8Array, taken: () => void) {
    this.#first = first;
    this.#taken = taken;
  }

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
