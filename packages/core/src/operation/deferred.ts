import type { Operation } from "./operation.ts";

/** A call inside a batch: it runs when the batch does. */
export class Deferred<T> {
  /** @internal */
  readonly operation: Operation<T>;

  /** @internal made by the methods of a {@link Batch} */
  constructor(operation: Operation<T>) {
    this.operation = operation;
  }
}
