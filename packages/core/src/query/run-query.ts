import { sessionStatements } from "@surreal-sdk/transport/toolkit";
import type { CallContext } from "../call/call-context.ts";
import { inOrder, onceReopened } from "../call/call-order.ts";
import { failureOf, type RawResponse, toResponses } from "../call/reply.ts";
import { defaultRequestOptions, type RequestOptions, request } from "../call/request.ts";
import type { Operation } from "../operation/operation.ts";
import type { Statement } from "../surrealql/statement.ts";

/** LIVE, KILL and USE change the state of the session; the server must not run them concurrently with others. */
const alone: RequestOptions = Object.freeze({ exclusive: true });

/**
 * Sends a query and returns every statement's answer, including failed ones.
 *
 * @param method - which language the text is in
 * @internal
 */
export function* fetchResponses(
  calling: CallContext,
  statement: Statement,
  method: "query" | "gql" = "query",
): Operation<RawResponse[]> {
  const { text } = statement;
  const session = method === "query" ? sessionStatements(text) : [];
  const context = calling.state.capabilities.stateful ? calling : yield* withItsVariables(calling);
  const variables = withScopeVariables(context, statement.bindings);
  const params = [text, variables];
  const traits = session.length > 0 ? alone : defaultRequestOptions;
  const { state } = context;
  const startsLive = session.includes("live");
  if (!startsLive && state.queryListeners.size === 0)
    return toResponses(yield* request(context, method, params, traits));
  const tell = (result: unknown, isLate: boolean): RawResponse[] => {
    const responses = toResponses(result);
    if (startsLive) state.answered(context, { text, bindings: variables, responses, isLate });
    for (const listener of state.queryListeners) listener(calling, text, responses);
    return responses;
  };
  const late = (answer: unknown): unknown => tell(answer, true);
  return tell(yield* request(context, method, params, { ...traits, late }), false);
}

/**
 * Sends a query and returns every statement's result.
 *
 * @throws the error of the statement that failed.
 * @internal
 */
export function* fetchResults(
  context: CallContext,
  statement: Statement,
  method: "query" | "gql" = "query",
): Operation<unknown[]> {
  const responses = yield* fetchResponses(context, statement, method);
  const failure = failureOf(responses, statement.text);
  if (failure !== undefined) throw failure;
  return responses.map(({ result }) => result);
}

/** Where variables are sent with the query, it waits for earlier calls that set some. */
function* withItsVariables(context: CallContext): Operation<CallContext> {
  return context.scope.changes.isSettled || context.hasTurn === true
    ? yield* onceReopened(context)
    : yield* inOrder(context);
}

/** Where the peer keeps no variables, or a transaction has its own, they are sent with each query. */
function withScopeVariables(
  { scope, state, transaction }: CallContext,
  bindings: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (state.capabilities.stateful && transaction === undefined) return bindings;
  const kept = state.capabilities.stateful ? [] : [...scope.variables];
  const inside = transaction === undefined ? [] : [...transaction.variables];
  if (kept.length === 0 && inside.length === 0) return bindings;
  return { ...Object.fromEntries(kept), ...Object.fromEntries(inside), ...bindings };
}
