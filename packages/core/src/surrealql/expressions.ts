import { typeName } from "../call/type-name.ts";
import { BoundQuery, expression, grouped, raw, surql } from "./bound-query.ts";
import { fieldPath } from "./field-path.ts";
import { isPrimary } from "./primary.ts";

/** A field by its path (`"address.city"`, `"tags[0]"`), or any fragment of SurrealQL. */
export type Operand = string | BoundQuery;

/** A condition, for `where`. */
export type Condition = BoundQuery;

/** Values that `and()` and `or()` ignore, so that a condition can be written as `wanted && eq("a", 1)`. */
export type Absent = false | null | undefined | 0 | "";

function left(operand: Operand): BoundQuery {
  return operand instanceof BoundQuery ? operandOf(operand) : raw(fieldPath(operand));
}

/** A fragment as an operand. */
function operandOf(fragment: BoundQuery): BoundQuery {
  return fragment.nature.isExpression === true || !isPrimary(fragment.text) ? grouped(fragment) : fragment;
}

function compare(operand: Operand, operator: string, value: unknown): Condition {
  const right = value instanceof BoundQuery ? operandOf(value) : { value };
  return expression([left(operand), { text: ` ${operator} ` }, right]);
}

/**
 * `field = value`
 *
 * @example
 * ```ts
 * await db.select("user", { where: and(eq("country", "CH"), gt("age", 18)) });
 * ```
 */
export function eq(operand: Operand, value: unknown): Condition {
  return compare(operand, "=", value);
}

/** `field != value` */
export function ne(operand: Operand, value: unknown): Condition {
  return compare(operand, "!=", value);
}

/** `field == value`: equal, and of the same type. */
export function exact(operand: Operand, value: unknown): Condition {
  return compare(operand, "==", value);
}

/** `field > value` */
export function gt(operand: Operand, value: unknown): Condition {
  return compare(operand, ">", value);
}

/** `field >= value` */
export function gte(operand: Operand, value: unknown): Condition {
  return compare(operand, ">=", value);
}

/** `field < value` */
export function lt(operand: Operand, value: unknown): Condition {
  return compare(operand, "<", value);
}

/** `field <= value` */
export function lte(operand: Operand, value: unknown): Condition {
  return compare(operand, "<=", value);
}

/** `low <= field AND field <= high` */
export function between(operand: Operand, low: unknown, high: unknown): Condition {
  return and(gte(operand, low), lte(operand, high));
}

/** `field CONTAINS value`: a list, a set, a string or a geometry contains it. */
export function contains(operand: Operand, value: unknown): Condition {
  return compare(operand, "CONTAINS", value);
}

/** `field CONTAINSALL values` */
export function containsAll(operand: Operand, values: unknown): Condition {
  return compare(operand, "CONTAINSALL", values);
}

/** `field CONTAINSANY values` */
export function containsAny(operand: Operand, values: unknown): Condition {
  return compare(operand, "CONTAINSANY", values);
}

/** `field CONTAINSNONE values` */
export function containsNone(operand: Operand, values: unknown): Condition {
  return compare(operand, "CONTAINSNONE", values);
}

/** `field INSIDE values` */
export function inside(operand: Operand, values: unknown): Condition {
  return compare(operand, "INSIDE", values);
}

/** `field NOTINSIDE values` */
export function notInside(operand: Operand, values: unknown): Condition {
  return compare(operand, "NOTINSIDE", values);
}

/** `field OUTSIDE area`, of geometries. */
export function outside(operand: Operand, area: unknown): Condition {
  return compare(operand, "OUTSIDE", area);
}

/** `field INTERSECTS area`, of geometries. */
export function intersects(operand: Operand, area: unknown): Condition {
  return compare(operand, "INTERSECTS", area);
}

/** `field @@ text`: full-text search; needs a search index on the field. */
export function matches(operand: Operand, text: string): Condition {
  return compare(operand, "@@", text);
}

/**
 * The metric for the distance of vectors: a measure computed for every row, or the effort of an index.
 * `COSINE_NORMALIZED` and `INNER_PRODUCT` need SurrealDB 4.
 */
export type Nearness =
  | "EUCLIDEAN"
  | "COSINE"
  | "COSINE_NORMALIZED"
  | "INNER_PRODUCT"
  | "MANHATTAN"
  | "CHEBYSHEV"
  | "HAMMING"
  | "JACCARD"
  | "PEARSON"
  | number;

/**
 * `field <|count,nearness|> vector`: the rows with the nearest vectors.
 *
 * @throws RangeError when the count is not a whole number from 1 on; TypeError for an unknown nearness.
 */
export function knn(
  operand: Operand,
  vector: readonly number[],
  count: number,
  nearness: Nearness = "EUCLIDEAN",
): Condition {
  if (!Number.isSafeInteger(count) || count < 1) throw new RangeError("knn(): the count is a whole number from 1 on.");
  const known =
    typeof nearness === "number" ? Number.isSafeInteger(nearness) && nearness > 0 : /^[A-Z]+(_[A-Z]+)*$/.test(nearness);
  if (!known)
    throw new TypeError("knn(): the nearness is the name of a measure, or the effort of an index, from 1 on.");
  return compare(operand, `<|${count},${nearness}|>`, vector);
}

/** Whether the field is NONE: absent. */
export function isNone(operand: Operand): Condition {
  return compare(operand, "=", raw("NONE"));
}

/** Whether the field is NULL: present, and empty. */
export function isNull(operand: Operand): Condition {
  return compare(operand, "=", raw("NULL"));
}

/**
 * All of the conditions hold; without conditions, true. `false`, `null` and `undefined` are ignored: make sure that a
 * condition remains where "all of none" would change every record.
 *
 * @example
 * ```ts
 * await db.select("user", { where: and(eq("active", true), country && eq("country", country)) });
 * ```
 */
export function and(...conditions: readonly (Condition | Absent)[]): Condition {
  return join(conditions, "AND", "true");
}

/** One of the conditions holds; without conditions, false. `false`, `null` and `undefined` are ignored. */
export function or(...conditions: readonly (Condition | Absent)[]): Condition {
  return join(conditions, "OR", "false");
}

/** The condition does not hold. */
export function not(condition: Condition): Condition {
  return surql`!${grouped(asCondition(condition, "not"))}`;
}

function join(conditions: readonly (Condition | Absent)[], word: string, empty: string): Condition {
  const place = word.toLowerCase();
  const [first, ...rest] = conditions.filter(isPresent).map((condition) => asCondition(condition, place));
  if (first === undefined) return raw(empty);
  if (rest.length === 0) return isPrimary(first.text) ? first : expression([first], first.nature);
  return expression([grouped(first), ...rest.flatMap((next) => [{ text: ` ${word} ` }, grouped(next)])]);
}

function isPresent(condition: Condition | Absent): condition is Condition {
  return Boolean(condition);
}

/**
 * Validates a condition.
 *
 * @throws TypeError when it is text: text would be concatenated into the query.
 * @internal
 */
export function asCondition(condition: unknown, place: string): Condition {
  if (condition instanceof BoundQuery) return condition;
  throw new TypeError(
    `${place} takes a condition such as surql\`age > \${18}\` or gt("age", 18), not ${typeName(condition)}. For text that you trust there is raw().`,
  );
}
