import type { Codec } from "@surreal-sdk/codec";
import { HttpStatusError, ProtocolError } from "@surreal-sdk/transport";
import type { SurrealError } from "@surreal-sdk/values";
import { commitUnknown } from "../errors/commit-unknown.ts";
import { UnexpectedResponseError } from "../errors/core-errors.ts";
import { field, ownWords, type ServerError, saysUnknownCommit, saysWhy, textField } from "../errors/server-error.ts";
import { NotAllowedError, NotFoundError } from "../errors/server-errors.ts";
import { InvalidCredentialsError } from "../errors/specific-errors.ts";
import { toServerError } from "../errors/to-server-error.ts";
import type { CallContext } from "./call-context.ts";
import { withoutSentSecrets } from "./sent-secrets.ts";
import { isEnding } from "./tokens.ts";

/**
 * One statement's answer as the server sent it: `status`, `time`, and as `result` the value or the error's message.
 */
export interface RawResponse {
  readonly status: "OK" | "ERR";
  /** How long it took, in the server's format (`"81.37µs"`). */
  readonly time: string;
  readonly result: unknown;
  /** `"live"` or `"kill"` for such statements; servers of the 3.x series send it. */
  readonly type?: string | undefined;
  /** The kind of the error; servers of the 3.x series send it. */
  readonly kind?: string;
  readonly details?: unknown;
}

/**
 * Returns the result in the answer to a request.
 *
 * @throws ServerError when the server refused.
 * @internal
 */
export function readAnswer(
  { scope, state }: CallContext,
  frame: Uint8Array,
  method: string,
  params: readonly unknown[],
): unknown {
  try {
    return readReply(state.codec, frame, method, params);
  } catch (error) {
    throw scope.session !== undefined && isSessionLoss(error) ? state.loseSession(scope, error) : error;
  }
}

/**
 * Whether the error says that the server does not know the session.
 *
 * @internal
 */
export function isSessionLoss(error: unknown): boolean {
  return error instanceof NotFoundError && error.detailKind === "Session";
}

/**
 * Returns the result in a reply frame.
 *
 * @param params - the parameters of the request, where they may contain secrets
 * @throws ServerError when the server refused; UnexpectedResponseError when the frame is not a reply.
 * @internal
 */
export function readReply(codec: Codec, frame: Uint8Array, method: string, params: readonly unknown[] = []): unknown {
  let reply: unknown;
  try {
    reply = codec.decode(frame);
  } catch (cause) {
    throw unexpected(`The answer to ${method} could not be decoded.`, cause);
  }
  if (typeof reply !== "object" || reply === null || Array.isArray(reply)) {
    throw unexpected(`The answer to ${method} is not a reply but ${kindOf(reply)}.`);
  }
  const error = field(reply, "error");
  if (error !== undefined && error !== null) {
    const named = field(reply, "id") !== undefined && field(reply, "id") !== null;
    throw toServerError(withoutSentSecrets(error, method, params), { method, named });
  }
  if (!Object.hasOwn(reply, "result")) throw unexpected(`The answer to ${method} holds neither a result nor an error.`);
  return (reply as { result: unknown }).result;
}

/**
 * Converts an engine's failure to the error that has the same meaning on every transport: an answer that is not one,
 * like one that the codec could not read; an expired or invalid token, like the server's own refusal of it.
 *
 * @param token - the token that the request carried, if any
 * @internal
 */
export function asCallFailure(error: Error, token: string | undefined): Error {
  if (error instanceof HttpStatusError) {
    if (isExpired(error, token)) return tokenExpired(error);
    // What the engine takes for unknown here is a result that the server cannot encode.
    if (error.status === 400 && error.outcome === "unknown" && error.body.includes('"information":"Parse error"'))
      return toServerError(
        { code: -32700, kind: "Validation", message: "Parse error" },
        { method: "query", named: true },
      );
    return isInvalid(error, token) ? tokenInvalid(error) : error;
  }
  if (!(error instanceof ProtocolError) || error.outcome !== "unknown") return error;
  return unexpected(error.message, error);
}

