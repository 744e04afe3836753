import { describeType } from "./describe-type.ts";

/**
 * So many times an amount, rounded to a whole one.
 *
 * @internal
 */
export function multiplied(nanoseconds: bigint, factor: number | bigint): bigint {
  const [numerator, denominator] = fraction(factor, "factor");
  return (nanoseconds * numerator * 2n + denominator) / (denominator * 2n);
}

/**
 * One of so many parts of an amount, rounded down.
 *
 * @internal
 */
export function parted(nanoseconds: bigint, divisor: number | bigint): bigint {
  const [numerator, denominator] = fraction(divisor, "divisor");
  if (numerator === 0n) throw byZero();
  return (nanoseconds * denominator) / numerator;
}

/**
 * How often one amount goes into another, with fractions.
 *
 * @internal
 */
export function durationRatio(nanoseconds: bigint, unit: bigint): number {
  if (unit === 0n) throw byZero();
  return Number(nanoseconds / unit) + Number(nanoseconds % unit) / Number(unit);
}

/** The exact fraction that a number stands for. */
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
