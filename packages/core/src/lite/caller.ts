import type { EngineCapabilities } from "@surreal-sdk/transport";
import type { CallContext } from "../call/call-context.ts";
import type { Mode, Returns } from "../operation/mode.ts";
import { markOpaque } from "../operation/opaque.ts";
import type { Operation } from "../operation/operation.ts";
import type { AnyDatabase, DatabaseShape } from "../typing/database.ts";
import type { LiteContext } from "./lite-runtime.ts";

/**
 * The common base of everything with methods: connections, sessions and transactions. It runs the operations of its
 * methods, and of functions such as `live(db, "user")`, in its context.
 *
 * @typeParam S - the type of the database
 */
export abstract class Caller<M extends Mode, S extends DatabaseShape = AnyDatabase> {
  readonly #context: LiteContext<M>;
  /**
   * Exists for the compiler alone, which infers the mode and the database of an argument from it.
   *
   * @internal
   */
  declare protected readonly types?: { readonly mode: M; readonly database: S };

  /** @internal */
  constructor(context: LiteContext<M>) {
    this.#context = context;
  }

  /** @internal */
  protected get context(): LiteContext<M> {
    return this.#context;
  }

  /** @internal */
  protected perform<T>(name: string, operation: Operation<T>, needs?: keyof EngineCapabilities): Returns<M, T> {
    return perform(this.#context, name, operation, needs);
  }

  /**
   * The context of a connection, a session or a transaction.
   *
   * @param name - of the function that it was passed to
   * @throws TypeError when it is something else, or of another copy of the SDK.
   * @internal
   */
  static contextOf<M extends Mode>(caller: Caller<M, DatabaseShape>, name: string): LiteContext<M> {
    if (typeof caller === "object" && caller !== null && #context in caller) return caller.#context;
    throw new TypeError(`${name}() takes a connection, a session or a transaction of this copy of the SDK first.`);
  }

  static {
    markOpaque(this.prototype);
  }
}

/** A connection or a session. */
export interface SessionCaller<M extends Mode, S extends DatabaseShape = AnyDatabase> extends Caller<M, S> {
  /** The current namespace. */
  readonly namespace: string | undefined;
}

/**
 * Runs the operation of a method. Every error, including a missing capability that it `needs`, is reported in the way
 * of the mode: methods that return a promise reject; they never throw synchronously.
 *
 * @internal
 */
export function perform<M extends Mode, T>(
  context: LiteContext<M>,
  name: string,
  operation: Operation<T>,
  needs?: keyof EngineCapabilities,
): Returns<M, T> {
  return context.runtime.run(name, needs === undefined ? operation : withSupport(context, needs, name, operation));
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
