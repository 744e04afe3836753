import { describeType } from "./describe-type.ts";
import { durationRatio, multiplied, parted } from "./duration-arithmetic.ts";
import { durationText, parseDurationText } from "./duration-text.ts";
import { InvalidDurationError } from "./errors/invalid-value-error.ts";
import { markKind, type Unfrozen, valueKind } from "./kind.ts";

const SECOND = 1_000_000_000n;
const MAX_SECONDS = 2n ** 64n - 1n;

/**
 * A length of time to the nanosecond; never negative. A year is 365 days, a day 24 hours.
 *
 * @example
 * ```ts
 * const duration = Duration.parse("1h30m");
 * duration.seconds; // => 5400n
 * String(duration.add(Duration.fromMilliseconds(1.5))); // => "1h30m1ms500us"
 * ```
 */
export class Duration {
  /** Tells the classes apart as types. Instances have no such property: libraries compare and copy what has none. */
  declare readonly [Symbol.toStringTag]?: "Duration";
  /** The whole seconds, up to 2^64 - 1. */
  readonly seconds: bigint;
  /** The nanoseconds beyond them, 0 to 999,999,999. */
  readonly nanoseconds: number;

  /**
   * @param source - whole seconds, not negative; or a text (see {@link Duration.parse})
   * @param nanoseconds - nanoseconds beyond them, 0 to 999,999,999
   * @throws TypeError when one of them is of another type
   * @throws RangeError when one of them is negative, not whole, or too large
   * @throws {@link InvalidDurationError} for a text that is not a duration
   * @example
   * ```ts
   * new Duration("1h30m").equals(new Duration(5400)); // => true
   * ```
   */
  constructor(source: bigint | number | string, nanoseconds: number = 0) {
    const total = typeof source === "string" ? checkedText(source, nanoseconds) : undefined;
    this.seconds = total === undefined ? checkedSeconds(source as bigint | number) : total / SECOND;
    this.nanoseconds = total === undefined ? checkedNanoseconds(nanoseconds) : Number(total % SECOND);
    Object.freeze(this);
  }

  /**
   * Creates a duration from what the database sent, without checks.
   *
   * @internal
   */
  static unchecked(seconds: bigint, nanoseconds: number): Duration {
    const made = Object.create(Duration.prototype) as Unfrozen<Duration>;
    made.seconds = seconds;
    made.nanoseconds = nanoseconds;
    return Object.freeze(made);
  }

  /**
   * Parses whole amounts with a unit, one after the other, as the database does: `y w d h m s ms us µs ns`.
   *
   * @throws {@link InvalidDurationError} for any other text (`1.5h`, `-1s`, `1 h`) and beyond 2^64 seconds
   * @example
   * ```ts
   * Duration.parse("1m30s").toSeconds(); // => 90
   * ```
   */
  static parse(text: string): Duration {
    if (typeof text !== "string") {
      throw new TypeError(`Duration.parse takes a text such as "1h30m", not ${describeType(text)}.`);
    }
    return new Duration(text);
  }

  /** Creates a duration from a whole number of nanoseconds. `Duration.fromNanoseconds(1500n)` is `1us500ns`. */
  static fromNanoseconds(nanoseconds: bigint | number): Duration {
    const total = whole(nanoseconds, "nanoseconds");
    if (total < 0n)
      throw new RangeError("A Duration is never negative: pass a positive amount, or swap the operands of subtract.");
    return new Duration(total / SECOND, Number(total % SECOND));
  }

  /**
   * Creates a duration from microseconds; fractions count, down to the nanosecond. `Duration.fromMicroseconds(1.5)`
   * is `1us500ns`.
   */
  static fromMicroseconds(amount: number): Duration {
    return scaled(amount, 1000n);
  }

  /**
   * Creates a duration from milliseconds; fractions count, down to the nanosecond. `Duration.fromMilliseconds(1.5)`
   * is `1ms500us`.
   */
  static fromMilliseconds(amount: number): Duration {
    return scaled(amount, 1_000_000n);
  }

  /**
   * Creates a duration from seconds; fractions count, down to the nanosecond. `Duration.fromSeconds(1.5)` is
   * `1s500ms`.
   */
  static fromSeconds(amount: number): Duration {
    return scaled(amount, SECOND);
  }

