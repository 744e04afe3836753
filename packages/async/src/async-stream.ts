import { drive, markOpaque, type Operation, type StreamSource } from "@surreal-sdk/core";
import { RuntimeAsyncIterator } from "./runtime-async-iterator.ts";

/**
 * A stream as an async generator: the notifications of a live query, the rows of a large table. Leaving a loop early,
 * `return()`, and `await using` end it; the stream then kills a live query that this connection started.
 */
export class AsyncStream<T> extends RuntimeAsyncIterator<T> {
  readonly #source: StreamSource<T>;

  /** @internal use `subscribeLive()` or `rows()` */
  constructor(source: StreamSource<T>) {
    super();
    this.#source = source;
  }

  /** Waits for the next item. Several may be requested at once, and are answered in order. */
  override next(): Promise<IteratorResult<T, void>> {
    return settled(this.#source.next());
  }

  /** Ends the stream. */
  override return(): Promise<IteratorResult<T, void>> {
    return settled(this.#source.return());
  }

  /** Ends the stream, and rejects with the error. */
  override async throw(error: unknown): Promise<IteratorResult<T, void>> {
    await this.return();
    throw error;
  }

  override [Symbol.asyncIterator](): this {
    return this;
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  static {
    markOpaque(this.prototype);
  }
}

function settled<T>(operation: Operation<T>): Promise<T> {
  return new Promise((resolve, reject) => drive(operation, { resolve: resolve, reject: reject }));
}
