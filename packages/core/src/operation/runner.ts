import type { CallScope } from "./call-scope.ts";
import type { Mode, Returns, Started } from "./mode.ts";
import type { Operation, Suspension } from "./operation.ts";

/** Waits for the result of a user's function, in the way of the mode. */
export type FromPromise = (value: unknown) => Suspension;

/** What operations need of a mode while they run. */
export interface RunnerServices {
  /** Waits for the result of a user's function. */
  readonly fromPromise: FromPromise;
  /** Calls back after that many milliseconds, unless the returned function is called before. */
  after(milliseconds: number, callback: () => void): () => void;
  /** A random number from 0 up to 1. */
  random(): number;
  /** Detects the calls of a function, also after it has waited; omitted where the platform cannot follow them. */
  readonly createCallScope?: (() => CallScope) | undefined;
}

/** Runs operations in the way of one mode. */
export interface Runner<M extends Mode> extends RunnerServices {
  readonly mode: M;
  /**
   * Runs an operation and returns its result in the way of the mode.
   *
   * @param name - the method's name, for stack traces
   */
  run<T>(name: string, operation: Operation<T>): Returns<M, T>;
  /** A builder with all its data: returned to be awaited, or run at once. */
  started<T, B extends { execute(): Returns<M, T> }>(builder: B): Started<M, T, B>;
}
