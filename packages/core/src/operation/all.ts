import { drive, type Operation, type Suspension } from "./operation.ts";

/**
 * Runs operations concurrently and waits for all of them: everything is sent before the first answer is awaited. The
 * first failure is the failure of all; it is raised after none of them runs any more.
 */
export function all(operations: readonly Operation<unknown>[]): Suspension<unknown[]> {
  return (continuation) => {
    const results: unknown[] = new Array(operations.length).fill(undefined);
    let failure: { readonly error: unknown } | undefined;
    let running = operations.length;
    const end = (): void => {
      running -= 1;
      if (running > 0) return;
      if (failure === undefined) continuation.resolve(results);
      else continuation.reject(failure.error);
    };
    if (operations.length === 0) continuation.resolve(results);
    operations.forEach((operation, index) => {
      drive(operation, {
        resolve: (value) => {
          results[index] = value;
          end();
        },
        reject: (error) => {
          failure ??= { error };
          end();
        },
      });
    });
  };
}
