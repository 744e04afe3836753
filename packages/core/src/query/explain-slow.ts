import { statementsOf } from "@surreal-sdk/transport/toolkit";
import type { CallContext } from "../call/call-context.ts";
import type { AskedQuery, Explainer, QueryPlan } from "../call/observer.ts";
import type { ResolvedOptions } from "../call/options.ts";
import { readAnswer, toResponses } from "../call/reply.ts";
import { admitted, exchange, toCall } from "../call/request.ts";
import { noSettings } from "../call/settings.ts";
import { type Operation, wait } from "../operation/operation.ts";
import { planOf } from "./query-plan.ts";

/** How many texts are remembered. */
const mostTexts = 100;

/** What explains slow requests, where that is wanted. @internal */
export function explainerFor({ slowQuery }: ResolvedOptions): Explainer | undefined {
  return slowQuery?.explain === true ? new SlowReads() : undefined;
}

/** Asks the server once for each text of a slow SELECT how it executes it. */
class SlowReads implements Explainer {
  readonly #plans: Map<string, QueryPlan | undefined> = new Map();

  explain(asked: AskedQuery, report: (plan: QueryPlan | undefined) => void): void {
    const { state } = asked.context;
    const text = selectOf(asked);
    if (text === undefined || this.#plans.has(text)) {
      report(text === undefined ? undefined : this.#plans.get(text));
      return;
    }
    if (this.#plans.size >= mostTexts) this.#plans.clear();
    // Meanwhile others of this text are reported without a plan.
    this.#plans.set(text, undefined);
    state.background(this.#ask(asked, text, report));
  }

  *#ask(asked: AskedQuery, text: string, report: (plan: QueryPlan | undefined) => void): Operation<void> {
    let plan: QueryPlan | undefined;
    try {
      plan = yield* planFor(asked, text);
      this.#plans.set(text, plan);
    } catch {
      // A server before 3.0, a lost connection, a table that is gone: the request was slow all the same.
    }
    report(plan);
  }
}

/** The text of a request that is one SELECT, and could be asked again where it was executed. */
function selectOf({ context, start, params }: AskedQuery): string | undefined {
  const [text] = params;
  if (typeof text !== "string" || !start.method.startsWith("query") || context.transaction !== undefined)
    return undefined;
  if (!/^\s*select\b/i.test(text) || statementsOf(text).length !== 1) return undefined;
  return text;
}

function* planFor({ context: calling, start, params }: AskedQuery, text: string): Operation<QueryPlan | undefined> {
  const context: CallContext = yield* admitted({ ...calling, settings: noSettings }, "query");
  const { namespace, database } = context.scope;
  if (namespace !== start.namespace || database !== start.database) return undefined;
  const sent = [`EXPLAIN FORMAT JSON ${text}`, params[1]];
  const frame = yield* wait(exchange(context, toCall(context, "query", sent)));
  const [answer] = toResponses(readAnswer(context, frame, "query", sent));
  return answer?.status === "OK" ? planOf(answer.result) : undefined;
}
