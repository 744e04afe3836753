import type { Call } from "@surreal-sdk/transport";
import type { CallContext } from "../call/call-context.ts";
import { toCall } from "../call/request.ts";
import type { Statement } from "../surrealql/statement.ts";
import { LiveOrigin } from "./live-origin.ts";

/** A request that starts a live query, and the equivalent statement. */
export interface LiveRequest {
  readonly method: string;
  readonly params: readonly unknown[];
  readonly statement: Statement;
}

/** A statement without parameters before its condition: none of them names the table. */
const namesTable = /^[^$]*(?:\bwhere\b|$)/i;

/** How a live query was started, so that it can be started again with the same state. */
export class LiveStart {
  readonly origin: LiveOrigin;
  readonly #context: CallContext;
  readonly #request: LiveRequest;

  /** @param variables - those that it was started with, if the session may have others by now */
  constructor(context: CallContext, request: LiveRequest, variables?: ReadonlyMap<string, unknown>) {
    this.#context = context;
    this.#request = request;
    this.origin = new LiveOrigin(context.scope, variables);
  }

  /** Equal only for live queries of the same table, which their text names. */
  get key(): unknown {
    const { text } = this.#request.statement;
    return namesTable.test(text) ? `${this.#context.scope.label} ${this.origin.place} ${text}` : this;
  }

  /** What starts it on the current session; `undefined` when that would be another query. */
  request(): Pick<LiveRequest, "method" | "params"> | undefined {
    const { scope } = this.#context;
    if (this.origin.isWhere(scope)) return this.#request;
    const there = this.origin.statement(this.#request.statement, scope)?.statement;
    return there && { method: "query", params: [there.text, there.bindings] };
  }

  /**
   * The call that starts it on the connection that stands. After a change that was not answered, its session may be of
   * another identity than it seems.
   */
  onThisConnection(): Call | undefined {
    return this.origin.isCertain(this.#context.scope) ? this.call() : undefined;
  }

  /** The call that starts it on a session that was restored; `undefined` when that would be another query. */
  call(): Call | undefined {
    const there = this.request();
    return there && toCall(this.#context, there.method, there.params, { exclusive: true });
  }
}
