import { describeType } from "./describe-type.ts";

/**
 * Multiplies an amount and rounds the result to a whole number.
 *
 * @internal
 */
export function multiplied(nanoseconds: bigint, factor: number | bigint): bigint {
  const [numerator, denominator] = fraction(factor, "factor");
  return (nanoseconds * numerator * 2n + denominator) / (denominator * 2n);
}

/**
 * Divides an amount into equal parts, rounded down.
 *
 * @internal
 */
export function parted(nanoseconds: bigint, divisor: number | bigint): bigint {
  const [numerator, denominator] = fraction(divisor, "divisor");
  if (numerator === 0n) throw byZero();
  return (nanoseconds * denominator) / numerator;
}

/**
 * The ratio of one amount to another, with fractions.
 *
 * @internal
 */
export function durationRatio(nanoseconds: bigint, unit: bigint): number {
  if (unit === 0n) throw byZero();
  return Number(nanoseconds / unit) + Number(nanoseconds % unit) / Number(unit);
}

/** The exact fraction that a number represents. */
function fraction(value: number | bigint, what: string): [numerator: bigint, denominator: bigint] {
  if (typeof value !== "number" && typeof value !== "bigint") {
    throw new TypeError(`The ${what} of a Duration is a number or a bigint, not ${describeType(value)}.`);
  }
  if (value < 0 || (typeof value === "number" && !Number.isFinite(value))) {
    throw new RangeError(`The ${what} of a Duration is finite and not negative, since a duration never is.`);
  }
  if (typeof value === "bigint") return [value, 1n];
  let denominator = 1n;
  let rest = value;
  for (; !Number.isInteger(rest); rest *= 2) denominator *= 2n;
  return [BigInt(rest), denominator];
}

function byZero(): RangeError {
  return new RangeError("A Duration cannot be divided by zero.");
}
