import { RecordId, Table } from "@surreal-sdk/values";
import type { CallContext } from "../call/call-context.ts";
import type { Operation } from "../operation/operation.ts";
import { tableName } from "../surrealql/bound-query.ts";
import { StatementBuilder } from "../surrealql/statement.ts";
import { resolveRecord, resolveTarget } from "../surrealql/target.ts";
import { fetchResults } from "./run-query.ts";

/** @internal */
export function* relate(
  context: CallContext,
  from: unknown,
  edge: unknown,
  to: unknown,
  data: readonly unknown[],
): Operation<unknown> {
  const statement = new StatementBuilder("RELATE ").bind("_from", endOf(from, "from")).add("->");
  const path = typeof edge === "string" ? resolveTarget(edge, "relate").value : edge;
  if (path instanceof RecordId) statement.bind("_edge", path);
  else if (path instanceof Table) statement.add(tableName(path.name));
  else throw new TypeError("relate() takes a Table, its name, or the RecordId of the edge as its second argument.");
  statement.add("->").bind("_to", endOf(to, "to"));
  if (data.length > 0) statement.add(" CONTENT ").bind("_content", data[0]);
  const rows = (yield* fetchResults(context, statement.build()))[0];
  const one = !Array.isArray(from) && !Array.isArray(to);
  return one && Array.isArray(rows) && rows.length <= 1 ? rows[0] : rows;
}

function endOf(given: unknown, name: string): RecordId | RecordId[] {
  if (Array.isArray(given)) return given.map((one) => endOf(one, name) as RecordId);
  return resolveRecord(given, "relate", name);
}
