import type { EngineCapabilities } from "@surreal-sdk/transport";
import type { CallContext } from "../call/call-context.ts";
import type { Mode, Returns } from "../operation/mode.ts";
import type { Operation } from "../operation/operation.ts";
import type { Context } from "./runtime.ts";

/** The common base of everything with methods: it runs the operations of its methods in its context. */
export abstract class Caller<M extends Mode> {
  readonly #context: Context<M>;

  /** @internal */
  constructor(context: Context<M>) {
    this.#context = context;
  }

  /** @internal */
  protected get context(): Context<M> {
    return this.#context;
  }

  /**
   * Runs the operation of a method. Every error, including a missing capability that it `needs`, is reported in the
   * way of the mode: methods that return a promise reject; they never throw synchronously.
   *
   * @internal
   */
  protected perform<T>(name: string, operation: Operation<T>, needs?: keyof EngineCapabilities): Returns<M, T> {
    const context = this.#context;
    return context.runtime.run(name, needs === undefined ? operation : withSupport(context, needs, name, operation));
  }
}

function* withSupport<T>(
  { state }: CallContext,
  capability: keyof EngineCapabilities,
  method: string,
  operation: Operation<T>,
): Operation<T> {
  state.require(capability, method);
  return yield* operation;
}
