import { acceptsNone } from "../kind/kind.ts";
import type { FieldSchema, TableSchema } from "./schema.ts";

/**
 * Whether a new record must have this field. DEFAULT, VALUE and COMPUTED fill it, and an option may be absent. An object
 * that only its fields imply is required if one of them is. ASSERT is not considered.
 *
 * @example
 * ```ts
 * schema.tables[0]?.fields.filter(isRequired).map((field) => field.path);
 * ```
 */
export function isRequired(field: FieldSchema): boolean {
  if (field.default !== undefined || field.value !== undefined || field.computed !== undefined) return false;
  if (field.isImplied && field.kind.is === "object") return field.kind.fields.some(isRequired);
  return !acceptsNone(field.kind);
}

/**
 * Whether a new record of the table must have an id: where not every version of SurrealDB makes one that fits the kind
 * of `id`. They make texts; 3.3 makes none for a union, and a uuid for `uuid`.
 *
 * @example
 * ```ts
 * schema.tables.filter(isIdRequired).map((table) => table.name);
 * ```
 */
export function isIdRequired({ id }: TableSchema): boolean {
  if (id === undefined || id.default !== undefined || id.value !== undefined) return false;
  const { is } = id.kind;
  return is !== "string" && is !== "any" && is !== "unknown";
}
