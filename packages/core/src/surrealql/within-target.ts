import { BoundIncluded, Range, RecordId } from "@surreal-sdk/values";
import { and, type Condition, eq, gt, gte, lt, lte } from "./expressions.ts";
import type { ResolvedTarget } from "./target.ts";

/**
 * The condition for records that belong to a target, where a statement takes only its table; `undefined` for a whole
 * table.
 *
 * @internal
 */
export function withinTarget({ value }: ResolvedTarget): Condition | undefined {
  if (!(value instanceof RecordId)) return undefined;
  const id = value.id as unknown;
  if (!(id instanceof Range)) return eq("id", value);
  const { begin, end } = id;
  const least = begin && new RecordId(value.table, begin.value);
  const most = end && new RecordId(value.table, end.value);
  return and(
    least && (begin instanceof BoundIncluded ? gte("id", least) : gt("id", least)),
    most && (end instanceof BoundIncluded ? lte("id", most) : lt("id", most)),
  );
}
