import { RecordId } from "@surreal-sdk/values";
import { field } from "../errors/server-error.ts";

/** The ids of records in a value: itself, items of lists, and records that were read in place of their ids. @internal */
export function linkedIds(value: unknown): readonly RecordId[] {
  const found = new Map<string, RecordId>();
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    const id = next instanceof RecordId ? next : field(next, "id");
    if (id instanceof RecordId) found.set(id.toString(), id);
    else if (Array.isArray(next) || next instanceof Set) open.push(...next);
  }
  return [...found.values()];
}
