import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Tagged, type Wire } from "../test/cbor.ts";
import { RealParser } from "../test/real-parser.ts";
import { Decimal } from "./decimal.ts";
import { addDecimals, divideDecimals, multiplyDecimals, subtractDecimals } from "./decimal-arithmetic.ts";

let parser: RealParser;
beforeAll(async () => {
  parser = await RealParser.open();
});
afterAll(() => parser.close());

const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: 0, max: 20 }))
  .map(([digits, places]) => new Decimal(`${digits}e-${places}`));
const operations = [
  ["+", addDecimals],
  ["-", subtractDecimals],
  ["*", multiplyDecimals],
  ["/", divideDecimals],
] as const;

/** Zeros, the largest and the smallest, halves of the last place of either parity, and what has 28 places. */
const edges = [
  ...["0", "-0", "1", "-1", "3", "7", "0.5", "-0.5", "2.5", "0.1", "1e-14", "5e-15", "1.5e-14", "2.5e-14", "-2.5e-14"],
  ...["1e-28", "-1e-28", "5e-28", "0.3333333333333333333333333333", "1.0000000000000000000000000001"],
  ...["79228162514264337593543950335", "-79228162514264337593543950335", "7.9228162514264337593543950335"],
  ...["39614081257132168796771975168", "9999999999999999999999999999", "12345678901234567890.123456789"],
].map((text) => new Decimal(text));

/** Of a quotient that is too large the database makes NaN, and of other results an error. */
function digitsOf(answer: Wire): string | undefined {
  return answer instanceof Tagged && answer.tag === 10 ? String(answer.value) : undefined;
}

describe("the arithmetic of decimals", () => {
  it.each(operations)(
    "%s gives what the database gives, for 500 pairs of numbers",
    async (sign, operation) => {
      for (const [a, b] of fc.sample(fc.tuple(decimal, decimal), { numRuns: 500, seed: 11 })) {
        if (sign === "/" && b.toNumber() === 0) continue;
        const text = `${a} ${sign} ${b}`;
        const theirs = await parser.evaluate(text).then(digitsOf, () => undefined);
        if (theirs === undefined) expect(() => operation(a, b), text).toThrow(RangeError);
        else expect([text, operation(a, b).compare(new Decimal(theirs)), theirs]).toStrictEqual([text, 0, theirs]);
      }
    },
    60_000,
  );

  it.each(operations)(
    "%s gives what the database gives at the edges: half to even, 28 places, 96 bits, and an error for its NaN",
    async (sign, operation) => {
      for (const [a, b] of edges.flatMap((left) => edges.map((right) => [left, right] as const))) {
        const text = `(${a}) ${sign} (${b})`;
        const theirs = await parser.evaluate(text).then(digitsOf, () => undefined);
        if (theirs === undefined) expect(() => operation(a, b), text).toThrow(RangeError);
        else expect([text, operation(a, b).compare(new Decimal(theirs)), theirs]).toStrictEqual([text, 0, theirs]);
      }
    },
    60_000,
  );

  it.each([
    [addDecimals, "0.1", "0.2", "0.3"],
    [addDecimals, "-1.5", "1.5", "0"],
    [subtractDecimals, "1", "0.9", "0.1"],
    [multiplyDecimals, "19.90", "3", "59.7"],
    [multiplyDecimals, "0.00000000000001", "0.00000000000005", "0.0000000000000000000000000005"],
    [divideDecimals, "1", "3", "0.3333333333333333333333333333"],
    [divideDecimals, "-2", "3", "-0.6666666666666666666666666667"],
    [divideDecimals, "10", "4", "2.5"],
    [divideDecimals, "0", "7", "0"],
  ] as const)("%o of %s and %s is %s", (operation, a, b, result) => {
    expect(operation(new Decimal(a), new Decimal(b)).text).toBe(result);
  });

  it("refuses what is no decimal, and results that none can hold", () => {
    const largest = new Decimal("79228162514264337593543950335");
    for (const [, operation] of operations) {
      expect(() => operation(new Decimal(1), 1 as never)).toThrow(
        new TypeError("Arithmetic of decimals takes a Decimal, not a number: make one with new Decimal(value)."),
      );
    }
    expect(() => addDecimals(largest, new Decimal(1))).toThrow(RangeError);
    expect(() => multiplyDecimals(largest, largest)).toThrow(RangeError);
    expect(() => divideDecimals(largest, new Decimal("0.1"))).toThrow(RangeError);
    expect(() => divideDecimals(new Decimal(1), new Decimal("0.0"))).toThrow(
      new RangeError("A Decimal cannot be divided by zero."),
    );
  });
});
