import { Caller, perform } from "../lite/caller.ts";
import type { Mode, Returns } from "../operation/mode.ts";
import type { Operation } from "../operation/operation.ts";
import { askGql, askGraphql, type GraphqlOptions } from "../query/other-languages.ts";
import type { FieldData } from "../typing/record-data.ts";

/**
 * Executes a GraphQL request and returns its data. Needs a server of SurrealDB 3.2 and a database with
 * `DEFINE CONFIG GRAPHQL`. Values arrive as GraphQL has them: ids and dates are text.
 *
 * @typeParam T - the type of the data; an unchecked assertion
 * @throws {@link GraphqlError} when the answer contains errors; its `data` is what was found nevertheless.
 * @throws {@link UnsupportedFeatureError} when the database has no GraphQL, and inside a transaction.
 * @throws {@link ServerError} when the server refuses the request, for example without a configuration.
 * @example
 * ```ts
 * const { users } = await graphql<{ users: User[] }>(db, "query Adults($age: Int!) { users(filter: …) { name } }", {
 *   variables: { age: 18 },
 * });
 * ```
 */
export function graphql<T = FieldData>(db: Caller<"async">, request: string, options?: GraphqlOptions): Promise<T>;
/** Executes a GraphQL request over a blocking connection; see the overload for async connections. */
export function graphql<T = FieldData>(db: Caller<"blocking">, request: string, options?: GraphqlOptions): T;
/** Works in either mode. */
export function graphql<M extends Mode>(db: Caller<M>, request: string, options?: GraphqlOptions): Returns<M, unknown> {
  const context = Caller.contextOf(db, "graphql");
  return perform(context, "graphql", askGraphql(context, request, options));
}

/**
 * Executes a query of ISO GQL, the graph query language (not GraphQL), and returns its rows. Needs a server of
 * SurrealDB 3.2 or later; 3.2 only with `--allow-experimental gql`.
 *
 * @param variables - values for the parameters, `$name`
 * @typeParam T - the type of a row; an unchecked assertion
 * @throws {@link UnsupportedFeatureError} when the database has no GQL.
 * @throws {@link ServerError} when the server refuses the query or it fails.
 * @example
 * ```ts
 * const rows = await gql<{ name: string }>(db, "MATCH (p:person)-[:knows]->(f) WHERE p.age > $age RETURN f.name AS name", {
 *   age: 18,
 * });
 * ```
 */
export function gql<T = FieldData>(db: Caller<"async">, query: string, variables?: object): Promise<T[]>;
/** Executes a query of ISO GQL over a blocking connection; see the overload for async connections. */
export function gql<T = FieldData>(db: Caller<"blocking">, query: string, variables?: object): T[];
/** Works in either mode. */
export function gql<M extends Mode>(db: Caller<M>, query: string, variables?: object): Returns<M, unknown> {
  const context = Caller.contextOf(db, "gql");
  return perform(context, "gql", askGql(context, query, variables) as Operation<unknown>);
}
