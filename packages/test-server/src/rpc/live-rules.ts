import { fieldsOf } from "../cbor/fields.ts";
import { readUuidOrText } from "../cbor/read.ts";
import { map, NONE, text, uuid } from "../cbor/write.ts";
import { placeExists, usersOf } from "../database/catalog.ts";
import type { LiveNotification, LiveQuery } from "../database/notification-routes.ts";
import type { ServedDatabase } from "../database/served-database.ts";
import type { Answer } from "../message/answer.ts";
import { samePrincipal } from "../message/principal.ts";
import type { RpcRequest } from "../message/request.ts";
import { killRefused } from "../message/rpc-error.ts";
import type { ClientSession } from "./client-session.ts";
import { parameter, textParameter } from "./parameters.ts";

/** The live query that a request kills. */
export function killedLive(request: RpcRequest): string | undefined {
  if (request.method !== "kill") return undefined;
  const span = parameter(request.params, 0);
  return span === undefined ? undefined : readUuidOrText(request.params, span.start);
}

/** Refuses to kill the live query of another user, except to root users. */
export function refuseForeignKill(
  served: ServedDatabase,
  session: ClientSession,
  request: RpcRequest,
): Answer | undefined {
  const { principal } = session;
  const live = killedLive(request);
  const query = live === undefined ? undefined : served.routes.liveQuery(live);
  if (query === undefined || principal === undefined || principal.namespace === undefined) return undefined;
  return samePrincipal(principal, query.principal) ? undefined : killRefused(principal.name ?? "", query.live);
}

/** Whether a request may remove what live queries need: a user, a namespace or a database. */
export function removesLives(request: RpcRequest): boolean {
  if (request.method !== "query") return false;
  return /\bREMOVE\s+(USER|NAMESPACE|NS|DATABASE|DB)\b/i.test(textParameter(request.params, 0) ?? "");
}

/** Tells the subscribers of live queries whose user, namespace or database does not exist any more. */
export async function killOrphans(served: ServedDatabase): Promise<void> {
  for (const query of served.routes.liveQueries()) {
    if (await isOrphan(served, query)) query.subscriber.notified(killedNotification(query.live));
  }
}

async function isOrphan(served: ServedDatabase, { place, principal }: LiveQuery): Promise<boolean> {
  if (place !== undefined && !(await placeExists(served, place))) return true;
  if (principal?.name === undefined || principal.access !== undefined) return false;
  const { namespace, database, name } = principal;
  return (await placeExists(served, principal)) && !(await usersOf(served, { namespace, database })).has(name);
}

/** The notification of an error in place of a change. */
export function failedNotification({ live, inner }: LiveNotification): LiveNotification {
  const facts = { action: text("ERROR"), result: text("The test server failed this live query") };
  return { live, killed: false, inner: map({ ...Object.fromEntries(fieldsOf(inner)), ...facts }) };
}

function killedNotification(live: string): LiveNotification {
  const inner = map({ action: text("KILLED"), id: uuid(live), record: NONE, result: NONE, session: NONE });
  return { live, killed: true, inner };
}
