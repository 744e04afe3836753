import { Uuid } from "@surreal-sdk/values";
import { failureOf, toResponses } from "../call/reply.ts";

/**
 * The id in the answer of `live`, or of a query whose last statement is a LIVE statement.
 *
 * @throws the error of the statement that failed.
 * @internal
 */
export function startedLiveId(result: unknown): Uuid | undefined {
  if (result instanceof Uuid) return result;
  if (!Array.isArray(result)) return undefined;
  const failure = failureOf(toResponses(result), "LIVE SELECT");
  if (failure !== undefined) throw failure;
  return lastId(result);
}

/** The id in the last result of a query, whatever the outcome of the statements before. @internal */
export function lastId(result: unknown): Uuid | undefined {
  const id = Array.isArray(result) ? toResponses(result).at(-1)?.result : result;
  return id instanceof Uuid ? id : undefined;
}
