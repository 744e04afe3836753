import { UnsupportedFeatureError } from "@surreal-sdk/transport";
import type { CallContext } from "../call/call-context.ts";
import { request } from "../call/request.ts";
import type { Operation } from "../operation/operation.ts";
import { changesWhenEvaluated } from "../surrealql/evaluated-argument.ts";
import { checkRun, toFunctionCall } from "../surrealql/function-call.ts";
import { fetchResults } from "./run-query.ts";

/** @internal */
export function* runFunction(context: CallContext, name: string, given: unknown, version: unknown): Operation<unknown> {
  const args = checkRun(name, given, version);
  const { state, scope, transaction } = context;
  const asQuery =
    transaction !== undefined ||
    (!state.capabilities.stateful && scope.variables.size > 0) ||
    args.some(changesWhenEvaluated);
  if (!asQuery) return yield* request(context, "run", parameters(name, args, version));
  if (version !== undefined && version !== null) {
    throw new UnsupportedFeatureError(
      "run() with a version does not work inside a transaction, nor over HTTP while variables are set, nor with a set, a range or GeoJSON among its arguments.",
      { feature: "run with a version" },
    );
  }
  return (yield* fetchResults(context, toFunctionCall(name, args)))[0];
}

/** The server expects name, version, arguments; missing ones at the end are omitted. */
function parameters(name: string, args: readonly unknown[], version: unknown): unknown[] {
  if (args.length > 0) return [name, version ?? null, args];
  return version === undefined || version === null ? [name] : [name, version];
}
