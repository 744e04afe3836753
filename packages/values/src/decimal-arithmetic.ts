import { Decimal } from "./decimal.ts";
import { describeType } from "./describe-type.ts";
import { valueKind } from "./kind.ts";

/** The limits of the database: 96 bits of digits, at most 28 of them after the point. */
const MAX_DIGITS = 2n ** 96n - 1n;
const MAX_PLACES = 28;

/** A whole number, scaled by its number of decimal places. */
interface Scaled {
  readonly digits: bigint;
  readonly places: number;
}

/**
 * The sum of two decimals, as exact as the database's.
 *
 * @throws RangeError when it is larger than a decimal can be
 * @throws TypeError when an operand is not a decimal
 * @example
 * ```ts
 * addDecimals(new Decimal("0.1"), new Decimal("0.2")).text; // => "0.3"
 * ```
 */
export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const [left, right, places] = aligned(a, b);
  return fitted({ digits: left + right, places });
}

/**
 * The difference of two decimals, as exact as the database's.
 *
 * @throws RangeError when it is larger than a decimal can be
 * @throws TypeError when an operand is not a decimal
 * @example
 * ```ts
 * subtractDecimals(new Decimal("1"), new Decimal("0.9")).text; // => "0.1"
 * ```
 */
export function subtractDecimals(a: Decimal, b: Decimal): Decimal {
  const [left, right, places] = aligned(a, b);
  return fitted({ digits: left - right, places });
}

/**
 * The product of two decimals. Beyond 28 places it is rounded, half to even, as the database does.
 *
 * @throws RangeError when it is larger than a decimal can be
 * @throws TypeError when an operand is not a decimal
 * @example
 * ```ts
 * multiplyDecimals(new Decimal("19.90"), new Decimal("3")).text; // => "59.7"
 * ```
 */
export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  const left = scaledOf(a);
  const right = scaledOf(b);
  return fitted({ digits: left.digits * right.digits, places: left.places + right.places });
}

/**
 * The quotient of two decimals. An infinite fraction is rounded to the 28 places or 96 bits that the database stores,
 * half to even.
 *
 * @throws RangeError when the divisor is zero, or the quotient larger than a decimal can be
 * @throws TypeError when an operand is not a decimal
 * @example
 * ```ts
 * divideDecimals(new Decimal("1"), new Decimal("8")).text; // => "0.125"
 * ```
 */
export function divideDecimals(a: Decimal, b: Decimal): Decimal {
  const left = scaledOf(a);
  const right = scaledOf(b);
  if (right.digits === 0n) throw new RangeError("A Decimal cannot be divided by zero.");
  // One more place than is kept shows whether a remainder is left; rounding needs no more.
  const extra = 2 * MAX_PLACES + 2;
  const digits = left.digits * 10n ** BigInt(extra);
  const rest = digits % right.digits === 0n ? 0n : 1n;
  const sign = left.digits < 0n === right.digits < 0n ? 1n : -1n;
  return fitted({
    digits: (digits / right.digits) * 10n + sign * rest,
    places: left.places - right.places + extra + 1,
  });
}

function aligned(a: Decimal, b: Decimal): [left: bigint, right: bigint, places: number] {
  const left = scaledOf(a);
  const right = scaledOf(b);
  const places = Math.max(left.places, right.places);
  return [
    left.digits * 10n ** BigInt(places - left.places),
    right.digits * 10n ** BigInt(places - right.places),
    places,
  ];
}

/** Every digit counts, those beyond 28 places too, which the database rounds away where it reads a number. */
function scaledOf(decimal: Decimal): Scaled {
  if (valueKind(decimal) !== "decimal") {
    throw new TypeError(
      `Arithmetic of decimals takes a Decimal, not ${describeType(decimal)}: make one with new Decimal(value).`,
    );
  }
  const { text } = new Decimal(decimal.text);
  const point = text.indexOf(".");
  return { digits: BigInt(text.replace(".", "")), places: point < 0 ? 0 : text.length - point - 1 };
}

/** Removes the places that the database cannot store, and trailing zeros. */
function fitted({ digits, places }: Scaled): Decimal {
  let drop = Math.max(0, places - MAX_PLACES);
  let kept = rounded(digits, drop);
  while ((kept < 0n ? -kept : kept) > MAX_DIGITS) {
    if (drop >= places) throw new RangeError("The result is larger than a Decimal can be, 2^96 - 1.");
    drop += 1;
    kept = rounded(digits, drop);
  }
  return new Decimal(plainText(kept, places - drop));
}

/** Rounds half to even. */
function rounded(digits: bigint, drop: number): bigint {
  if (drop <= 0) return digits;
  const unit = 10n ** BigInt(drop);
  const whole = digits / unit;
  const rest = digits % unit;
  const twice = (rest < 0n ? -rest : rest) * 2n;
  const up = twice > unit || (twice === unit && whole % 2n !== 0n);
  return up ? whole + (digits < 0n ? -1n : 1n) : whole;
}

function plainText(digits: bigint, places: number): string {
  if (places <= 0) return String(digits * 10n ** BigInt(-places));
  const sign = digits < 0n ? "-" : "";
  const text = String(digits < 0n ? -digits : digits).padStart(places + 1, "0");
  const whole = text.slice(0, -places);
  const fraction = text.slice(-places).replace(/0+$/, "");
  return `${sign}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}
