import type { BoundExcluded, BoundIncluded } from "./bound.ts";
import { describeType } from "./describe-type.ts";
import { equals } from "./equals.ts";
import { markKind, type Unfrozen, valueKind } from "./kind.ts";
import { toSurrealQL } from "./to-surreal-ql.ts";

/**
 * One end of a {@link Range}.
 *
 * @example
 * ```ts
 * const end: Bound<number> = inclusive ? new BoundIncluded(10) : new BoundExcluded(10);
 * ```
 */
export type Bound<T = unknown> = BoundIncluded<T> | BoundExcluded<T>;

const bareKinds: ReadonlySet<unknown> = new Set(["uuid", "decimal", "datetime", "duration"]);

/**
 * The values between two bounds; an omitted end is open.
 *
 * As the id of a {@link RecordId} it names the records in between.
 *
 * @example
 * ```ts
 * String(new Range(new BoundIncluded(1), new BoundExcluded(10))); // => "1..10"
 * String(new Range(undefined, new BoundIncluded(10))); // => "..=10"
 * await db.select(new RecordId("user", new Range(new BoundIncluded("a"), new BoundExcluded("b"))));
 * ```
 */
export class Range<Begin = unknown, End = Begin> {
  /** Tells the classes apart as types. Instances have no such property: libraries compare and copy what has none. */
  declare readonly [Symbol.toStringTag]?: "Range";
  /** The lower end; `undefined` for an open one. */
  readonly begin: Bound<Begin> | undefined;
  /** The upper end; `undefined` for an open one. */
  readonly end: Bound<End> | undefined;

  /**
   * @param begin - the lower end; `undefined` or `null` for an open one
   * @param end - the upper end; `undefined` or `null` for an open one
   * @throws TypeError when an end is not a `BoundIncluded` or `BoundExcluded`
   */
  constructor(begin?: Bound<Begin> | null, end?: Bound<End> | null) {
    this.begin = checkedBound(begin, "beginning");
    this.end = checkedBound(end, "end");
    Object.freeze(this);
  }

  /**
   * Creates a range from what the database sent, without checks.
   *
   * @internal
   */
  static unchecked(begin: Bound | undefined, end: Bound | undefined): Range {
    const made = Object.create(Range.prototype) as Unfrozen<Range>;
    made.begin = begin;
    made.end = end;
    return Object.freeze(made);
  }

  /** Whether the other value is a range with equal ends of the same class. */
  equals(other: unknown): boolean {
    if (valueKind(other) !== "range") return false;
    const { begin, end } = other as Range;
    return equals(this.begin, begin) && equals(this.end, end);
  }

  /** The range as SurrealQL: `1..10`, `1>..=10`, `..`. */
  toString(): string {
    const begin = this.begin === undefined ? "" : operand(this.begin.value);
    const end = this.end === undefined ? "" : operand(this.end.value);
    const after = valueKind(this.begin) === "bound-excluded" ? ">" : "";
    return `${begin}${after}..${valueKind(this.end) === "bound-included" ? "=" : ""}${end}`;
  }

  /** The same text as {@link Range.toString}. */
  toJSON(): string {
    return this.toString();
  }

  static {
    markKind(this, "range", "Range");
  }
}

function checkedBound<T>(bound: Bound<T> | null | undefined, where: string): Bound<T> | undefined {
  if (bound === undefined || bound === null) return undefined;
  const kind = valueKind(bound);
  if (kind === "bound-included" || kind === "bound-excluded") return bound;
  throw new TypeError(
    `The ${where} of a Range is a bound, not ${describeType(bound)}: pass new BoundIncluded(value), new BoundExcluded(value), or undefined for an open end.`,
  );
}

/** After `..` the parser misreads a name, a cast or a sign, so all but the simplest operands go into parentheses. */
function operand(value: unknown): string {
  const simple = typeof value === "string" || typeof value === "bigint" || Number.isFinite(value);
  const text = toSurrealQL(value);
  return simple || bareKinds.has(valueKind(value)) ? text : `(${text})`;
}
