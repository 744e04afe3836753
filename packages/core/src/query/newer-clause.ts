import { UnsupportedFeatureError } from "@surreal-sdk/transport";
import type { CallContext } from "../call/call-context.ts";
import { ValidationError } from "../errors/server-errors.ts";
import type { Operation } from "../operation/operation.ts";
import type { Statement } from "../surrealql/statement.ts";
import { fetchResults } from "./run-query.ts";

/** An option whose clause not every supported server can parse. */
export interface NewerClause {
  readonly method: string;
  readonly option: string;
  /** The clause, as the server writes it. */
  readonly clause: string;
  /** The first release that has it. */
  readonly since: readonly [major: number, minor: number];
}

/**
 * Runs a statement that contains a newer clause. The server parses a text before it executes any of it, so an older one
 * has done nothing.
 *
 * @throws UnsupportedFeatureError when the server is older than the clause.
 * @internal
 */
export function* fetchWithNewer(
  context: CallContext,
  statement: Statement,
  { method, option, clause, since: [major, minor] }: NewerClause,
): Operation<unknown[]> {
  try {
    return yield* fetchResults(context, statement);
  } catch (error) {
    if (!(error instanceof ValidationError && error.isParseError)) throw error;
    if (yield* context.state.server.isAtLeast(context, major, minor)) throw error;
    const message = `${method}(): this server does not know ${clause}; \`${option}\` needs SurrealDB ${major}.${minor} or later.`;
    throw new UnsupportedFeatureError(message, { feature: option, cause: error });
  }
}
