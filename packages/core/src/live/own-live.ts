import type { Call } from "@surreal-sdk/transport";
import { Uuid } from "@surreal-sdk/values";
import type { RawResponse } from "../call/reply.ts";
import { type CallContext, toCall } from "../call/request.ts";
import type { Statement } from "../surrealql/statement.ts";
import { CatchUp, type Resync } from "./live-catch-up.ts";
import type { LiveSubscription } from "./live-subscription.ts";

/**
 * Takes note of a live query that this connection has started, and how to start it again.
 *
 * @internal
 */
export function ownLive(
  context: CallContext,
  id: Uuid,
  replay: Call | undefined,
  resync: Resync | undefined = undefined,
): LiveSubscription {
  const { state, scope } = context;
  const catchUp = resync === undefined ? undefined : new CatchUp(resync, context);
  const subscription = state.live.add(id, scope, true, catchUp);
  state.publishLive(id, "started");
  if (replay === undefined || !state.capabilities.reconnect) return subscription;
  subscription.restorable = true;
  state.channel.setReplay({ label: subscription.label, rank: 8, call: replay });
  return subscription;
}

/**
 * Takes note of the live queries that a query's text has started. A text that is nothing but one LIVE statement
 * can be sent again on a new connection.
 *
 * @internal
 */
export function noteLiveResponses(context: CallContext, statement: Statement, responses: readonly RawResponse[]): void {
  if (context.transaction !== undefined || !/\blive\b/i.test(statement.text)) return;
  for (const response of responses) {
    const { status, result, type } = response;
    if (status !== "OK" || !(result instanceof Uuid)) continue;
    const alone = responses.length === 1 && /^\s*live\s+select\b/i.test(statement.text);
    if (type !== "live" && !alone) continue;
    const replay = alone
      ? toCall(context, "query", [statement.text, statement.bindings], { exclusive: true })
      : undefined;
    ownLive(context, result, replay);
  }
}
