import type { BodyInParts } from "./pool.ts";

/** As it was when the module was loaded: test runners replace it. */
const afterInput = setImmediate;

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
    yield this.#first;
    for (let part = await this.#next(); part !== undefined; part = await this.#next()) {
      // A server that reads no further answers, and closes: its answer is lost if it is not read before the next write.
      // Between two immediates, the event loop reads what has arrived.
      await new Promise<void>((resolve) => afterInput(() => afterInput(resolve)));
      yield part;
    }
  }

  #next(): Promise<Uint8Array | undefined> | undefined {
    if (this.#ended) return undefined;
    return new Promise((resolve) => {
      this.#resume = resolve;
      this.#taken();
    });
  }
}
