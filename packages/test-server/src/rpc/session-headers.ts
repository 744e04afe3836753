import type { IncomingHttpHeaders } from "node:http";
import { isUuid } from "../cbor/read.ts";
import { array, map, NONE, NULL, text } from "../cbor/write.ts";
import { placeOf } from "../database/catalog.ts";
import type { ServedDatabase } from "../database/served-database.ts";
import { type Answer, errorMessage } from "../message/answer.ts";
import { newerError } from "../message/newer-errors.ts";
import { readAccessToken } from "../message/principal.ts";
import { AUTHENTICATION_PROBLEM } from "../message/rpc-error.ts";
import type { Profile } from "../profile/profile.ts";
import type { ClientSession } from "./client-session.ts";
import { refuseAbroad, selectPlace } from "./select-place.ts";

/** The client, according to the headers of a request or of an upgrade. */
export interface SessionHeaders {
  readonly id: string | undefined;
  readonly namespace: string | undefined;
  readonly database: string | undefined;
  readonly basic: Readonly<Record<string, string>> | undefined;
  readonly bearer: string | undefined;
}

/** A header is invalid, or its credentials are wrong: answered with 401 and this text. */
export class HeaderRefusedError extends Error {
  override readonly name = "HeaderRefusedError";
}

/**
 * Reads the headers that set up a session.
 *
 * @throws HeaderRefusedError
 */
export function readSessionHeaders(headers: IncomingHttpHeaders): SessionHeaders {
  const id = single(headers, "surreal-id");
  if (id !== undefined && !isUuid(id)) throw new HeaderRefusedError("The header surreal-id is not a UUID");
  const [scheme = "", credentials = ""] = (headers.authorization ?? "").split(/ +(.*)/s);
  return {
    id: id?.toLowerCase(),
    namespace: single(headers, "surreal-ns"),
    database: single(headers, "surreal-db"),
    basic: /^basic$/i.test(scheme) ? readBasic(credentials, headers) : undefined,
    bearer: /^bearer$/i.test(scheme) ? credentials.trim() : undefined,
  };
}

/**
 * Sets up a blank session according to the headers. For a Basic user the headers name namespace and database; a token
 * contains its own.
 *
 * @throws HeaderRefusedError
 */
export async function applySessionHeaders(
  database: ServedDatabase,
  session: ClientSession,
  headers: SessionHeaders,
  profile: Profile,
): Promise<void> {
  const call = async (method: string, params: Uint8Array[]) => {
    const answer = await database.call({ method, params: array(params), session: session.engineId });
    return answer.failed ? newerError(profile, answer) : answer;
  };
  if (headers.basic !== undefined) {
    const credentials = Object.entries(headers.basic).map(([key, value]) => [key, text(value)]);
    const answer = await call("signin", [map(Object.fromEntries(credentials))]);
    refuseFailure(answer);
    session.identify(readAccessToken(answer.value, 0));
    await call("use", [NULL, NULL]);
  }
  if (headers.namespace !== undefined) {
    const params = [text(headers.namespace), headers.database === undefined ? NONE : text(headers.database)];
    const options = { target: headers, mayCreate: false };
    const select = () => selectPlace(database, session, array(params), options);
    refuseFailure(await (profile.useChecksRights ? select() : call("use", params)));
  }
  if (headers.bearer !== undefined) {
    refuseFailure(await call("authenticate", [text(headers.bearer)]));
    session.identify(headers.bearer);
  }
  if (profile.headersStayInTenant) await refuseOtherTenant(database, session);
}

async function refuseOtherTenant(database: ServedDatabase, session: ClientSession): Promise<void> {
  if (session.principal?.namespace === undefined) return;
  const place = await placeOf(database, session.engineId);
  if (place.namespace === undefined || place.database === undefined) return;
  if (refuseAbroad(session.principal, place) !== undefined) {
    throw new HeaderRefusedError(AUTHENTICATION_PROBLEM);
  }
}

function refuseFailure(answer: Answer): void {
  if (answer.failed) throw new HeaderRefusedError(errorMessage(answer));
}

function readBasic(credentials: string, headers: IncomingHttpHeaders): Record<string, string> {
  const decoded = Buffer.from(credentials, "base64").toString("utf8");
  const colon = decoded.indexOf(":");
  if (colon < 0) throw new HeaderRefusedError(AUTHENTICATION_PROBLEM);
  const ns = single(headers, "surreal-auth-ns");
  const db = single(headers, "surreal-auth-db");
  if (ns === undefined && db !== undefined) {
    throw new HeaderRefusedError(AUTHENTICATION_PROBLEM);
  }
  return {
    ...(ns === undefined ? {} : { ns }),
    ...(db === undefined ? {} : { db }),
    user: decoded.slice(0, colon),
    pass: decoded.slice(colon + 1),
  };
}

function single(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}
