import type { Operation } from "./operation.ts";

/** Where the items of a stream come from: what the generators of both modes do. */
export interface StreamSource<T> {
  /** The next item; waits for it. */
  next(): Operation<IteratorResult<T, void>>;
  /** Nobody wants any more. */
  return(): Operation<IteratorResult<T, void>>;
}

const end: IteratorResult<never, void> = { done: true, value: undefined };

/** The end of a stream that has nothing to clean up. */
export function* ended(): Operation<IteratorResult<never, void>> {
  yield (resume) => resume.resolve(undefined);
  return end;
}
