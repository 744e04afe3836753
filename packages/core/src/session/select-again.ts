import { request } from "../call/request.ts";
import { claimsOf } from "../call/tokens.ts";
import { ignoreErrors } from "../operation/ignore-errors.ts";
import type { Operation } from "../operation/operation.ts";
import type { Place } from "./access-place.ts";
import { despiteConflicts } from "./conflicts.ts";
import type { SessionContext } from "./connection-state.ts";

/**
 * Selects the namespace and database in force once more when the identity of the session has changed. Servers since 3.1
 * create what does not exist only for those who may define it, so a selection that was made anonymously has created
 * nothing. Where the server refuses, the session stays where it is.
 *
 * @param before - the identity of the session before it changed
 *
 * @internal
 */
export function* selectAgain(context: SessionContext, before: string): Operation<void> {
  const { namespace, database, tokens, identity } = context.scope;
  if (identity === before || namespace === undefined || tokens === undefined) return;
  const named = claimsOf(tokens.access);
  // What a token names exists.
  if (named.namespace !== undefined && (named.database !== undefined || database === undefined)) return;
  yield* ignoreErrors(despiteConflicts(context, (current) => selectPlace(current, { namespace, database })));
}

/** Selects a namespace and a database, as the identity that the session has now. @internal */
export function selectPlace(context: SessionContext, { namespace, database }: Place): Operation<unknown> {
  const token = context.scope.tokens?.access;
  const traits = { exclusive: true, identity: true, token, target: { namespace, database } };
  return request(context, "use", [namespace, database ?? null], traits);
}
