import type { Operation } from "./operation.ts";

/**
 * Runs an operation whose failure is of no interest: then there is no result.
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