/** Servers up to 3.x say in the body why they answered 401; later ones do not, and the token itself must show it. */
function isExpired({ status, body }: HttpStatusError, token: string | undefined): boolean {
  if (status !== 401) return false;
  return /expired/i.test(body) || (isEnding(token) && !otherReason.test(body));
}

/** How servers begin another reason than the time that has passed. */
const otherReason = /^The (access method|namespace|database|user|record)\b/;

/** What servers answer in plain text to a token that they do not accept; a proxy answers something else. */
const invalidToken =
  /^(InvalidToken|(There was a problem with )?authentication( failed)?|The token is invalid|Base64 error\b.*|JSON error\b.*)\.?$/i;

function isInvalid({ status, body }: HttpStatusError, token: string | undefined): boolean {
  return status === 401 && token !== undefined && invalidToken.test(body.trim());
}

function tokenInvalid(cause: HttpStatusError): InvalidCredentialsError {
  return new InvalidCredentialsError({
    kind: "NotAllowed",
    message: "The server does not accept the token",
    details: { kind: "Auth", details: { kind: "InvalidAuth" } },
    cause,
    outcome: "failed",
  });
}

function tokenExpired(cause: HttpStatusError): NotAllowedError {
  return new NotAllowedError({
    kind: "NotAllowed",
    message: "The token has expired",
    details: { kind: "Auth", details: { kind: "TokenExpired" } },
    cause,
    outcome: "failed",
  });
}

/**
 * Checks that the result of a query, or of an import, is a list of statement answers.
 *
 * @internal
 */
export function toResponses(result: unknown, of = "a query"): RawResponse[] {
  if (!Array.isArray(result)) throw unexpected(`The result of ${of} is a list, not ${kindOf(result)}.`);
  for (const entry of result) {
    const status = textField(entry, "status");
    if (status !== "OK" && status !== "ERR") throw unexpected("A statement's answer has no status.");
  }
  return result;
}

/**
 * Returns the error of the statement that really failed: in a failed transaction the other statements only report that
 * they were not executed, or cancelled. Where the server does not know whether it committed, that is the error.
 *
 * @internal
 */
export function failureOf(responses: readonly RawResponse[], query: string): SurrealError | undefined {
  if (responses.every(({ status }) => status === "OK")) return undefined;
  const applied = responses.some((_, index) => isApplied(responses, index));
  const errors = responses.flatMap((response, statement) =>
    response.status === "OK" ? [] : [toServerError(response, { statement, query, applied })],
  );
  const unknown = errors.filter(saysUnknownCommit).at(-1);
  return unknown === undefined ? reasonAmong(errors) : commitUnknown(unknown);
}

/** The first error that says why something failed; one that only reports the failure of others, if there is no such. @internal */
export function reasonAmong(errors: readonly ServerError[]): ServerError | undefined {
  return errors.find((error) => !isNeighbour(error)) ?? errors[0];
}

/** Whether a statement took effect on its own; the `BEGIN` of a failed transaction reports "OK" as well. */
function isApplied(responses: readonly RawResponse[], index: number): boolean {
  const { status, result } = responses[index] as RawResponse;
  if (status === "ERR") return false;
  if (result !== undefined && result !== null) return true;
  for (const response of responses.slice(index + 1)) {
    if (response.status === "OK") return true;
    if (isNeighbour(toServerError(response))) return false;
  }
  return true;
}

const notExecuted = /* @__PURE__ */ ownWords("not executed due to a (?:failed|cancelled) transaction");

/** Whether a statement failed only because another one did. */
function isNeighbour(error: ServerError): boolean {
  if (saysWhy(error.message)) return false;
  if (error.detailKind === "NotExecuted" || error.detailKind === "Cancelled") return true;
  return notExecuted.test(error.message);
}

function unexpected(message: string, cause?: unknown): UnexpectedResponseError {
  return new UnexpectedResponseError(message, { outcome: "unknown", ...(cause === undefined ? {} : { cause }) });
}

function kindOf(value: unknown): string {
  if (value === null) return "NULL";
  if (value === undefined) return "NONE";
  return Array.isArray(value) ? "a list" : typeof value;
}
