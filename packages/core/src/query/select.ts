import { ConnectionLostError } from "@surreal-sdk/transport";
import type { CallContext } from "../call/call-context.ts";
import { knownOptions } from "../call/known-keys.ts";
import type { Operation } from "../operation/operation.ts";
import { addFields, addSelectClauses, type Field, type SelectClauses } from "../surrealql/clauses.ts";
import { type Statement, StatementBuilder } from "../surrealql/statement.ts";
import { addTarget, type ResolvedTarget, resolveTarget } from "../surrealql/target.ts";
import { type Into, onlyRow, readInto, readRows, takeInto } from "./into.ts";
import { fetchResults } from "./run-query.ts";

/** The options of `select`: its clauses, and a schema to read the records into. */
export interface SelectOptions<T = unknown, F = Field> extends Omit<SelectClauses, "fields"> {
  /** The fields to read, by path; all when omitted, or `"*"`. `id` is included only if it is listed. */
  readonly fields?: readonly F[];
  readonly into?: Into<T>;
}

const selectKeys = ["fields", "where", "orderBy", "limit", "start", "fetch", "timeout", "version", "into"] as const;

/** @internal */
export function* select(context: CallContext, given: unknown, options?: SelectOptions): Operation<unknown> {
  const own = knownOptions(options, selectKeys, "select");
  const into = takeInto(own.into, context.state.services);
  const target = resolveTarget(given, "select");
  const rows = (yield* read(context, toSelect(target, own)))[0];
  const { fromPromise: adopt } = context.state.services;
  if (!target.single) return into === undefined ? rows : yield* readRows(into, rows as unknown[], adopt);
  const row = Array.isArray(rows) ? rows[0] : rows;
  return into === undefined || row === undefined ? row : yield* readInto(into, row, onlyRow, adopt);
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

function toSelect(target: ResolvedTarget, clauses: SelectClauses): Statement {
  const statement = new StatementBuilder("SELECT ");
  addFields(statement, clauses.fields);
  statement.add(" FROM ");
  addTarget(statement, target, clauses.orderBy !== undefined);
  addSelectClauses(statement, clauses);
  return statement.build();
}
