import { describeType, shown } from "./describe-type.ts";
import { InvalidDecimalError } from "./errors/invalid-value-error.ts";
import { markKind, type Unfrozen, valueKind } from "./kind.ts";

const form = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,4}))?$/;
const MAX_EXPONENT = 400;
const MAX_WHOLE = "79228162514264337593543950335";
const MAX_LENGTH = 1000;

/**
 * A decimal number, kept as exact text.
 *
 * The database stores 96 bits of digits and up to 28 places after the point, rounds longer numbers, and drops trailing
 * zeros.
 *
 * @example
 * ```ts
 * const price = new Decimal("19.90");
 * price.text; // => "19.90"
 * String(price); // => "19.90dec"
 * price.equals(new Decimal("19.9")); // => true
 * ```
 */
export class Decimal {
  /** Tells the classes apart as types. Instances have no such property: libraries compare and copy what has none. */
  declare readonly [Symbol.toStringTag]?: "Decimal";
  /** The digits: an optional `-`, whole digits, and after a point further ones. No exponent. */
  readonly text: string;

  /**
   * @param source - the text (see {@link Decimal.parse}), a bigint, or a number, of which the printed form counts:
   * `0.1` is one tenth
   * @throws {@link InvalidDecimalError} when the text is not a decimal number or the number too large
   * @throws RangeError for `NaN` and the infinities
   * @throws TypeError for any other type
   */
  constructor(source: string | number | bigint) {
    if (typeof source === "number" && !Number.isFinite(source)) {
      throw new RangeError(`A Decimal cannot be ${source}: pass a finite number, or use a Float.`);
    }
    if (typeof source !== "string" && typeof source !== "number" && typeof source !== "bigint") {
      throw new TypeError(`A Decimal is made of a text, a number or a bigint, not of ${describeType(source)}.`);
    }
    this.text = plainText(String(source));
    Object.freeze(this);
  }

  /**
   * Creates a decimal from the text that the database sent, without checks.
   *
   * @internal
   */
  static unchecked(text: string): Decimal {
    const made = Object.create(Decimal.prototype) as Unfrozen<Decimal>;
    made.text = text;
    return Object.freeze(made);
  }

  /**
   * Parses digits with an optional sign, point and exponent, or the SurrealQL form `1.5dec`.
   *
   * @throws {@link InvalidDecimalError} for any other text
   * @example
   * ```ts
   * Decimal.parse("1.5e3").text; // => "1500"
   * ```
   */
  static parse(text: string): Decimal {
    if (typeof text !== "string") throw new TypeError(`Decimal.parse takes a text, not ${describeType(text)}.`);
    return new Decimal(text.endsWith("dec") ? text.slice(0, -3) : text);
  }

  /** Whether the other value is a decimal of the same number: `1.50` equals `1.5`. */
  equals(other: unknown): boolean {
    return valueKind(other) === "decimal" && canonical((other as Decimal).text) === canonical(this.text);
  }

  /**
   * `-1` when this number is less than the other one, `1` when greater, else `0`; exact, for `Array.sort`.
   *
   * @example
   * ```ts
   * new Decimal("10").compare(new Decimal("9.99")); // => 1
   * ```
   */
  compare(other: Decimal): -1 | 0 | 1 {
    if (valueKind(other) !== "decimal") {
      throw new TypeError(`A Decimal is compared with a Decimal, not ${describeType(other)}.`);
    }
    return compareTexts(plainText(this.text), plainText(other.text));
  }

  /**
   * The text, for `+` and template literals. Conversion to a number for `<`, `-` and `Math` is refused: it would
   * lose digits silently.
   *
   * @throws TypeError where JavaScript asks for a number
   */
  [Symbol.toPrimitive](hint: string): string {
    if (hint !== "number") return this.toString();
    throw new TypeError(
      "A Decimal does not convert to a number implicitly, which would lose digits: use compare() or equals(), toNumber() for the nearest number, or the arithmetic of @surreal-sdk/values/decimal.",
    );
  }

  /** The nearest number; digits beyond the 17th are lost. */
  toNumber(): number {
    return Number(this.text);
  }

  /** The decimal as SurrealQL, `1.5dec`. */
  toString(): string {
    return `${this.text}dec`;
  }

  /** The digits as text, since a JSON number would lose some. */
  toJSON(): string {
    return this.text;
  }

  static {
    markKind(this, "decimal", "Decimal");
  }
}

function compareTexts(a: string, b: string): -1 | 0 | 1 {
  const places = Math.max(placesOf(a), placesOf(b));
  const difference = digitsOf(a, places) - digitsOf(b, places);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function placesOf(text: string): number {
  const point = text.indexOf(".");
  return point < 0 ? 0 : text.length - point - 1;
}

function digitsOf(text: string, places: number): bigint {
  return BigInt(text.replace(".", "") + "0".repeat(places - placesOf(text)));
}

function plainText(source: string): string {
  const match = source.length > MAX_LENGTH ? null : form.exec(source);
  if (match === null) {
    throw new InvalidDecimalError(
      `${shown(source)} is not a decimal number: pass digits with an optional sign and point, such as "-12.50".`,
    );
  }
  const [, sign, whole = "", fraction = "", exponent] = match;
  const plain = exponent === undefined ? { whole, fraction } : shifted(whole, fraction, Number(exponent), source);
  if (exceeds(plain.whole.replace(/^0+/, ""), plain.fraction)) {
    throw new InvalidDecimalError(`${shown(source)} is too large: a decimal is at most ${MAX_WHOLE}.`);
  }
  const digits = plain.whole.replace(/^0+(?=\d)/, "");
  return `${sign === "-" ? "-" : ""}${digits}${plain.fraction === "" ? "" : `.${plain.fraction}`}`;
}

function shifted(
  whole: string,
  fraction: string,
  exponent: number,
  source: string,
): { whole: string; fraction: string } {
  if (Math.abs(exponent) > MAX_EXPONENT) {
    throw new InvalidDecimalError(`${shown(source)} has too large an exponent: at most ${MAX_EXPONENT} is read.`);
  }
  const digits = whole + fraction;
  const point = whole.length + exponent;
  const padded = point < 1 ? "0".repeat(1 - point) + digits : digits.padEnd(point, "0");
  const at = Math.max(point, 1);
  return { whole: padded.slice(0, at), fraction: padded.slice(at) };
}

/** Whether the whole digits exceed 96 bits after the fraction has been rounded into them. */
function exceeds(whole: string, fraction: string): boolean {
  if (whole.length !== MAX_WHOLE.length) return whole.length > MAX_WHOLE.length;
  return whole > MAX_WHOLE || (whole === MAX_WHOLE && fraction >= "5");
}

function canonical(text: string): string {
  const match = form.exec(text);
  if (match === null) return text;
  const whole = (match[2] as string).replace(/^0+/, "");
  const fraction = (match[3] ?? "").replace(/0+$/, "");
  const sign = match[1] === "-" && whole + fraction !== "" ? "-" : "";
  return `${sign}${whole}.${fraction}`;
}
