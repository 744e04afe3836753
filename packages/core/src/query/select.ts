import { ConnectionLostError } from "@surreal-sdk/transport";
import type { CallContext } from "../call/call-context.ts";
import { knownOptions } from "../call/known-keys.ts";
import type { Operation } from "../operation/operation.ts";
import { addProjection, addSelectClauses, type Field, type SelectClauses } from "../surrealql/clauses.ts";
import { withKnownId } from "../surrealql/known-id.ts";
import { type Statement, StatementBuilder } from "../surrealql/statement.ts";
import { addTarget, type ResolvedTarget, resolveTarget } from "../surrealql/target.ts";
import { type Into, onlyRow, readInto, readRows, takeInto } from "./into.ts";
import { fetchWithNewer, type NewerClause } from "./newer-clause.ts";
import { fetchResults } from "./run-query.ts";

/** The options of `select`: its clauses, and a schema to read the records into. */
export interface SelectOptions<T = unknown, F = Field> extends Omit<SelectClauses, "fields"> {
  /** The fields to read, by path; all when omitted, or `"*"`. `id` is included only if it is listed. */
  readonly fields?: readonly F[] | undefined;
  /** The field of which to read the value alone: the result is that value, or a list of them. */
  readonly value?: F | undefined;
  /**
   * Inside a transaction: takes the record for a later write, so that another transaction that writes it in between
   * makes this one fail with a conflict. Only for one record. Needs SurrealDB 3.3.
   */
  readonly forUpdate?: boolean | undefined;
  readonly into?: Into<T> | undefined;
}

const selectKeys = [
  "fields",
  "value",
  "where",
  "orderBy",
  "limit",
  "start",
  "fetch",
  "timeout",
  "version",
  "forUpdate",
  "into",
] as const;

const locking: NewerClause = { method: "select", option: "forUpdate", clause: "FOR UPDATE", since: [3, 3] };

/** @internal */
export function* select(context: CallContext, given: unknown, options?: SelectOptions): Operation<unknown> {
  const own = knownOptions(options, selectKeys, "select");
  const into = takeInto(own.into, context.state.services);
  const target = resolveTarget(given, "select");
  const statement = toSelect(target, own);
  const rows = (yield* own.forUpdate === true
    ? fetchWithNewer(context, statement, locking)
    : read(context, statement))[0];
  const { fromPromise: adopt } = context.state.services;
  if (!target.single) return into === undefined ? rows : yield* readRows(into, rows as unknown[], adopt);
  const only = Array.isArray(rows) ? rows[0] : rows;
  const row = hasId(own) ? withKnownId(context, only, target) : only;
  return into === undefined || row === undefined ? row : yield* readInto(into, row, onlyRow, adopt);
}

/** Whether what is selected includes the id. */
function hasId({ fields, value }: SelectOptions): boolean {
  return value === undefined && (fields === undefined || fields.includes("*") || fields.includes("id"));
}

/** Reading twice does no harm, so a user may enable a retry when the answer was lost. */
function* read(context: CallContext, statement: Statement): Operation<unknown[]> {
  try {
    return yield* fetchResults(context, statement);
  } catch (error) {
    const again = context.state.options.retryReads && context.transaction === undefined;
    if (!again || !(error instanceof ConnectionLostError)) throw error;
    return yield* fetchResults(context, statement);
  }
}

function toSelect(target: ResolvedTarget, clauses: SelectOptions): Statement {
  const statement = new StatementBuilder("SELECT ");
  addProjection(statement, clauses.fields, clauses.value);
  statement.add(" FROM ");
  addTarget(statement, target);
  addSelectClauses(statement, clauses);
  if (locks(target, clauses)) statement.add(" FOR UPDATE");
  return statement.build();
}

/** @throws TypeError where the server cannot lock what is read. */
function locks({ single }: ResolvedTarget, { forUpdate = false, version }: SelectOptions): boolean {
  if (typeof forUpdate !== "boolean") throw new TypeError("`forUpdate` is true or false.");
  if (!forUpdate) return false;
  if (!single) throw new TypeError("select(): `forUpdate` takes one record: pass a RecordId.");
  if (version !== undefined) throw new TypeError("select(): `forUpdate` reads the latest data: leave `version` out.");
  return true;
}
