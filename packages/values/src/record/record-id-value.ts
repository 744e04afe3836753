import { BoundExcluded, BoundIncluded } from "../bound.ts";
import { isBuiltIn } from "../built-in.ts";
import { describeType } from "../describe-type.ts";
import { fitsInt64 } from "../int64.ts";
import { valueKind } from "../kind.ts";
import { isPlainObject } from "../plain-object.ts";
import { assertWellFormed, quoteIdentifier } from "../quote.ts";
import { type Bound, Range } from "../range.ts";
import { objectText, toSurrealQL } from "../to-surreal-ql.ts";
import type { Uuid } from "../uuid.ts";

/**
 * What the id half of a {@link RecordId} may be. Floats, booleans, `null`, bytes and other types are not record ids.
 *
 * @example
 * ```ts
 * const key: RecordIdValue = ["London", 2024];
 * ```
 */
export type RecordIdValue =
  | string
  | number
  | bigint
  | Uuid
  | Range
  | readonly unknown[]
  | { readonly [key: string]: unknown };

const MAX_DEPTH = 250;
const EMPTY_KEY =
  "A record id cannot contain an object with an empty key: SurrealDB 3 would store the record and could then no longer read its table. Give the key a name.";
const ACCEPTED = "pass a string, an integer, a bigint, a Uuid, an array, a plain object or a Range";

/**
 * Refuses a value that the database does not accept as the id of a record; checks the outermost level only.
 *
 * @internal
 */
export function checkRecordIdValue(id: unknown): void {
  const kind = valueKind(id);
  if (typeof id === "string") assertWellFormed(id, "A record id");
  else if (typeof id === "number") checkNumber(id);
  else if (typeof id === "bigint") checkBigInt(id);
  else if (kind === "range") checkRange(id as Range);
  else if (kind !== "uuid" && !Array.isArray(id) && !(kind === undefined && isPlainObject(id))) {
    throw new TypeError(refusal(id));
  }
}

function checkNumber(id: number): void {
  if (!Number.isInteger(id)) {
    throw new TypeError(
      `A record id cannot be the number ${id}: pass an integer, or a string such as ${'"'}${id}${'"'}.`,
    );
  }
  if (!Number.isSafeInteger(id)) {
    throw new RangeError("An integer record id beyond 2^53 is not exact as a number: pass a bigint.");
  }
}

function checkBigInt(id: bigint): void {
  if (fitsInt64(id)) return;
  throw new RangeError("An integer record id must fit into 64 bits: pass a string for larger ones.");
}

function checkRange(range: Range): void {
  for (const bound of [range.begin, range.end]) {
    if (bound === undefined) continue;
    if (valueKind(bound.value) === "range") throw new TypeError("A bound of a record range cannot be a Range itself.");
    checkRecordIdValue(bound.value);
  }
}

function refusal(id: unknown): string {
  const what = describeType(id);
  if (id === undefined || id === null) {
    return `A record id cannot be ${what}: ${ACCEPTED}. To let the database choose an id, pass the Table instead of a RecordId.`;
  }
  if (valueKind(id) === "record-id") return `A record id cannot be a RecordId itself: pass its id, recordId.id.`;
  if (valueKind(id) === "table")
    return `The id of a record cannot be a Table: the table comes first, new RecordId(table.name, id).`;
  if (valueKind(id) === "decimal" || valueKind(id) === "float")
    return `A record id cannot be ${what}: pass an integer or a string.`;
  if (valueKind(id) === "datetime" || isBuiltIn(id, "Date"))
    return `A record id cannot be ${what}: put it into an array, [datetime].`;
  if (isBuiltIn(id, "Uint8Array")) return `A record id cannot be bytes: pass a string (such as hex) or a Uuid.`;
  if (isBuiltIn(id, "Set")) return `A record id cannot be a Set: pass an array, [...set].`;
  return `A record id cannot be ${what}: ${ACCEPTED}.`;
}

/**
 * Copies all that the caller could change, and freezes arrays and plain objects.
 *
 * @throws TypeError for an object with an empty key, at any depth: a server of version 3 stores such an id and can then
 * no longer read the table
 * @internal
 */
export function frozenCopy<T>(value: T): T {
  return copied(value, 0) as T;
}

function copied(value: unknown, depth: number): unknown {
  if (depth > MAX_DEPTH) {
    throw new RangeError(`A record id cannot be nested deeper than ${MAX_DEPTH} levels; does it contain itself?`);
  }
  // -0 is written as a float, which is the id of another record.
  if (value === 0) return 0;
  if (typeof value !== "object" || value === null) return value;
  if (valueKind(value) !== undefined) return checked(value, depth);
  if (Array.isArray(value)) return Object.freeze(Array.from(value, (item) => copied(item, depth + 1)));
  if (isBuiltIn(value, "Date")) return new Date(Date.prototype.getTime.call(value));
  if (isBuiltIn(value, "Uint8Array")) return Uint8Array.from(value);
  if (isBuiltIn(value, "Set")) return new Set(Array.from(value, (item) => copied(item, depth + 1)));
  if (!isPlainObject(value)) return value;
  if (Object.hasOwn(value, "")) throw new TypeError(EMPTY_KEY);
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copied(item, depth + 1)])));
}

/** Checks what is inside a value that is immutable already, and copies the bounds of a range, which may be lists. */
function checked(value: object, depth: number): object {
  if (valueKind(value) === "range") return copiedRange(value as Range, depth);
  copied((value as { id?: unknown }).id, depth + 1);
  return value;
}

function copiedRange(range: Range, depth: number): Range {
  const [begin, end] = [range.begin, range.end].map((bound) => bound && copiedBound(bound, depth));
  return begin === range.begin && end === range.end ? range : new Range(begin, end);
}

function copiedBound(bound: Bound, depth: number): Bound {
  const value = copied(bound.value, depth + 1);
  if (Object.is(value, bound.value)) return bound;
  return valueKind(bound) === "bound-included" ? new BoundIncluded(value) : new BoundExcluded(value);
}

/**
 * Formats the id part of a record id. A string is an identifier here, and a text of digits is quoted to stay a string.
 *
 * @internal
 */
export function recordIdValueText(id: unknown): string {
  if (typeof id === "string") return quoteIdentifier(id);
  if (valueKind(id) === undefined && isPlainObject(id)) return objectText(id);
  if (valueKind(id) !== "range") return toSurrealQL(id);
  const { begin, end } = id as Range;
  return `${begin === undefined ? "" : beginText(begin)}..${end === undefined ? "" : endText(end)}`;
}

function beginText(bound: Bound): string {
  return `${recordIdValueText(bound.value)}${valueKind(bound) === "bound-excluded" ? ">" : ""}`;
}

function endText(bound: Bound): string {
  return `${valueKind(bound) === "bound-included" ? "=" : ""}${recordIdValueText(bound.value)}`;
}
