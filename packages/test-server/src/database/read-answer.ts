import { mapEntries, readText } from "../cbor/walk.ts";
import type { Answer } from "../message/answer.ts";
import { internalError, invalidRequest, parseError } from "../message/rpc-error.ts";

/** Returns the result or the error in an answer of the database in this process. */
export function readAnswer(frame: Uint8Array): Answer {
  const [first] = mapEntries(frame, 0) ?? [];
  if (first?.key === "result") return { failed: false, value: frame.subarray(first.value.start, first.value.end) };
  if (first?.key !== "error") return internalError("The database answered with neither a result nor an error");
  const value = frame.subarray(first.value.start, first.value.end);
  return unreadable(value) ?? { failed: true, value };
}

/**
 * A request that the database could not read is answered without an id; an answer that it could not encode, such as
 * one with a Regex, has the same error with the id. The cause, which a server does not send, distinguishes them.
 */
function unreadable(error: Uint8Array): Answer | undefined {
  const facts = new Map(mapEntries(error, 0)?.map(({ key, value }) => [key, value.start]));
  const details = new Map(mapEntries(error, facts.get("details") ?? 0)?.map(({ key, value }) => [key, value.start]));
  const kind = details.has("kind") ? readText(error, details.get("kind") as number) : undefined;
  if (kind === "InvalidRequest") return invalidRequest();
  if (kind !== "Parse") return undefined;
  const cause = new Map(mapEntries(error, facts.get("cause") ?? 0)?.map(({ key, value }) => [key, value.start]));
  const reason = cause.has("message") ? readText(error, cause.get("message") as number) : "";
  return { ...parseError(), orphan: !/unsupported value type|cannot be converted/i.test(reason ?? "") };
}
