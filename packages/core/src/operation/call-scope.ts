/** Detects whether code runs inside the call of a certain function. */
export interface CallScope {
  /** Calls the function. */
  run<T>(call: () => T): T;
  /** Whether the current code runs inside a function that {@link CallScope.run} has called and that has not settled. */
  readonly isInside: boolean;
}

/** Follows a function until it returns; only a platform with call contexts can follow it across its awaits. */
export function createSyncScope(): CallScope {
  let depth = 0;
  return {
    get isInside() {
      return depth > 0;
    },
    run(call) {
      depth += 1;
      try {
        return call();
      } finally {
        depth -= 1;
      }
    },
  };
}
