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

/** How a live query was started, so that it can be started again with the same state. */
export class LiveStart {
  readonly origin: LiveOrigin;
  readonly #context: CallContext;
  readonly #request: LiveRequest;

  constructor(context: CallContext, request: LiveRequest) {
    this.#context = context;
    this.#request = request;
    this.origin = new LiveOrigin(context.scope);
  }

  /** The call that starts it on the current session; `undefined` when that would be another query. */
  call(): Call | undefined {
    const { scope } = this.#context;
    const { method, params, statement } = this.#request;
    if (this.origin.isWhere(scope)) return toCall(this.#context, method, params, { exclusive: true });
    const there = this.origin.statement(statement, scope)?.statement;
    if (there === undefined) return undefined;
    return toCall(this.#context, "query", [there.text, there.bindings], { exclusive: true });
  }
}
