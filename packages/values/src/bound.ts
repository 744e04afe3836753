import { equals } from "./equals.ts";
import { InvalidRangeError } from "./errors/invalid-value-error.ts";
import { markKind, valueKind } from "./kind.ts";
import { toSurrealQL } from "./to-surreal-ql.ts";

/** The common base of both bounds; they differ by class alone. */
abstract class RangeBound<T> {
  /** The value at this end. */
  readonly value: T;

  constructor(value: T) {
    const kind = valueKind(value);
    if (kind === "bound-included" || kind === "bound-excluded") {
      throw new InvalidRangeError("A bound holds a value, not another bound: pass bound.value.");
    }
    this.value = value;
    Object.freeze(this);
  }

  /** Whether the other value is a bound of the same class with an equal value. */
  equals(other: unknown): boolean {
    return valueKind(other) === valueKind(this) && equals(this.value, (other as RangeBound<unknown>).value);
  }

  /** The value as SurrealQL. Only the {@link Range} shows whether it is included. */
  toString(): string {
    return toSurrealQL(this.value);
  }

  /** The same text as `toString()`. */
  toJSON(): string {
    return this.toString();
  }
}

/**
 * An end of a {@link Range} that belongs to it. Throws an {@link InvalidRangeError} for a bound around another bound.
 *
 * @example
 * ```ts
 * String(new Range(new BoundIncluded(1), new BoundIncluded(10))); // => "1..=10"
 * ```
 */
export class BoundIncluded<T = unknown> extends RangeBound<T> {
  /** Tells the classes apart as types. Instances have no such property: libraries compare and copy what has none. */
  declare readonly [Symbol.toStringTag]?: "BoundIncluded";

  static {
    markKind(this, "bound-included", "BoundIncluded");
  }
}

/**
 * An end of a {@link Range} that does not belong to it. Throws an {@link InvalidRangeError} for a bound around another
 * bound.
 *
 * @example
 * ```ts
 * String(new Range(new BoundExcluded(1), new BoundExcluded(10))); // => "1>..10"
 * ```
 */
export class BoundExcluded<T = unknown> extends RangeBound<T> {
  /** Tells the classes apart as types. Instances have no such property: libraries compare and copy what has none. */
  declare readonly [Symbol.toStringTag]?: "BoundExcluded";

  static {
    markKind(this, "bound-excluded", "BoundExcluded");
  }
}
