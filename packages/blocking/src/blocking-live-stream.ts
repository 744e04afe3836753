import type { LiveConsumer, LiveNotification, Operation } from "@surreal-sdk/core";

type Result = IteratorResult<LiveNotification, void>;

/**
 * The notifications of a live query as a generator that waits inside `next()`. Leaving a loop early, `return()`, and
 * `using` end a query that this connection started.
 */
export class BlockingLiveStream implements Generator<LiveNotification, void, undefined> {
  readonly #consumer: LiveConsumer<"blocking">;
  readonly #run: <T>(operation: Operation<T>) => T;

  /** @internal use `subscribeLive()` */
  constructor(consumer: LiveConsumer<"blocking">, run: <T>(operation: Operation<T>) => T) {
    this.#consumer = consumer;
    this.#run = run;
  }

  readonly [Symbol.toStringTag] = "BlockingLiveStream";

  /** The next notification; blocks until there is one, or the `timeout` is over. */
  next(): Result {
    return this.#run(this.#consumer.next());
  }

  /** Stops. */
  return(): Result {
    return this.#run(this.#consumer.return());
  }

  /** Stops, and throws what was given. */
  throw(error: unknown): Result {
    this.return();
    throw error;
  }

  [Symbol.iterator](): this {
    return this;
  }

  [Symbol.dispose](): void {
    this.return();
  }
}
