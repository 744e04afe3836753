import { sessionStatements } from "@surreal-sdk/transport/toolkit";
import {
  elements,
  fields,
  isNothing,
  itemEnd,
  MAX_LEVELS,
  readHead,
  readText,
  readUuid,
  UnreadableCbor,
} from "./cbor-walk.ts";
import type { DatabaseError } from "./error-envelope.ts";
import { invalidRequest, namespaceEmpty, parseError } from "./error-envelope.ts";

/** What the engine must know about a request before the database may receive it. */
export interface InspectedRequest {
  readonly method: string;
  /** The session it belongs to as 32 hexadecimal digits; empty for the default session. */
  readonly session: string;
  /** The client transaction it runs in or ends, in the same form; empty for none. */
  readonly transaction: string;
  /** Whether it ends that transaction. */
  readonly ends: boolean;
  /** Whether it may not overlap with another request of its session. */
  readonly exclusive: boolean;
  /** Whether it touches no session, and so need not wait for one. */
  readonly free: boolean;
  /** Whether it selects a database but no namespace: without a current namespace that terminates the process. */
  readonly needsNamespace: boolean;
}

const changing = new Set([
  ...["use", "signin", "signup", "authenticate", "refresh", "invalidate", "reset"],
  ...["set", "let", "unset", "attach", "detach", "live"],
]);
const sessionless = new Set(["ping", "version", "sessions"]);

/**
 * Reads the facts of a request from its bytes, and refuses what would terminate the process.
 *
 * @returns the facts, or SurrealDB's error for such bytes.
 */
export function inspectRequest(frame: Uint8Array): InspectedRequest | DatabaseError {
  try {
    return inspect(frame);
  } catch (error) {
    if (error instanceof UnreadableCbor) return parseError(error.message);
    throw error;
  }
}

function inspect(frame: Uint8Array): InspectedRequest | DatabaseError {
  itemEnd(frame, 0, MAX_LEVELS);
  if (readHead(frame, 0).major !== 5) return parseError("A request is a map.");
  const request = fields(frame, 0);
  const methodAt = request.get("method");
  const method = methodAt === undefined ? undefined : readText(frame, methodAt);
  if (method === undefined) return invalidRequest("The method is not text.");
  const session = readSessionOrTransaction(frame, request.get("session"));
  if (session === undefined) return invalidRequest("The session is not a UUID.");
  const transaction = readSessionOrTransaction(frame, request.get("txn"));
  if (transaction === undefined) return invalidRequest("The transaction is not a UUID.");
  const paramsAt = request.get("params");
  const params = paramsAt === undefined ? [] : elements(frame, paramsAt);
  const ends = method === "commit" || method === "cancel";
  const use = method === "use" ? inspectUse(frame, params) : "harmless";
  if (use === "fatal") return namespaceEmpty;
  return {
    method,
    session,
    transaction: ends ? ended(frame, params) : transaction,
    ends,
    exclusive: changing.has(method) || (method === "query" && changesWithin(frame, params[0])),
    free: sessionless.has(method),
    needsNamespace: use === "needs-namespace",
  };
}

/** Both name their transaction in the last parameter, not in the field `txn`. */
function ended(frame: Uint8Array, params: readonly number[]): string {
  const last = params.at(-1);
  return (last === undefined ? undefined : readUuid(frame, last)) ?? "";
}

/** Whether a statement starts a live query or selects a database. */
function changesWithin(frame: Uint8Array, at: number | undefined): boolean {
  const text = at === undefined ? undefined : readText(frame, at);
  return text !== undefined && sessionStatements(text).some((statement) => statement !== "kill");
}

/** `[NULL, "db"]` unsets the namespace first, so that none is ever current; `[NONE, "db"]` keeps it. */
function inspectUse(frame: Uint8Array, params: readonly number[]): "harmless" | "needs-namespace" | "fatal" {
  const [namespace, database] = params;
  if (namespace === undefined || database === undefined || params.length !== 2) return "harmless";
  if (!isNothing(frame, namespace) || readText(frame, database) === undefined) return "harmless";
  return readHead(frame, namespace).major === 6 ? "needs-namespace" : "fatal";
}

/** The UUID in each form that SurrealDB accepts; empty for none, `undefined` for anything else. */
function readSessionOrTransaction(frame: Uint8Array, at: number | undefined): string | undefined {
  if (at === undefined || isNothing(frame, at)) return "";
  const head = readHead(frame, at);
  if (head.major === 6 && head.value === 37) return readUuid(frame, at);
  const text = readText(frame, head.major === 6 && head.value === 9 ? head.body : at) ?? "";
  const plain = text
    .replace(/^urn:uuid:/i, "")
    .replace(/^\{(.*)\}$/, "$1")
    .replace(hyphens, "$1$2$3$4$5");
  return /^[0-9a-f]{32}$/i.test(plain) ? plain.toLowerCase() : undefined;
}

const hyphens = /^(.{8})-(.{4})-(.{4})-(.{4})-(.{12})$/;
