import { mapEntries, readText } from "./walk.ts";

/** The values of a map by their keys, still encoded; no entries for any other item, and for none. */
export function fieldsOf(bytes: Uint8Array | undefined): Map<string, Uint8Array> {
  if (bytes === undefined) return new Map();
  const entries = mapEntries(bytes, 0) ?? [];
  return new Map(entries.map(({ key, value }) => [key, bytes.subarray(value.start, value.end)]));
}

/** The text of a field; `undefined` for anything else. */
export function textOf(fields: ReadonlyMap<string, Uint8Array>, key: string): string | undefined {
  const value = fields.get(key);
  return value === undefined ? undefined : readText(value, 0);
}