  /** Creates a duration from minutes; fractions count. `Duration.fromMinutes(90)` is `1h30m`. */
  static fromMinutes(amount: number): Duration {
    return scaled(amount, 60n * SECOND);
  }

  /** Creates a duration from hours; fractions count. `Duration.fromHours(1.5)` is `1h30m`. */
  static fromHours(amount: number): Duration {
    return scaled(amount, 3600n * SECOND);
  }

  /** Creates a duration from days of 24 hours; fractions count. `Duration.fromDays(7)` is `1w`. */
  static fromDays(amount: number): Duration {
    return scaled(amount, 86_400n * SECOND);
  }

  /** Creates a duration from weeks of 7 days; fractions count. `Duration.fromWeeks(0.5)` is `3d12h`. */
  static fromWeeks(amount: number): Duration {
    return scaled(amount, 604_800n * SECOND);
  }

  /** Creates a duration from years of 365 days; fractions count. `Duration.fromYears(1)` is `1y`. */
  static fromYears(amount: number): Duration {
    return scaled(amount, 31_536_000n * SECOND);
  }

  /** The whole length in nanoseconds, exact. */
  toNanoseconds(): bigint {
    return this.seconds * SECOND + BigInt(this.nanoseconds);
  }

  /** The whole length in microseconds with fractions, as exact as a number can be. */
  toMicroseconds(): number {
    return Number(this.seconds) * 1_000_000 + this.nanoseconds / 1000;
  }

  /** The whole length in milliseconds with fractions, as exact as a number can be. */
  toMilliseconds(): number {
    return Number(this.seconds) * 1000 + this.nanoseconds / 1_000_000;
  }

  /** The whole length in seconds with fractions, as exact as a number can be. */
  toSeconds(): number {
    return Number(this.seconds) + this.nanoseconds / 1_000_000_000;
  }

  /** The whole length in minutes with fractions, as exact as a number can be. */
  toMinutes(): number {
    return this.toSeconds() / 60;
  }

  /** The whole length in hours with fractions, as exact as a number can be. */
  toHours(): number {
    return this.toSeconds() / 3600;
  }

  /** The whole length in days of 24 hours with fractions, as exact as a number can be. */
  toDays(): number {
    return this.toSeconds() / 86_400;
  }

  /** The whole length in weeks of 7 days with fractions, as exact as a number can be. */
  toWeeks(): number {
    return this.toSeconds() / 604_800;
  }

  /** The whole length in years of 365 days with fractions, as exact as a number can be. */
  toYears(): number {
    return this.toSeconds() / 31_536_000;
  }

  /**
   * The sum of both durations.
   *
   * @throws RangeError beyond 2^64 seconds
   */
  add(other: Duration): Duration {
    return Duration.fromNanoseconds(this.toNanoseconds() + nanosecondsOf(other));
  }

  /**
   * The difference of both durations.
   *
   * @throws RangeError when the other one is longer: a duration is never negative
   */
  subtract(other: Duration): Duration {
    return Duration.fromNanoseconds(this.toNanoseconds() - nanosecondsOf(other));
  }

  /**
   * This duration multiplied by a factor, rounded to the nanosecond.
   *
   * @throws RangeError when the factor is negative or not finite, or the result too long
   * @example
   * ```ts
   * String(new Duration("1h").multiply(1.5)); // => "1h30m"
   * ```
   */
  multiply(factor: number | bigint): Duration {
    return Duration.fromNanoseconds(multiplied(this.toNanoseconds(), factor));
  }

  /**
   * This duration divided into equal parts, rounded down to the nanosecond; or, for another duration as divisor, the
   * ratio of the two, with fractions.
   *
   * @throws RangeError for a divisor that is zero, negative or not finite
   * @example
   * ```ts
   * String(new Duration("1h").divide(4)); // => "15m"
   * new Duration("1h").divide(new Duration("40m")); // => 1.5
   * ```
   */
  divide(divisor: number | bigint): Duration;
  divide(divisor: Duration): number;
  divide(divisor: number | bigint | Duration): Duration | number {
    const total = this.toNanoseconds();
    if (typeof divisor === "number" || typeof divisor === "bigint") {
      return Duration.fromNanoseconds(parted(total, divisor));
    }
    return durationRatio(total, nanosecondsOf(divisor));
  }

