import { isBuiltIn } from "./built-in.ts";
import { describeType } from "./describe-type.ts";
import { fitsInt64 } from "./int64.ts";
import { valueKind } from "./kind.ts";
import { isPlainObject } from "./plain-object.ts";
import { quoteText } from "./quote.ts";

const MAX_DEPTH = 250;

/**
 * Formats any value as a SurrealQL expression.
 *
 * For display, logs and hand-written scripts; queries send their values as bound variables. `undefined` is `NONE`,
 * `null` is `NULL`, a `Table` is `type::table("…")`, since the parser would read an unquoted name as a field.
 *
 * @throws TypeError for a value that the database has no type for (a function, a `Map`, an unknown class)
 * @throws RangeError for an integer outside 64 bits, an unpaired surrogate in a text, or nesting beyond 250 levels
 * @example
 * ```ts
 * toSurrealQL({ name: "Ada", seen: new Duration(5400n) }); // => '{ "name": "Ada", "seen": 1h30m }'
 * toSurrealQL([undefined, null, 1.5]); // => "[NONE, NULL, 1.5f]"
 * ```
 */
export function toSurrealQL(value: unknown): string {
  return render(value, 0);
}

function render(value: unknown, depth: number): string {
  switch (typeof value) {
    case "undefined":
      return "NONE";
    case "boolean":
      return String(value);
    case "string":
      return quoteText(value);
    case "bigint":
      return integerText(value);
    case "number":
      return isInteger(value) ? String(value) : floatText(value);
    case "object":
      return value === null ? "NULL" : renderObject(value, depth + 1);
    default:
      throw unsupported(value);
  }
}

function renderObject(value: object, depth: number): string {
  if (depth > MAX_DEPTH) {
    throw new RangeError(`A value nested deeper than ${MAX_DEPTH} levels cannot be written; does it contain itself?`);
  }
  const kind = valueKind(value);
  if (kind === "table") return `type::table(${quoteText((value as { name: string }).name)})`;
  if (kind !== undefined) return String(value);
  if (Array.isArray(value)) return `[${list(value, depth)}]`;
  if (isBuiltIn(value, "Uint8Array")) return bytesText(value);
  if (isBuiltIn(value, "Date")) return dateText(value);
  if (isBuiltIn(value, "Set")) return `<set>[${list([...value], depth)}]`;
  if (!isPlainObject(value)) throw unsupported(value);
  if (!looksLikeGeometry(value)) return objectText(value, depth);
  return `object::from_entries([${entriesOf(value, depth)
    .map(([key, item]) => `[${key}, ${item}]`)
    .join(", ")}])`;
}

/**
 * Formats a plain object. As the id of a record it stays an object whatever its keys are.
 *
 * @internal
 */
export function objectText(object: { readonly [key: string]: unknown }, depth: number = 1): string {
  const entries = entriesOf(object, depth);
  return entries.length === 0 ? "{}" : `{ ${entries.map(([key, item]) => `${key}: ${item}`).join(", ")} }`;
}

function entriesOf(object: { readonly [key: string]: unknown }, depth: number): [key: string, item: string][] {
  return Object.entries(object).map(([key, item]) => [quoteText(key), render(item, depth)]);
}

/** The parser turns an object literal of this shape into a geometry; this value must stay an object. */
function looksLikeGeometry(object: { readonly [key: string]: unknown }): boolean {
  const keys = Object.keys(object);
  if (keys.length !== 2 || typeof object.type !== "string") return false;
  return keys.includes("type") && (keys.includes("coordinates") || keys.includes("geometries"));
}

function list(items: readonly unknown[], depth: number): string {
  return Array.from(items, (item) => render(item, depth)).join(", ");
}

function unsupported(value: unknown): TypeError {
  return new TypeError(
    `SurrealQL has no form for ${describeType(value)}: pass a plain object, an array, a Set, a Uint8Array, a Date or one of the SDK's value classes.`,
  );
}

/**
 * Formats a float so that it is not parsed as an integer or a decimal.
 *
 * @internal
 */
export function floatText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  return Object.is(value, -0) ? "-0f" : `${value}f`;
}

/** Whether a number is sent as an integer. From 2^53 on a number may stand for its neighbours, and is a float. */
function isInteger(value: number): boolean {
  return Number.isSafeInteger(value) && !Object.is(value, -0);
}

function integerText(value: bigint): string {
  if (!fitsInt64(value)) {
    throw new RangeError("An integer must fit into 64 bits: pass a Decimal or a Float for larger numbers.");
  }
  return value.toString();
}

function bytesText(bytes: Uint8Array): string {
  return `b"${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0").toUpperCase()).join("")}"`;
}

function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) throw new RangeError("An invalid Date cannot be written: pass a valid one.");
  return `d"${date.toISOString()}"`;
}
