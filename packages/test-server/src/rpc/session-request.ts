import { readUuid } from "../cbor/read.ts";
import { arrayItems } from "../cbor/walk.ts";
import { array, text } from "../cbor/write.ts";
import { existingPart, placeOf } from "../database/catalog.ts";
import type { ServedDatabase } from "../database/served-database.ts";
import { type Answer, result } from "../message/answer.ts";
import { newerError, newerResults } from "../message/newer-errors.ts";
import { claimsOf, readAccessToken, samePrincipal } from "../message/principal.ts";
import type { RpcRequest } from "../message/request.ts";
import { anonymousRefused, placeNotFound, sessionExpired } from "../message/rpc-error.ts";
import { failedEntry } from "../message/statement-entry.ts";
import type { Profile } from "../profile/profile.ts";
import type { CommitFault } from "../profile/server-faults.ts";
import type { ServerRules } from "../profile/server-rules.ts";
import { withFeedDates, withOriginals } from "./change-feed.ts";
import type { ClientSession } from "./client-session.ts";
import { cancelled, failedCommit, isTransaction, withCommitRows } from "./commit-rows.ts";
import { isLoneLive, needsPlace, refuseRealtimeEntries, startedLives, touchesSession } from "./live-entries.ts";
import { killedLive, killOrphans, refuseForeignKill, removesLives } from "./live-rules.ts";
import type { MethodFacts } from "./methods.ts";
import { forgetting, identifying } from "./methods.ts";
import { textParameter } from "./parameters.ts";
import { refuseParameters, withoutOptions } from "./refused-parameters.ts";
import { useWithinRights } from "./select-place.ts";
import { withSessionEnd } from "./session-end.ts";

/** The rules for requests on sessions. */
export interface SessionRules {
  readonly server: ServerRules;
  /** Whether the client can be notified. */
  readonly realtime: boolean;
  /** Whether several clients share the sessions, each of which then serves only the user who signed in on it. */
  readonly shared: boolean;
}

/** Reports whether a request has to run alone on its session. */
export function isExclusive(request: RpcRequest, facts: MethodFacts): boolean {
  return facts.exclusive || startsLives(request);
}

/** Reports whether a request may start live queries. */
export function startsLives(request: RpcRequest): boolean {
  if (request.method !== "query") return request.method === "live";
  const query = textParameter(request.params, 0);
  return query !== undefined && touchesSession(query);
}

/** Executes a request on a session after its admission, and tracks the state that the engine does not. */
export async function runOnSession(
  database: ServedDatabase,
  rules: SessionRules,
  session: ClientSession,
  request: RpcRequest,
  facts: MethodFacts,
): Promise<Answer> {
  const { authentication, profile } = rules.server;
  if (authentication && facts.data && !session.identified) return refuseAnonymous(database, session);
  if (facts.data && session.expired) return sessionExpired();
  const refusal = profile.livesHaveOwners ? refuseForeignKill(database, session, request) : undefined;
  const missing = facts.data ? await refuseMissing(database, session, request) : undefined;
  const answer = refusal ?? missing ?? (await execute(database, rules, session, request, facts));
  // Of the tokens that refresh takes, no version says more.
  if (answer.failed) return request.method === "refresh" ? answer : newerError(profile, answer);
  await follow(database, rules, session, request, answer);
  const told = request.method === "query" ? inWordsOf(profile, answer, textParameter(request.params, 0) ?? "") : answer;
  return startsLives(request) ? ownStarted(database, told, rules, session, request) : told;
}

/** The answer of a query as the version writes it. */
function inWordsOf(profile: Profile, answer: Answer, query: string): Answer {
  const rows = newerResults(profile, profile.commitsHaveResults ? withCommitRows(answer.value, query) : answer.value);
  return result(profile.deletionsHaveOriginal ? withOriginals(rows, query) : rows);
}

async function execute(
  database: ServedDatabase,
  rules: SessionRules,
  session: ClientSession,
  request: RpcRequest,
  facts: MethodFacts,
): Promise<Answer> {
  const { authentication, profile } = rules.server;
  if (request.method === "use" && profile.useChecksRights) {
    return useWithinRights(database, session, request.params, session.identified || !authentication);
  }
  const refused = await refuseParameters(database, profile, session, request);
  if (refused !== undefined) return refused;
  const { commit } = rules.server.faults;
  if (commit !== undefined && request.method === "query" && isTransaction(textParameter(request.params, 0) ?? "")) {
    return executeFaulty(database, session, request, commit);
  }
  const inside = facts.transactional && !(profile.livesInTransactions && isLoneLive(request));
  const { method, txn } = request;
  const params = method === "query" ? knownParameters(profile, session, request.params) : request.params;
  const answer = await database.call({ method, params, session: session.engineId, txn: inside ? txn : undefined });
  return answer.orphan && rules.realtime && profile.tellsDecodeErrors ? { ...answer, orphan: false } : answer;
}