  /** `-1` when this duration is shorter than the other one, `1` when longer, else `0`; for `Array.sort`. */
  compare(other: Duration): -1 | 0 | 1 {
    const difference = this.toNanoseconds() - nanosecondsOf(other);
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }

  /** Whether the other value is a duration of the same length. */
  equals(other: unknown): boolean {
    if (valueKind(other) !== "duration") return false;
    const { seconds, nanoseconds } = other as Duration;
    return this.seconds === seconds && this.nanoseconds === nanoseconds;
  }

  /**
   * The whole length in milliseconds, as {@link Duration.toMilliseconds} gives it, so that `a < b` and `a - b` work.
   * Two durations that differ by a nanosecond may give the same number; {@link Duration.compare} distinguishes them.
   */
  valueOf(): number {
    return this.toMilliseconds();
  }

  /** The milliseconds for comparison and arithmetic, else the text: `"in " + duration` is `"in 1h30m"`. */
  [Symbol.toPrimitive](hint: string): number | string {
    return hint === "number" ? this.valueOf() : this.toString();
  }

  /** The duration as SurrealQL, `1h30m`; a zero duration is `0ns`. */
  toString(): string {
    return durationText(this.toNanoseconds());
  }

  /** The same text as {@link Duration.toString}. */
  toJSON(): string {
    return this.toString();
  }

  static {
    markKind(this, "duration", "Duration");
  }
}

function checkedText(text: string, nanoseconds: number): bigint {
  if (nanoseconds !== 0) throw new TypeError("The nanoseconds of a Duration go with seconds: a text has its own.");
  const total = parseDurationText(text);
  if (total / SECOND <= MAX_SECONDS) return total;
  throw new InvalidDurationError("The duration is too long: the database holds at most 2^64 - 1 seconds.");
}

function checkedSeconds(seconds: bigint | number): bigint {
  const value = whole(seconds, "seconds");
  if (value < 0n || value > MAX_SECONDS) {
    throw new RangeError("The seconds of a Duration are between 0 and 2^64 - 1: a duration is never negative.");
  }
  return value;
}

function checkedNanoseconds(nanoseconds: number): number {
  if (typeof nanoseconds !== "number") {
    throw new TypeError(`The nanoseconds of a Duration are a number, not ${describeType(nanoseconds)}.`);
  }
  if (!Number.isInteger(nanoseconds) || nanoseconds < 0 || nanoseconds > 999_999_999) {
    throw new RangeError(
      "The nanoseconds of a Duration are whole, 0 to 999,999,999: use Duration.fromNanoseconds for more.",
    );
  }
  return nanoseconds === 0 ? 0 : nanoseconds;
}

function whole(amount: bigint | number, what: string): bigint {
  if (typeof amount === "bigint") return amount;
  if (typeof amount !== "number") {
    throw new TypeError(`The ${what} of a Duration are a number or a bigint, not ${describeType(amount)}.`);
  }
  if (!Number.isSafeInteger(amount)) {
    throw new RangeError(
      `The ${what} of a Duration are whole and at most 2^53 - 1 as a number: pass a bigint for more, or use Duration.fromSeconds for fractions.`,
    );
  }
  return BigInt(amount);
}

function scaled(amount: number, unit: bigint): Duration {
  if (typeof amount !== "number") {
    throw new TypeError(`The amount of a Duration is a number, not ${describeType(amount)}.`);
  }
  if (!Number.isFinite(amount)) throw new RangeError("The amount of a Duration is a finite number.");
  const floor = Math.trunc(amount);
  const fraction = BigInt(Math.round((amount - floor) * Number(unit)));
  return Duration.fromNanoseconds(BigInt(floor) * unit + fraction);
}

function nanosecondsOf(other: Duration): bigint {
  if (valueKind(other) !== "duration")
    throw new TypeError(`The other operand must be a Duration, not ${describeType(other)}.`);
  return other.seconds * SECOND + BigInt(other.nanoseconds);
}
