import { isBuiltIn } from "./built-in.ts";
import { datetimeText, parseDatetimeText } from "./datetime-text.ts";
import { describeType } from "./describe-type.ts";
import { Duration } from "./duration.ts";
import { InvalidDatetimeError } from "./errors/invalid-value-error.ts";
import { markKind, type Unfrozen, valueKind } from "./kind.ts";

const MIN_SECONDS = -8_334_601_228_800;
const MAX_SECONDS = 8_210_266_876_799;
const BILLION = 1_000_000_000;

/**
 * A point in time to the nanosecond.
 *
 * The database returns these; a plain `Date` may be passed wherever a `Datetime` is expected. The range is the
 * database's, about 262,000 years around the year 0.
 *
 * @example
 * ```ts
 * const time = Datetime.parse("2024-01-01T00:00:00.000000001Z");
 * time.seconds; // => 1704067200
 * time.nanoseconds; // => 1
 * time.toDate(); // the Date of 2024-01-01, without the nanosecond
 * ```
 */
export class Datetime {
  /** Tells the classes apart as types. Instances have no such property: libraries compare and copy what has none. */
  declare readonly [Symbol.toStringTag]?: "Datetime";
  /** The whole seconds since 1970-01-01T00:00:00Z, rounded down: negative before. */
  readonly seconds: number;
  /** The nanoseconds after that second, 0 to 999,999,999. */
  readonly nanoseconds: number;

  /**
   * @param source - whole seconds since 1970-01-01T00:00:00Z, negative before; or a text (see {@link Datetime.parse}), or a `Date`
   * @param nanoseconds - nanoseconds after that second, 0 to 999,999,999
   * @throws TypeError when one of them is of another type
   * @throws RangeError when one of them is not whole or out of the database's range
   * @throws {@link InvalidDatetimeError} for a text that is not a point in time, and an invalid `Date`
   * @example
   * ```ts
   * new Datetime("2024-01-01T00:00:00Z").equals(new Datetime(1_704_067_200)); // => true
   * ```
   */
  constructor(source: number | bigint | string | Date, nanoseconds: number = 0) {
    const parts = typeof source === "string" ? parseDatetimeText(source) : partsOfDate(source);
    if (parts !== undefined && nanoseconds !== 0) {
      throw new TypeError("The nanoseconds of a Datetime go with seconds: a text and a Date have their own.");
    }
    this.seconds = checkedSeconds(parts?.seconds ?? source);
    this.nanoseconds = checkedNanoseconds(parts?.nanoseconds ?? nanoseconds);
    Object.freeze(this);
  }

  /**
   * Makes a point in time of what the database sent, without checks.
   *
   * @internal
   */
  static unchecked(seconds: number, nanoseconds: number): Datetime {
    const made = Object.create(Datetime.prototype) as Unfrozen<Datetime>;
    made.seconds = seconds;
    made.nanoseconds = nanoseconds;
    return Object.freeze(made);
  }

  /**
   * Parses an ISO 8601 date, or date and time with a zone; or the SurrealQL form `d"…"`.
   *
   * @throws {@link InvalidDatetimeError} for any other text; a time without a zone is refused, since it is ambiguous
   * @example
   * ```ts
   * Datetime.parse("2024-01-01T02:00:00+02:00").toISOString(); // => "2024-01-01T00:00:00Z"
   * ```
   */
  static parse(text: string): Datetime {
    if (typeof text !== "string") throw new TypeError(`Datetime.parse takes a text, not ${describeType(text)}.`);
    return new Datetime(text);
  }

  /**
   * Creates a datetime from a `Date`.
   *
   * @throws {@link InvalidDatetimeError} when the `Date` is invalid
   * @example
   * ```ts
   * Datetime.fromDate(new Date(1500)).nanoseconds; // => 500000000
   * ```
   */
  static fromDate(date: Date): Datetime {
    if (!isBuiltIn(date, "Date")) throw new TypeError(`Datetime.fromDate takes a Date, not ${describeType(date)}.`);
    return new Datetime(date);
  }

  /** The current time, to the millisecond. `Datetime.now().add(Duration.fromHours(1))` is in an hour. */
  static now(): Datetime {
    return Datetime.fromDate(new Date());
  }

  /** The `Date` of this instant, rounded down to the millisecond. */
  toDate(): Date {
    return new Date(this.seconds * 1000 + Math.floor(this.nanoseconds / 1_000_000));
  }

  /** The instant as ISO 8601 in UTC, with 0, 3, 6 or 9 digits after the second. */
  toISOString(): string {
    return datetimeText(this.seconds, this.nanoseconds);
  }

  /**
   * The instant that is later by the duration.
   *
   * @throws RangeError out of the database's range
   */
  add(duration: Duration): Datetime {
    return moved(this, duration, 1n);
  }

