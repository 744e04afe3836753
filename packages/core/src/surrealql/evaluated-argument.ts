import { isBuiltIn, isPlainObject, RecordId, valueKind } from "@surreal-sdk/values";

/** Deeper values are left to the encoder, which refuses what contains itself. */
const deepest = 200;

/**
 * Whether the RPC method `run` would change a value. The server writes the arguments as SurrealQL and evaluates that:
 * a set becomes a list on SurrealDB 3.0 and 4.0, a range loses what its ends include, and an object with the keys of a
 * GeoJSON geometry becomes that geometry.
 *
 * @internal
 */
export function changesWhenEvaluated(value: unknown): boolean {
  try {
    return changes(value, 0);
  } catch {
    // A getter or a proxy that throws: the encoder names its place.
    return false;
  }
}

function changes(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null || depth > deepest) return false;
  if (valueKind(value) === "range" || isBuiltIn(value, "Set")) return true;
  if (value instanceof RecordId) return changes(value.id, depth + 1);
  if (Array.isArray(value)) return value.some((item) => changes(item, depth + 1));
  const fields = isBuiltIn(value, "Map") ? Object.fromEntries(value) : value;
  if (!isPlainObject(fields)) return false;
  if (Object.hasOwn(fields, "type") && (Object.hasOwn(fields, "coordinates") || Object.hasOwn(fields, "geometries"))) {
    return true;
  }
  return Object.values(fields).some((field) => changes(field, depth + 1));
}
