import type { Operation } from "./operation.ts";

/**
 * Runs an operation and ignores its failure: the result is then `undefined`.
 *
 * @internal
 */
export function* ignoreErrors<T>(operation: Operation<T>): Operation<T | undefined> {
  try {
    return yield* operation;
  } catch {
    return undefined;
  }
}
