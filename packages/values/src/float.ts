import { describeType } from "./describe-type.ts";
import { markKind, type Unfrozen, valueKind } from "./kind.ts";
import { floatText } from "./to-surreal-ql.ts";

/**
 * A number that is sent as a float even if it is whole. Plain whole numbers are sent as integers.
 *
 * Only for sending: the database's floats arrive as plain numbers.
 *
 * @example
 * ```ts
 * await db.create("sensor", { reading: new Float(5) }); // stored as 5f, not as 5
 * ```
 */
export class Float {
  /** Tells the classes apart as types. Instances have no such property: libraries compare and copy what has none. */
  declare readonly [Symbol.toStringTag]?: "Float";
  /** The number. */
  readonly value: number;

  /**
   * @param value - any number, `NaN` and the infinities included
   * @throws TypeError when it is not a number
   */
  constructor(value: number) {
    if (typeof value !== "number") throw new TypeError(`A Float is made of a number, not of ${describeType(value)}.`);
    this.value = value;
    Object.freeze(this);
  }

  /**
   * Makes a float without checks.
   *
   * @internal
   */
  static unchecked(value: number): Float {
    const made = Object.create(Float.prototype) as Unfrozen<Float>;
    made.value = value;
    return Object.freeze(made);
  }

  /** Whether the other value is a `Float` of the same number; `NaN` equals `NaN`, `-0` equals `0`. */
  equals(other: unknown): boolean {
    if (valueKind(other) !== "float") return false;
    const { value } = other as Float;
    return value === this.value || (Number.isNaN(value) && Number.isNaN(this.value));
  }

  /** The number, so that arithmetic works. */
  valueOf(): number {
    return this.value;
  }

  /** The float as SurrealQL: `5f`, `NaN`, `-Infinity`. */
  toString(): string {
    return floatText(this.value);
  }

  /** The number. JSON has no `NaN` and no infinities: they become `null` there. */
  toJSON(): number {
    return this.value;
  }

  static {
    markKind(this, "float", "Float");
  }
}
