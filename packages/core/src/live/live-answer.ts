import { Uuid } from "@surreal-sdk/values";
import { failureOf, type RawResponse, toResponses } from "../call/reply.ts";

/**
 * The id in the answer of `live`, or of a query that consists of a LIVE statement.
 *
 * @throws the error of the statement that failed.
 * @internal
 */
export function startedLiveId(result: unknown): Uuid | undefined {
  if (result instanceof Uuid) return result;
  if (!Array.isArray(result)) return undefined;
  const failure = failureOf(toResponses(result), "LIVE SELECT");
  if (failure !== undefined) throw failure;
  const id = (result[0] as RawResponse | undefined)?.result;
  return id instanceof Uuid ? id : undefined;
}
