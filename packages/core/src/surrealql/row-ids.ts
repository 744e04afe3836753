import { isBuiltIn, isPlainObject, RecordId, valueKind } from "@surreal-sdk/values";

/**
 * Refuses rows with an `id` that is an array or object which no record id can have, and returns the rows.
 *
 * @throws TypeError when an object in such an id has an empty key. Nothing is sent then.
 * @internal
 */
export function withValidIds(data: unknown): unknown {
  if (Array.isArray(data)) data.forEach(checkId);
  else checkId(data);
  return data;
}

function checkId(row: unknown): void {
  if (typeof row !== "object" || row === null) return;
  const id = isBuiltIn(row, "Map")
    ? row.get("id")
    : Object.hasOwn(row, "id")
      ? (row as { id?: unknown }).id
      : undefined;
  // The server judges every other id.
  if (Array.isArray(id) || (valueKind(id) === undefined && isPlainObject(id))) new RecordId("", id);
}