/** The parameters of a query as the database in this process takes them. */
function knownParameters(profile: Profile, { end }: ClientSession, params: Uint8Array): Uint8Array {
  const known = profile.takesOptions ? withoutOptions(params) : params;
  const dated = profile.takesFeedDatesForNanoseconds ? withFeedDates(known) : known;
  return end === undefined ? dated : withSessionEnd(dated, end);
}

/** Executes a transaction whose COMMIT fails on purpose. */
async function executeFaulty(
  database: ServedDatabase,
  session: ClientSession,
  { params }: RpcRequest,
  fault: CommitFault,
): Promise<Answer> {
  const query = textParameter(params, 0) ?? "";
  const applied = fault.outcome === "unknown" && fault.applied === true;
  const [, ...others] = (arrayItems(params, 0) ?? []).map(({ start, end }) => params.subarray(start, end));
  const sent = array([text(applied ? query : cancelled(query)), ...others]);
  const answer = await database.call({ method: "query", params: sent, session: session.engineId });
  return answer.failed ? answer : result(failedCommit(answer.value, fault));
}

/** Does what follows from the success of a request. */
async function follow(
  database: ServedDatabase,
  rules: SessionRules,
  session: ClientSession,
  request: RpcRequest,
  answer: Answer,
): Promise<void> {
  const { profile } = rules.server;
  const before = session.principal;
  if (identifying.has(request.method)) session.identify(tokenOf(request, answer));
  if (forgetting.has(request.method)) session.forgetIdentity();
  if (profile.sessionsEndWithToken && request.method === "authenticate") {
    const end = claimsOf(textParameter(request.params, 0))?.get("exp");
    if (typeof end === "number") session.expireAt(end * 1_000);
  }
  const changed = forgetting.has(request.method) || !samePrincipal(before, session.principal);
  if (profile.livesEndWithUser && changed) await session.endLives();
  if (request.method === "reset") session.dropLives();
  if (request.method === "kill") await session.toldKilled(killedLive(request) ?? "");
  if (profile.removalKillsLives && removesLives(request)) await killOrphans(database);
}

/** `authenticate` takes the token as a parameter; the other methods return it. */
function tokenOf(request: RpcRequest, answer: Answer): string | undefined {
  if (request.method === "authenticate") return textParameter(request.params, 0);
  return readAccessToken(answer.value, 0);
}

async function ownStarted(
  database: ServedDatabase,
  answer: Answer,
  rules: SessionRules,
  session: ClientSession,
  request: RpcRequest,
): Promise<Answer> {
  if (!rules.realtime) return { failed: false, value: refuseRealtimeEntries(answer.value) };
  const single = readUuid(answer.value, 0);
  const lives = request.method === "live" && single !== undefined ? [single] : startedLives(answer.value);
  const place = rules.server.profile.removalKillsLives ? await placeOf(database, session.engineId) : undefined;
  session.ownLives(lives, place);
  if (request.txn !== undefined) session.holdLives(request.txn, lives);
  return answer;
}

/** Refuses to work in a place that was selected and does not exist; the database would create it. */
async function refuseMissing(
  database: ServedDatabase,
  session: ClientSession,
  request: RpcRequest,
): Promise<Answer | undefined> {
  const place = session.missing;
  if (place === undefined || (request.method === "query" && !needsPlace(textParameter(request.params, 0) ?? ""))) {
    return undefined;
  }
  const { namespace = "", database: name = "" } = place;
  const existing = await existingPart(database, place);
  if (existing === "whole") session.missing = undefined;
  if (session.missing === undefined) return undefined;
  const refusal = existing === "namespace" ? placeNotFound("Database", name) : placeNotFound("Namespace", namespace);
  return request.method === "query" ? result(array([failedEntry(refusal)])) : refusal;
}

/** An expired session reports that, even to clients that have become anonymous. */
async function refuseAnonymous(database: ServedDatabase, session: ClientSession): Promise<Answer> {
  const probe = await database.call({
    method: "query",
    params: array([text("RETURN NONE")]),
    session: session.engineId,
  });
  return probe.failed ? probe : anonymousRefused();
}
