import { quoteIdentifier } from "@surreal-sdk/values";
import { isAbsent } from "../cbor/read.ts";
import { array, NONE, text } from "../cbor/write.ts";
import { existingPart, inBlankSession, placeOf } from "../database/catalog.ts";
import type { Place } from "../database/place.ts";
import type { ServedDatabase } from "../database/served-database.ts";
import type { Answer } from "../message/answer.ts";
import type { Principal } from "../message/principal.ts";
import { invalidParams, notAllowed } from "../message/rpc-error.ts";
import type { ClientSession } from "./client-session.ts";
import { parameter, textParameter } from "./parameters.ts";

/** Only users who may define databases reach the THROW; nothing is ever defined. */
const NAMESPACE_PROBE = "BEGIN; DEFINE NAMESPACE IF NOT EXISTS use_probe; THROW 'may define'; COMMIT;";
const DATABASE_PROBE = "BEGIN; DEFINE DATABASE IF NOT EXISTS use_probe; THROW 'may define'; COMMIT;";

/**
 * Serves `use` as servers since 3.1 do: users stay within their own namespace and database, and only those who may
 * define what does not exist create it. For the others it is selected all the same.
 *
 * @param mayCreate - whether the caller may create at all; anonymous clients of an open server may
 */
export async function useWithinRights(
  served: ServedDatabase,
  session: ClientSession,
  params: Uint8Array,
  mayCreate: boolean,
): Promise<Answer> {
  const current = await placeOf(served, session.engineId);
  const namespace = wanted(params, 0, current.namespace);
  const database = wanted(params, 1, current.database);
  const named = textParameter(params, 1) !== undefined;
  if (namespace === undefined && named) {
    return invalidParams("Cannot set database without first selecting a namespace");
  }
  const refusal =
    session.principal === undefined ? undefined : refuseAbroad(session.principal, { namespace, database });
  if (refusal !== undefined) return refusal;
  return await selectPlace(served, session, params, { target: { namespace, database }, mayCreate });
}

/** Selects a place with `use`, and removes what the database has created for a caller that may not create it. */
export async function selectPlace(
  served: ServedDatabase,
  session: ClientSession,
  params: Uint8Array,
  options: { readonly target: Place; readonly mayCreate: boolean },
): Promise<Answer> {
  const { target, mayCreate } = options;
  const { namespace = "", database = "" } = target;
  const existing = await existingPart(served, target);
  const hadNamespace = existing !== "none";
  const answer = await served.call({ method: "use", params, session: session.engineId });
  session.missing = undefined;
  if (answer.failed || existing === "whole" || (mayCreate && (await mayDefine(served, session, hadNamespace))))
    return answer;
  session.missing = target;
  const removed = hadNamespace ? `DATABASE ${quoteIdentifier(database)}` : `NAMESPACE ${quoteIdentifier(namespace)}`;
  await inBlankSession(served, hadNamespace ? { namespace } : {}, `REMOVE ${removed}`);
  return answer;
}

async function mayDefine(served: ServedDatabase, session: ClientSession, hadNamespace: boolean): Promise<boolean> {
  // The database lets anonymous clients do everything, so the caller has decided for them.
  const probe = array([text(hadNamespace ? DATABASE_PROBE : NAMESPACE_PROBE)]);
  const { value } = await served.call({ method: "query", params: probe, session: session.engineId });
  return !/Not enough permissions|IAM error/.test(Buffer.from(value).toString("latin1"));
}

/** Refuses a place outside of a user's own namespace and database. */
export function refuseAbroad(principal: Principal, { namespace, database }: Place): Answer | undefined {
  if (namespace === undefined || principal.namespace === undefined) return undefined;
  if (principal.namespace !== namespace) {
    return notAllowed(`You don't have permission to change to the ${namespace} namespace`);
  }
  if (principal.database === undefined || principal.database === database) return undefined;
  return notAllowed(`You don't have permission to change to the ${database ?? ""} database`);
}

/** A name changes, NULL unsets, NONE leaves what is selected. */
function wanted(params: Uint8Array, index: number, current: string | undefined): string | undefined {
  const span = parameter(params, index);
  if (span === undefined || Buffer.from(NONE).equals(params.subarray(span.start, span.end))) return current;
  return isAbsent(params, span.start) ? undefined : textParameter(params, index);
}
