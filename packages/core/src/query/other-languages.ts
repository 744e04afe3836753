import { UnsupportedFeatureError } from "@surreal-sdk/transport";
import type { CallContext } from "../call/call-context.ts";
import { knownOptions } from "../call/known-keys.ts";
import { request } from "../call/request.ts";
import { typeName } from "../call/type-name.ts";
import { GraphqlError, type GraphqlIssue } from "../errors/answered-errors.ts";
import { UnexpectedResponseError } from "../errors/core-errors.ts";
import { field } from "../errors/server-error.ts";
import { NotFoundError } from "../errors/server-errors.ts";
import type { Operation } from "../operation/operation.ts";
import { toStatement } from "../surrealql/statement.ts";
import { fetchResults } from "./run-query.ts";

/** The options of `graphql()`. */
export interface GraphqlOptions {
  /** The values of the variables that the request declares. */
  readonly variables?: object | undefined;
  /** Which operation of the text to execute, if it contains several. */
  readonly operation?: string | undefined;
}

/** @internal */
export function* askGraphql(context: CallContext, text: unknown, given?: GraphqlOptions): Operation<unknown> {
  const { variables, operation } = knownOptions(given, ["variables", "operation"], "graphql");
  if (typeof text !== "string") throw new TypeError(`graphql() takes the request as text, not ${typeName(text)}.`);
  if (operation !== undefined && typeof operation !== "string") throw new TypeError("`operation` is a name.");
  const { bindings } = toStatement("", variables);
  if (context.transaction !== undefined) {
    throw new UnsupportedFeatureError(
      "graphql() does not run inside a transaction: the server gives each field of a request a transaction of its own.",
      { feature: "graphql" },
    );
  }
  const answer = yield* unlessMissing(
    "graphql",
    request(context, "graphql", operation === undefined ? [text, bindings] : [text, bindings, operation]),
  );
  const data = field(answer, "data");
  const errors = field(answer, "errors");
  if (Array.isArray(errors) && errors.length > 0) throw new GraphqlError(errors as GraphqlIssue[], data ?? null);
  if (data !== undefined && data !== null) return data;
  throw new UnexpectedResponseError("The answer to graphql has neither data nor errors.", { outcome: "unknown" });
}

/** @internal */
export function* askGql(context: CallContext, text: unknown, variables: object | undefined): Operation<unknown[]> {
  if (typeof text !== "string") throw new TypeError(`gql() takes the query as text, not ${typeName(text)}.`);
  const statement = toStatement(text, variables);
  const rows = (yield* unlessMissing("gql", fetchResults(context, statement, "gql")))[0];
  if (rows === undefined || rows === null) return [];
  return Array.isArray(rows) ? rows : [rows];
}

/** The refusal of a server, or of an embedded database, that does not have the method. */
function* unlessMissing<T>(method: string, operation: Operation<T>): Operation<T> {
  try {
    return yield* operation;
  } catch (error) {
    if (!(error instanceof NotFoundError) || error.detailKind !== "Method") throw error;
    throw new UnsupportedFeatureError(
      `${method}(): this database does not answer ${method === "gql" ? "GQL" : "GraphQL"}; that needs a server of SurrealDB 3.2 or later that was built with it.`,
      { feature: method, cause: error },
    );
  }
}
