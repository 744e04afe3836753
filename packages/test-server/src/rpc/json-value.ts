import { Datetime, RecordId, Uuid } from "@surreal-sdk/values";

const RECORD_ID = /^([A-Za-z_][A-Za-z0-9_]*):([A-Za-z0-9_]+)$/;
const DATETIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Reads the values that the server sees in JSON: texts that look like record ids, uuids and datetimes are such. */
export function readJsonValue(value: unknown): unknown {
  if (typeof value === "string") return readText(value);
  if (Array.isArray(value)) return value.map(readJsonValue);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, readJsonValue(member)]));
}

/** Makes what JSON can say of a value, with the losses that the server's JSON has. */
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

/** The server leaves a key that begins with a digit bare, as long as it is not all digits. */
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
