import { isBuiltIn } from "./built-in.ts";
import { Datetime } from "./datetime.ts";
import type { Float } from "./float.ts";
import { valueKind } from "./kind.ts";
import { isPlainObject } from "./plain-object.ts";

/**
 * Compares two values as the database would: deeply, by content.
 *
 * `1`, `1n` and `new Float(1)` are equal, and a `Date` equals the `Datetime` of the same instant. A `Decimal` equals
 * only a `Decimal`, although the database finds `1` equal to `1dec`: they are different values here. `undefined` (NONE)
 * and `null` (NULL) differ, as do an absent field and one that is `undefined`. The order of a set's items and of an
 * object's keys does not count.
 *
 * @example
 * ```ts
 * equals({ id: new RecordId("user", 1) }, { id: new RecordId("user", 1n) }); // => true
 * equals([1, 2], [2, 1]); // => false
 * ```
 */
export function equals(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  const left = comparable(a);
  const right = comparable(b);
  if (isNumeric(left) && isNumeric(right)) {
    // JavaScript's relational operators compare a number with a bigint exactly, without rounding either.
    return (left >= right && left <= right) || (Number.isNaN(left) && Number.isNaN(right));
  }
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return left === right;
  const kind = valueKind(left);
  if (kind !== undefined || valueKind(right) !== undefined) {
    return kind === valueKind(right) && (left as { equals(other: unknown): boolean }).equals(right);
  }
  return containersEqual(left, right);
}

function containersEqual(a: object, b: object): boolean {
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && allEqual(a, b);
  }
  if (isBuiltIn(a, "Uint8Array")) {
    return isBuiltIn(b, "Uint8Array") && a.length === b.length && allEqual(a, b);
  }
  if (isBuiltIn(a, "Set")) return isBuiltIn(b, "Set") && setsEqual(a, b);
  if (!isPlainObject(a) || !isPlainObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && equals(a[key], b[key]));
}

/** Compares by index, since the platform's `every` skips the gaps of an array. */
function allEqual(a: ArrayLike<unknown>, b: ArrayLike<unknown>): boolean {
  for (let at = 0; at < a.length; at++) {
    if (!equals(a[at], b[at])) return false;
  }
  return true;
}

function setsEqual(a: ReadonlySet<unknown>, b: ReadonlySet<unknown>): boolean {
  if (a.size !== b.size) return false;
  const rest = new Map<string, unknown[]>();
  for (const item of b) {
    if (a.has(item)) continue;
    const key = keyOf(item);
    const alike = rest.get(key);
    if (alike === undefined) rest.set(key, [item]);
    else alike.push(item);
  }
  for (const item of a) {
    if (b.has(item)) continue;
    const alike = rest.get(keyOf(item)) ?? [];
    const found = alike.findIndex((other) => equals(item, other));
    if (found < 0) return false;
    alike.splice(found, 1);
  }
  return true;
}

/** How deep {@link keyOf} looks: a value may contain itself. */
const deepest = 4;

/** A text that equal values share, so that a member of a set is compared with few others. */
function keyOf(given: unknown, depth = 0): string {
  const value = comparable(given);
  if (isNumeric(value)) return `n${Number(value)}`;
  if (typeof value !== "object" || value === null) return `${typeof value} ${String(value)}`;
  if (depth > deepest) return "";
  const inner = (item: unknown): string => keyOf(item, depth + 1);
  const kind = valueKind(value);
  if (kind === "record-id") {
    const { table, id } = value as { readonly table: string; readonly id: unknown };
    return `${table}:${inner(id)}`;
  }
  // A decimal has several texts, and the values inside of the others as well.
  if (kind !== undefined) return plainText.has(kind) ? `${kind} ${value}` : kind;
  if (Array.isArray(value)) return `[${Array.from(value, inner).join()}]`;
  if (isBuiltIn(value, "Uint8Array")) return `bytes ${value}`;
  if (!isPlainObject(value)) return "";
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${key}:${inner(value[key])}`).join()}}`;
}

/** The kinds of values whose equals have the same text. */
const plainText: ReadonlySet<string> = new Set(["uuid", "datetime", "duration", "table", "file-ref"]);

/** Normalises other representations of a value: a Float is a number, a Date is a point in time. */
function comparable(value: unknown): unknown {
  if (valueKind(value) === "float") return (value as Float).value;
  if (!isBuiltIn(value, "Date")) return value;
  const seconds = Math.floor(value.getTime() / 1000);
  // Unchecked, since the range of a Date exceeds the database's: a comparison must not refuse it.
  return Datetime.unchecked(seconds, (value.getTime() - seconds * 1000) * 1_000_000);
}

function isNumeric(value: unknown): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}
