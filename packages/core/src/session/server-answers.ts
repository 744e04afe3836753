import { request } from "../call/request.ts";
import { UnexpectedResponseError } from "../errors/core-errors.ts";
import { ServerError } from "../errors/server-error.ts";
import { NotFoundError } from "../errors/server-errors.ts";
import type { Operation } from "../operation/operation.ts";
import { fetchResults } from "../query/run-query.ts";
import type { SessionContext } from "./connection-state.ts";

/**
 * The record that is signed in. Servers that cannot tell it by the method are asked by a query.
 *
 * @internal
 */
export function* info(context: SessionContext): Operation<unknown> {
  try {
    return (yield* request(context, "info", [])) ?? undefined;
  } catch (error) {
    const fallback = error instanceof NotFoundError || (error instanceof ServerError && error.code === -32000);
    if (!fallback) throw error;
    const rows = (yield* fetchResults(context, { text: "SELECT * FROM $auth", bindings: {} }))[0];
    if (Array.isArray(rows) && rows.length > 0) return rows[0];
    throw error;
  }
}

/** @internal */
export function* version(context: SessionContext): Operation<string> {
  const result = yield* request(context, "version", []);
  if (typeof result === "string") return result;
  throw new UnexpectedResponseError("The answer to version is no text.", { outcome: "unknown" });
}
