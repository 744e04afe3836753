import { Datetime, RecordId, Uuid } from "@surreal-sdk/values";

const RECORD_ID = /^([A-Za-z_][A-Za-z0-9_]*):([A-Za-z0-9_]+)$/;
const DATETIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Converts JSON to the values that the server reads from it: texts that look like record ids, UUIDs and datetimes
 * become those.
 */
export function readJsonValue(value: unknown): unknown {
  if (typeof value === "string") return readText(value);
  if (Array.isArray(value)) return value.map(readJsonValue);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, readJsonValue(member)]));
}

/** Converts a value to JSON, with the losses of the server's JSON. */
export function toJsonValue(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Uint8Array) return [...value];
  if (value instanceof Set) return [...value].map(toJsonValue);
  if (Array.isArray(value)) return value.map(toJsonValue);
  if (typeof value !== "object") return value;
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toJsonValue(member)]));
  }
  if (value instanceof RecordId) return recordText(value);
  return "toJSON" in value && typeof value.toJSON === "function" ? value.toJSON() : String(value);
}

/** The server does not quote a key that begins with a digit, unless it is all digits. */
function recordText(value: RecordId): string {
  const bare = typeof value.id === "string" && /^(?!\d+$)[A-Za-z0-9_]+$/.test(value.id);
  return bare && /^[A-Za-z_]\w*$/.test(value.table) ? `${value.table}:${value.id}` : value.toString();
}

function readText(value: string): unknown {
  if (UUID.test(value)) return Uuid.parse(value);
  if (DATETIME.test(value)) return Datetime.parse(value);
  const [, table, key] = RECORD_ID.exec(value) ?? [];
  if (table === undefined || key === undefined) return value;
  const number = /^\d{1,15}$/.test(key);
  return new RecordId(table, number ? Number(key) : key);
}
