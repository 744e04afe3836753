import type { CallContext } from "../call/call-context.ts";
import { field, ServerError } from "../errors/server-error.ts";
import type { Operation } from "../operation/operation.ts";
import { fetchResults } from "../query/run-query.ts";
import { tableName } from "../surrealql/bound-query.ts";
import type { WatchQuery } from "./watch-query.ts";

/**
 * Whether a live query with a condition on the record before the change reports every record that stops to match.
 * That record lacks computed fields, so the answer depends on the definition of the table, which record users cannot
 * read. Where it is unknown, the live query reports all changes of the table.
 *
 * @internal
 */
export function* reportsLeaves(context: CallContext, query: WatchQuery): Operation<boolean> {
  if (!query.canFilter) return false;
  try {
    const text = `INFO FOR TABLE ${tableName(query.table)} STRUCTURE`;
    const [info] = yield* fetchResults(context, { text, bindings: {} });
    const fields = field(info, "fields");
    return Array.isArray(fields) && !fields.some(isComputed);
  } catch (error) {
    if (error instanceof ServerError) return false;
    throw error;
  }
}

/** Computed fields, and the futures of SurrealDB 2. */
function isComputed(definition: unknown): boolean {
  return (
    field(definition, "computed") !== undefined || String(field(definition, "value")).toLowerCase().includes("<future>")
  );
}
