import { equals } from "./equals.ts";
import { InvalidRangeError } from "./invalid-value-error.ts";
import { isInstanceByKind, markKind, valueKind } from "./kind.ts";
import { toSurrealQL } from "./to-surreal-ql.ts";

/**
 * An end of a {@link Range} that belongs to it.
 *
 * @example
 * ```ts
 * new Range(new BoundIncluded(1), new BoundIncluded(10)); // 1..=10
 * ```
 */
export class BoundIncluded<T = unknown> {
  /** The name of the class, in `Object.prototype.toString` too. */
  declare readonly [Symbol.toStringTag]: "BoundIncluded";
  /** The value at this end. */
  readonly value: T;

  /**
   * @param value - any value of the database
   * @throws {@link InvalidRangeError} when it is a bound itself
   */
  constructor(value: T) {
    refuseBound(value);
    this.value = value;
    Object.freeze(this);
  }

  /** Recognises included bounds made by another copy of this package. */
  static [Symbol.hasInstance](value: unknown): boolean {
    return isInstanceByKind(this, BoundIncluded, "bound-included", value);
  }

  /** Whether the other value is an included bound of an equal value. */
  equals(other: unknown): boolean {
    return valueKind(other) === "bound-included" && equals(this.value, (other as BoundIncluded).value);
  }

  /** The value as SurrealQL; that it is included shows in the {@link Range} only. */
  toString(): string {
    return toSurrealQL(this.value);
  }

  /** The same text as {@link BoundIncluded.toString}. */
  toJSON(): string {
    return this.toString();
  }

  static {
    markKind(this.prototype, "bound-included", "BoundIncluded");
  }
}

/**
 * An end of a {@link Range} that does not belong to it.
 *
 * @example
 * ```ts
 * new Range(new BoundIncluded(1), new BoundExcluded(10)); // 1..10
 * ```
 */
export class BoundExcluded<T = unknown> {
  /** The name of the class, in `Object.prototype.toString` too. */
  declare readonly [Symbol.toStringTag]: "BoundExcluded";
  /** The value at this end. */
  readonly value: T;

  /**
   * @param value - any value of the database
   * @throws {@link InvalidRangeError} when it is a bound itself
   */
  constructor(value: T) {
    refuseBound(value);
    this.value = value;
    Object.freeze(this);
  }

  /** Recognises excluded bounds made by another copy of this package. */
  static [Symbol.hasInstance](value: unknown): boolean {
    return isInstanceByKind(this, BoundExcluded, "bound-excluded", value);
  }

  /** Whether the other value is an excluded bound of an equal value. */
  equals(other: unknown): boolean {
    return valueKind(other) === "bound-excluded" && equals(this.value, (other as BoundExcluded).value);
  }

  /** The value as SurrealQL; that it is excluded shows in the {@link Range} only. */
  toString(): string {
    return toSurrealQL(this.value);
  }

  /** The same text as {@link BoundExcluded.toString}. */
  toJSON(): string {
    return this.toString();
  }

  static {
    markKind(this.prototype, "bound-excluded", "BoundExcluded");
  }
}

function refuseBound(value: unknown): void {
  const kind = valueKind(value);
  if (kind === "bound-included" || kind === "bound-excluded") {
    throw new InvalidRangeError("A bound holds a value, not another bound: pass bound.value.");
  }
}
