import type { CallContext } from "../call/call-context.ts";
import type { ResolvedTarget } from "./target.ts";

/**
 * The row of one record in a transaction, with the id that it was asked for by: SurrealDB 3.0 leaves the id out where the
 * transaction wrote the record.
 *
 * @internal
 */
export function withKnownId({ transaction }: CallContext, row: unknown, { single, value }: ResolvedTarget): unknown {
  if (transaction === undefined || !single || typeof row !== "object" || row === null || Array.isArray(row)) return row;
  return (row as { id?: unknown }).id === undefined ? { ...row, id: value } : row;
}
