import { RecordId, Table } from "@surreal-sdk/values";
import type { CallContext } from "../call/call-context.ts";
import { knownOptions } from "../call/known-keys.ts";
import type { Operation } from "../operation/operation.ts";
import { tableName } from "../surrealql/bound-query.ts";
import { addReturn, addTimeout, type Return, type Timespan } from "../surrealql/clauses.ts";
import { withValidIds } from "../surrealql/row-ids.ts";
import { StatementBuilder } from "../surrealql/statement.ts";
import { resolveRecord, resolveTarget } from "../surrealql/target.ts";
import { type Into, onlyRow, readInto, readRows, takeInto } from "./into.ts";
import { fetchWithNewer, type NewerClause } from "./newer-clause.ts";
import { fetchResults } from "./run-query.ts";

/** The options of `relate`. */
export interface RelateOptions<T = unknown, W = Return> {
  /** What to return for each edge. Default: the edge. */
  readonly return?: W | undefined;
  /** The time limit of the statement on the server. */
  readonly timeout?: Timespan | undefined;
  /**
   * Changes an edge that exists already, instead of failing or of relying on what the server does then: the edge is
   * identified by its id, so pass a RecordId as the edge. Needs SurrealDB 3.3.
   */
  readonly orUpdate?: boolean | undefined;
  /** Read each edge into a schema. */
  readonly into?: Into<T> | undefined;
}

const updating: NewerClause = { method: "relate", option: "orUpdate", clause: "OR UPDATE", since: [3, 3] };

/**
 * @param given - the data, if there is any, and the options
 * @internal
 */
export function* relate(
  context: CallContext,
  from: unknown,
  edge: unknown,
  to: unknown,
  given: readonly [data?: unknown, options?: RelateOptions],
): Operation<unknown> {
  const options = knownOptions(given[1], ["return", "timeout", "orUpdate", "into"], "relate");
  const into = takeInto(options.into, context.state.services);
  const { orUpdate = false } = options;
  if (typeof orUpdate !== "boolean") throw new TypeError("`orUpdate` is true or false.");
  const statement = new StatementBuilder(orUpdate ? "RELATE OR UPDATE " : "RELATE ");
  statement.bind("_from", endOf(from, "from")).add("->");
  const path = typeof edge === "string" ? resolveTarget(edge, "relate").value : edge;
  if (path instanceof RecordId) statement.bind("_edge", path);
  else if (path instanceof Table) statement.add(tableName(path.name));
  else throw new TypeError("relate() takes a Table, its name, or the RecordId of the edge as its second argument.");
  statement.add("->").bind("_to", endOf(to, "to"));
  // With options, there may be no data before them.
  if (given.length === 1 || given[0] !== undefined) statement.add(" CONTENT ").bind("_content", withValidIds(given[0]));
  addReturn(statement, options.return);
  addTimeout(statement, options.timeout);
  const built = statement.build();
  const rows = (yield* orUpdate ? fetchWithNewer(context, built, updating) : fetchResults(context, built))[0];
  const one = !Array.isArray(from) && !Array.isArray(to);
  const { fromPromise: adopt } = context.state.services;
  if (!one || !Array.isArray(rows) || rows.length > 1) {
    return into === undefined ? rows : yield* readRows(into, rows as unknown[], adopt);
  }
  return into === undefined || rows.length === 0 ? rows[0] : yield* readInto(into, rows[0], onlyRow, adopt);
}

function endOf(given: unknown, name: string): RecordId | RecordId[] {
  if (Array.isArray(given)) return given.map((one) => endOf(one, name) as RecordId);
  return resolveRecord(given, "relate", name);
}
