import { integer, map, NONE, text } from "../cbor/write.ts";
import type { Answer } from "./answer.ts";
import { codeOf } from "./error-code.ts";

type Facts = { readonly [key: string]: string | Facts };

/** The message of every failed authentication that does not say why. */
export const AUTHENTICATION_PROBLEM = "There was a problem with authentication";

/** The message could not be decoded. */
export function parseError(message = "Parse error"): Answer {
  return { ...rpcError(-32700, "Validation", message, { kind: "Parse" }), orphan: true };
}

/** The message is not a request. */
export function invalidRequest(): Answer {
  return { ...rpcError(-32600, "Validation", "Invalid request", { kind: "InvalidRequest" }), orphan: true };
}

/** The parameters do not suit the method. */
export function invalidParams(message: string): Answer {
  return rpcError(-32603, "Validation", message, { kind: "InvalidParams" });
}

/** The method does not exist; the server never repeats a name that it does not know. */
export function methodNotFound(name = "unknown"): Answer {
  return rpcError(-32601, "NotFound", "Method not found", { kind: "Method", details: { name } });
}

/** The method exists but is not allowed here. */
export function methodNotAllowed(name = "unknown"): Answer {
  return rpcError(-32602, "NotAllowed", "Method not allowed", { kind: "Method", details: { name } });
}

/** No session of this connection has the id. */
export function sessionNotFound(id: string): Answer {
  return rpcError(-32000, "NotFound", `Session not found: ${id}`, { kind: "Session", details: { id } });
}

/** A session of this connection has the id already. */
export function sessionExists(id: string): Answer {
  return rpcError(-32000, "AlreadyExists", `Session already exists: ${id}`, { kind: "Session", details: { id } });
}

/** The client is not signed in, and anonymous clients may not access data. */
export function anonymousRefused(): Answer {
  const message = "Anonymous access not allowed: Not enough permissions to perform this action";
  const actor = { actor: "anonymous", action: "process", resource: "query" };
  return rpcError(-32002, "NotAllowed", message, { kind: "Auth", details: { kind: "NotAllowed", details: actor } });
}

/** A token or other credentials are wrong. */
export function invalidAuth(): Answer {
  const details = { kind: "Auth", details: { kind: "InvalidAuth" } };
  return rpcError(-32002, "NotAllowed", AUTHENTICATION_PROBLEM, details);
}

/** A value does not fit its field. */
export function invalidValue(message: string): Answer {
  return rpcError(-32600, "Validation", message, { kind: "InvalidRequest" });
}

/** The sign-in or sign-up of an access method returned no record. */
export function noRecord(message: string): Answer {
  return rpcError(-32000, "NotFound", message);
}

/** The live query belongs to another user. */
export function killRefused(actor: string, live: string): Answer {
  const message = "IAM error: Not enough permissions to perform this action";
  const facts = { actor, action: "KILL", resource: live };
  return rpcError(-32002, "NotAllowed", message, { kind: "Auth", details: { kind: "NotAllowed", details: facts } });
}

/** The caller may not do this; there is no more to tell. */
export function notAllowed(message: string): Answer {
  return rpcError(-32000, "NotAllowed", message);
}

/** A selected namespace or database does not exist. */
export function placeNotFound(kind: "Namespace" | "Database", name: string): Answer {
  const message = `The ${kind.toLowerCase()} '${name}' does not exist`;
  return rpcError(-32000, "NotFound", message, { kind, details: { name } });
}

/** This transport does not support notifications. */
export function liveQueryNotSupported(): Answer {
  const message = "Unable to perform the realtime query";
  return rpcError(-32604, "Configuration", message, { kind: "LiveQueryNotSupported" });
}

/** A database has no GraphQL until it is configured. */
export function badGraphqlConfig(): Answer {
  return rpcError(-32606, "Configuration", "Bad GraphQL config", { kind: "BadGraphqlConfig" });
}

/** The server does not execute a language other than SurrealQL. */
export function dialectNotSupported(): Answer {
  return rpcError(-32607, "Configuration", "Dialect not supported", { kind: "DialectNotSupported" });
}

/** A statement or a transaction failed. */
export function queryError(message: string, detail?: string): Answer {
  const details = detail === undefined ? undefined : { kind: detail };
  return rpcError(codeOf("Query", [detail]), "Query", message, details);
}

/** A session has expired. */
export function sessionExpired(): Answer {
  const details = { kind: "Auth", details: { kind: "SessionExpired" } };
  return rpcError(-32000, "NotAllowed", "The session has expired", details);
}

/** An error without a more specific kind. */
export function internalError(message: string): Answer {
  return rpcError(-32000, "Internal", message);
}

function rpcError(code: number, kind: string, message: string, details?: Facts): Answer {
  const value = map({
    cause: NONE,
    code: integer(code),
    details: details === undefined ? undefined : writeFacts(details),
    kind: text(kind),
    message: text(message),
  });
  return { failed: true, value };
}

function writeFacts(facts: Facts): Uint8Array {
  const written: Record<string, Uint8Array> = {};
  for (const key of Object.keys(facts).sort()) {
    const value = facts[key] as string | Facts;
    written[key] = typeof value === "string" ? text(value) : writeFacts(value);
  }
  return map(written);
}
