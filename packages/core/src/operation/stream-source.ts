import type { Operation } from "./operation.ts";

/** The source of a stream's items: the common part of the generators of both modes. */
export interface StreamSource<T> {
  /** Waits for the next item. */
  next(): Operation<IteratorResult<T, void>>;
  /** The consumer needs no more items. */
  return(): Operation<IteratorResult<T, void>>;
}

const end: IteratorResult<never, void> = { done: true, value: undefined };

/** The end of a stream that has nothing to clean up. */
export function* ended(): Operation<IteratorResult<never, void>> {
  yield (resume) => resume.resolve(undefined);
  return end;
}
