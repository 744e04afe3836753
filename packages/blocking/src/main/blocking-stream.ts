import type { Operation, StreamSource } from "@surreal-sdk/core";
import { RuntimeIterator } from "./runtime-iterator.ts";

/**
 * A stream as a generator that blocks inside `next()`: the notifications of a live query, the rows of a large table.
 * Leaving a loop early, `return()`, and `using` end it; the stream then kills a live query that this connection
 * started.
 */
export class BlockingStream<T> extends RuntimeIterator<T> {
  readonly #source: StreamSource<T>;
  readonly #run: <R>(operation: Operation<R>) => R;

  /** @internal use `subscribeLive()` or `rows()` */
  constructor(source: StreamSource<T>, run: <R>(operation: Operation<R>) => R) {
    super();
    this.#source = source;
    this.#run = run;
  }

  readonly [Symbol.toStringTag] = "BlockingStream";

  /** Returns the next item; blocks until there is one, or the `timeout` is over. */
  override next(): IteratorResult<T, void> {
    return this.#run(this.#source.next());
  }

  /** Ends the stream. */
  override return(): IteratorResult<T, void> {
    return this.#run(this.#source.return());
  }

  /** Ends the stream, and throws the error. */
  override throw(error: unknown): IteratorResult<T, void> {
    this.return();
    throw error;
  }

  override [Symbol.iterator](): this {
    return this;
  }

  override [Symbol.dispose](): void {
    this.return();
  }
}
