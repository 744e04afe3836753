import type { CallScope } from "./call-scope.ts";
import type { Mode, Returns, Started, Stream } from "./mode.ts";
import type { Operation, Suspension } from "./operation.ts";
import type { StreamSource } from "./stream-source.ts";

/** Waits for the result of a user's function, in the way of the mode. */
export type FromPromise = (value: unknown) => Suspension;

/**
 * Gives a function that calls the given one as if it was called here: with what the user's program has bound to its call,
 * such as the store of an `AsyncLocalStorage`.
 */
export type Bind = <A extends unknown[], R>(call: (...given: A) => R) => (...given: A) => R;

/** Calls at a time of its own. */
export type Later = (call: () => void) => void;

/** Calls at once. @internal */
export const now: Later = (call) => call();

/** For platforms that bind nothing to a call. @internal */
export const unbound: Bind = (call) => call;

/** What operations need of a mode while they run. */
export interface RunnerServices {
  /** Waits for the result of a user's function. */
  readonly fromPromise: FromPromise;
  /** Keeps to a function of the user's the context in which it was handed over; left out where there is none to keep. */
  readonly bind?: Bind | undefined;
  /**
   * Calls as soon as no operation is in the middle of a step, so that what is called may wait for one of them; omitted
   * where no caller waits for what it calls.
   */
  readonly later?: Later | undefined;
  /**
   * Calls back after that many milliseconds, unless the returned function is called before.
   *
   * @param idle - whether no caller waits for it: then it does not keep the process alive
   */
  after(milliseconds: number, callback: () => void, idle?: boolean): () => void;
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
  /** Returns a stream of items. */
  stream<T>(source: StreamSource<T>): Stream<M, T>;
  /** A builder with all its data: returned to be awaited, or run at once. */
  started<T, B extends { execute(): Returns<M, T> }>(builder: B): Started<M, T, B>;
}
