import { drive, type Operation, type Suspension } from "./operation.ts";

/**
 * Runs operations side by side and waits for all of them: everything is sent before anything is waited for. The first
 * of their failures is the failure of all, told when none of them runs any more.
 */
export function together(operations: readonly Operation<unknown>[]): Suspension<unknown[]> {
  return (resume) => {
    const results: unknown[] = new Array(operations.length).fill(undefined);
    let failure: { readonly error: unknown } | undefined;
    let running = operations.length;
    const end = (): void => {
      running -= 1;
      if (running > 0) return;
      if (failure === undefined) resume.done(results);
      else resume.fail(failure.error);
    };
    if (operations.length === 0) resume.done(results);
    operations.forEach((operation, index) => {
      drive(operation, {
        done: (value) => {
          results[index] = value;
          end();
        },
        fail: (error) => {
          failure ??= { error };
          end();
        },
      });
    });
  };
}
