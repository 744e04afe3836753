import { drive, type LiveConsumer, type LiveNotification, type Operation } from "@surreal-sdk/core";

type Result = IteratorResult<LiveNotification, void>;

/**
 * The notifications of a live query as an async generator. Leaving a loop early, `return()`, and `await using` end a
 * query that this connection started.
 */
export class AsyncLiveStream implements AsyncGenerator<LiveNotification, void, undefined> {
  readonly #consumer: LiveConsumer<"async">;

  /** @internal use `subscribeLive()` */
  constructor(consumer: LiveConsumer<"async">) {
    this.#consumer = consumer;
  }

  /** The next notification; waits for it. Several may be asked for at once, and are answered in order. */
  next(): Promise<Result> {
    return settled(this.#consumer.next());
  }

  /** Stops. */
  return(): Promise<Result> {
    return settled(this.#consumer.return());
  }

  /** Stops, and rejects with what was given. */
  async throw(error: unknown): Promise<Result> {
    await this.return();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }
}

function settled<T>(operation: Operation<T>): Promise<T> {
  return new Promise((resolve, reject) => drive(operation, { done: resolve, fail: reject }));
}
