/** Reports whether code runs because a certain function was called. */
export interface CallScope {
  /** Calls the function. */
  run<T>(call: () => T): T;
  /** Whether this is asked from inside a function that {@link CallScope.run} has called and that has not settled. */
  readonly isInside: boolean;
}

/** Sees what a function does until it returns; where it goes on later, only a platform with call contexts can tell. */
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