  /**
   * The instant that is earlier by the duration.
   *
   * @throws RangeError out of the database's range
   */
  subtract(duration: Duration): Datetime {
    return moved(this, duration, -1n);
  }

  /**
   * The time that passed since an earlier instant.
   *
   * @throws RangeError when the other one is later: a duration is never negative
   * @example
   * ```ts
   * String(new Datetime("2024-01-01T01:00:00Z").since(new Datetime("2024-01-01"))); // => "1h"
   * ```
   */
  since(earlier: Datetime): Duration {
    if (this.compare(earlier) < 0) {
      throw new RangeError("The other Datetime is later, and a Duration is never negative: swap the two.");
    }
    const carry = this.nanoseconds < earlier.nanoseconds ? 1 : 0;
    const nanoseconds = this.nanoseconds - earlier.nanoseconds + carry * BILLION;
    return new Duration(this.seconds - earlier.seconds - carry, nanoseconds);
  }

  /** `-1` when this instant is before the other one, `1` when after, else `0`; for `Array.sort`. */
  compare(other: Datetime): -1 | 0 | 1 {
    if (valueKind(other) !== "datetime")
      throw new TypeError(`A Datetime is compared with a Datetime, not ${describeType(other)}.`);
    const difference = this.seconds - other.seconds || this.nanoseconds - other.nanoseconds;
    return difference < 0 ? -1 : difference > 0 ? 1 : 0;
  }

  /** Whether the other value is a `Datetime` of the same nanosecond. */
  equals(other: unknown): boolean {
    if (valueKind(other) !== "datetime") return false;
    const { seconds, nanoseconds } = other as Datetime;
    return this.seconds === seconds && this.nanoseconds === nanoseconds;
  }

  /**
   * The milliseconds since 1970 with fractions, as exact as a number can be, so that `new Date(datetime)`, `a < b`
   * and `a - b` work; TypeScript wants `Number(datetime)` there, except to compare. Two instants of the same microsecond may give the same number; {@link Datetime.compare}
   * distinguishes them.
   *
   * @example
   * ```ts
   * new Datetime("2024-01-02") > new Datetime("2024-01-01"); // => true
   * new Date(Number(new Datetime(1))).getTime(); // => 1000
   * ```
   */
  valueOf(): number {
    return this.seconds * 1000 + this.nanoseconds / 1_000_000;
  }

  /** The instant as SurrealQL, `d"2024-01-01T00:00:00Z"`. */
  toString(): string {
    return `d"${this.toISOString()}"`;
  }

  /** The same text as {@link Datetime.toISOString}. */
  toJSON(): string {
    return this.toISOString();
  }

  static {
    markKind(this, "datetime", "Datetime");
  }
}

function moved(from: Datetime, duration: Duration, direction: 1n | -1n): Datetime {
  if (valueKind(duration) !== "duration") {
    throw new TypeError(`A Datetime is moved by a Duration, not by ${describeType(duration)}.`);
  }
  const nanoseconds = from.nanoseconds + Number(direction) * duration.nanoseconds;
  const carry = Math.floor(nanoseconds / BILLION);
  return new Datetime(BigInt(from.seconds + carry) + direction * duration.seconds, nanoseconds - carry * BILLION);
}

function partsOfDate(date: unknown): { seconds: number; nanoseconds: number } | undefined {
  if (!isBuiltIn(date, "Date")) return undefined;
  const milliseconds = Date.prototype.getTime.call(date);
  if (Number.isNaN(milliseconds)) throw new InvalidDatetimeError("The Date is invalid: pass one that holds a time.");
  const seconds = Math.floor(milliseconds / 1000);
  return { seconds, nanoseconds: (milliseconds - seconds * 1000) * 1_000_000 };
}

function checkedSeconds(seconds: unknown): number {
  if (typeof seconds !== "number" && typeof seconds !== "bigint") {
    throw new TypeError(
      `A Datetime is made of seconds (a number or a bigint), a text or a Date, not of ${describeType(seconds)}.`,
    );
  }
  const whole = typeof seconds === "bigint" || Number.isInteger(seconds);
  if (!whole || seconds < MIN_SECONDS || seconds > MAX_SECONDS) {
    throw new RangeError(
      `The seconds of a Datetime are whole, ${MIN_SECONDS} to ${MAX_SECONDS}: are these milliseconds? Use Datetime.fromDate.`,
    );
  }
  return Number(seconds) + 0;
}

function checkedNanoseconds(nanoseconds: number): number {
  if (typeof nanoseconds !== "number") {
    throw new TypeError(`The nanoseconds of a Datetime are a number, not ${describeType(nanoseconds)}.`);
  }
  if (!Number.isInteger(nanoseconds) || nanoseconds < 0 || nanoseconds >= BILLION) {
    throw new RangeError("The nanoseconds of a Datetime are whole, 0 to 999,999,999.");
  }
  return nanoseconds + 0;
}
