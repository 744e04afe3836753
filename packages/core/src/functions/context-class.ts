import type { LiteContext } from "../lite/lite-runtime.ts";
import type { Mode } from "../operation/mode.ts";
import type { Operation } from "../operation/operation.ts";

/** The class of a mode's sessions, or of its transactions. */
export type ContextClass<M extends Mode, T> = new (context: LiteContext<M>) => T;

/** Opens a context, and creates an object of the class for it. @internal */
export function* openedAs<M extends Mode, T>(
  contextClass: ContextClass<M, T>,
  opening: Operation<LiteContext<M>>,
): Operation<T> {
  return new contextClass(yield* opening);
}
