import { readUuid, readUuidOrText } from "../cbor/read.ts";
import { array, text } from "../cbor/write.ts";
import type { ServedDatabase } from "../database/served-database.ts";
import type { Answer } from "../message/answer.ts";
import type { RpcRequest } from "../message/request.ts";
import { anonymousRefused } from "../message/rpc-error.ts";
import type { ServerRules } from "../profile/server-rules.ts";
import type { ClientSession } from "./client-session.ts";
import { refuseRealtimeEntries, startedLives, touchesSession } from "./live-entries.ts";
import type { MethodFacts } from "./methods.ts";
import { forgetting, identifying } from "./methods.ts";
import { parameter, textParameter } from "./parameters.ts";
import { readAccessToken } from "./principal.ts";

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
  if (rules.server.authentication && facts.data && !session.identified) return refuseAnonymous(database, session);
  const answer = await database.call({
    method: request.method,
    params: request.params,
    session: session.engineId,
    txn: facts.transactional ? request.txn : undefined,
  });
  if (answer.failed) return answer;
  if (identifying.has(request.method)) session.identify(tokenOf(request, answer));
  if (forgetting.has(request.method)) session.forgetIdentity();
  if (request.method === "reset") session.dropLives();
  if (request.method === "kill") await session.toldKilled(killedLive(request) ?? "");
  return startsLives(request) ? ownStarted(answer, rules, session, request) : answer;
}

/** `authenticate` takes the token as a parameter; the other methods return it. */
function tokenOf(request: RpcRequest, answer: Answer): string | undefined {
  if (request.method === "authenticate") return textParameter(request.params, 0);
  return readAccessToken(answer.value, 0);
}

function killedLive(request: RpcRequest): string | undefined {
  const span = parameter(request.params, 0);
  return span === undefined ? undefined : readUuidOrText(request.params, span.start);
}

function ownStarted(answer: Answer, rules: SessionRules, session: ClientSession, request: RpcRequest): Answer {
  if (!rules.realtime) return { failed: false, value: refuseRealtimeEntries(answer.value) };
  const single = readUuid(answer.value, 0);
  session.ownLives(request.method === "live" && single !== undefined ? [single] : startedLives(answer.value));
  return answer;
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
