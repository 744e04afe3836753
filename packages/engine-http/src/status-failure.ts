import type { RequestKind, TransportError } from "@surreal-sdk/transport";
import { httpRefusal, RequestTooLargeError } from "@surreal-sdk/transport";
import { isBuiltIn, literalsOf } from "@surreal-sdk/transport/toolkit";
import type { AnswerHead, HttpRequest } from "./pool.ts";

/** Creates the error for an answer whose status is not a success. */
export function statusFailure(
  http: HttpRequest,
  kind: RequestKind,
  head: AnswerHead,
  body: Uint8Array,
): TransportError {
  const { status } = head;
  const text = new TextDecoder().decode(body);
  const refusal = httpRefusal(
    {
      status,
      url: http.url,
      body: text,
      sent: http.headers,
      sentBody: sentBody(http, kind),
      location: head.header("location"),
      retryAfter: head.header("retry-after"),
    },
    outcomeOf(head, kind, text),
  );
  if (status !== 413) return refusal;
  const size = isBuiltIn(http.body, "Uint8Array") ? `${http.body.byteLength} bytes` : "this size";
  const message = `${http.url} does not accept a request of ${size} (HTTP 413).`;
  return new RequestTooLargeError(message, { cause: refusal, outcome: refusal.outcome });
}

/** For an import, the strings alone: the error of a parser repeats the words of the statement. */
function sentBody({ body }: HttpRequest, kind: RequestKind): Uint8Array | undefined {
  if (!isBuiltIn(body, "Uint8Array") || kind === "export") return undefined;
  if (kind === "rpc") return body;
  return new TextEncoder().encode(literalsOf(new TextDecoder().decode(body)).join("\0"));
}

/**
 * SurrealDB refuses with 4xx before it executes anything, and answers 200 once it has executed. From 500 on, and for
 * 408 and 303, a proxy may have forwarded the request. An import is executed while it is being read. A 503 that says when
 * to come back is given instead of executing: by a server that starts, or that has no memory left. "Parse error" is said
 * of a request that the server cannot read, and of a result that it cannot encode.
 */
function outcomeOf(head: AnswerHead, kind: RequestKind, body: string): "failed" | "unknown" {
  const { status } = head;
  if (status === 503 && head.header("retry-after") !== undefined) return "failed";
  if (status >= 500 || status === 408 || status === 303) return "unknown";
  if (status === 400 && body.includes('"information":"Parse error"')) return "unknown";
  return kind === "import" && [400, 413, 422].includes(status) ? "unknown" : "failed";
}
