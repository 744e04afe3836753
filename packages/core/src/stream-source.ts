import type { Operation } from "./operation.ts";

/** Where the items of a stream come from: what the generators of both modes do. */
export interface StreamSource<T> {
  /** The next item; waits for it. */
  next(): Operation<IteratorResult<T, void>>;
  /** Nobody wants any more. */
  return(): Operation<IteratorResult<T, void>>;
}
