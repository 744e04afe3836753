import type { Watched } from "surreal-sdk";

/** The rows as text: in their order where that counts. */
export function asText(rows: readonly unknown[], isOrdered: boolean): string {
  const lines = rows.map((row) => JSON.stringify(row, ordered));
  return (isOrdered ? lines : lines.sort()).join("\n");
}

/** Objects with their keys in one order: the server may send them in any. */
function ordered(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What is wrong with an item that follows another one: its changes, or the identity of its rows. */
export function faultOf(before: readonly unknown[], { rows, changes }: Watched): string | undefined {
  const { added, changed, removed } = changes;
  const old = new Set(before);
  const now = new Set(rows);
  const fresh = rows.filter((row) => !old.has(row));
  const gone = before.filter((row) => !now.has(row));
  if (fresh.length !== added.length + changed.length) return `${fresh.length} objects are new, and not all are told`;
  if (gone.length !== removed.length + changed.length) return `${gone.length} objects are gone, and not all are told`;
  if (![...added, ...changed].every((row) => now.has(row))) return "a change tells of a row that is not there";
  if (!removed.every((row) => old.has(row))) return "a row was removed that was not there";
  if (before === rows) return "the list is the same object";
  return undefined;
}
