import type { Caller } from "../lite/caller.ts";
import type { Mode } from "../operation/mode.ts";

/** A class of something with methods; it takes its context. */
export type CallerClass = abstract new (context: never) => Caller<Mode>;

/**
 * Calls a function for a method, whose arguments are declared elsewhere.
 *
 * @internal
 */
export function onCaller(call: unknown, first: unknown, given: readonly unknown[]): unknown {
  return (call as (...given: readonly unknown[]) => unknown)(first, ...given);
}
