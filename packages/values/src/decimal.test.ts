import { describe, expect, it } from "vitest";
import { Decimal, InvalidDecimalError } from "./index.ts";

const largest = "79228162514264337593543950335";

describe("a Decimal", () => {
  it.each<[string | number | bigint, string]>([
    ["1.10", "1.10"],
    ["-0.5", "-0.5"],
    ["+7", "7"],
    ["007.50", "7.50"],
    ["0", "0"],
    ["1.5e3", "1500"],
    ["1.5E-3", "0.0015"],
    ["-12.345e1", "-123.45"],
    ["0e5", "0"],
    ["123e-2", "1.23"],
    ["123e-3", "0.123"],
    [0.1, "0.1"],
    [1e-7, "0.0000001"],
    [1e21, "1000000000000000000000"],
    [-0, "0"],
    [12n, "12"],
    [largest, largest],
    [`-${largest}.4`, `-${largest}.4`],
    ["3.14159265358979323846264338327950288", "3.14159265358979323846264338327950288"],
  ])("made of %o is %s", (source, text) => {
    expect(new Decimal(source).text).toBe(text);
    expect(Decimal.parse(`${text}dec`).text).toBe(text);
  });

  it.each(["", ".5", "5.", "1,5", " 1", "1 ", "1_000", "0x1", "NaN", "1e", "--1", "1e99999", "١"])(
    "refuses %j",
    (text) => {
      expect(() => Decimal.parse(text)).toThrow(
        new InvalidDecimalError(
          `${JSON.stringify(text)} is not a decimal number: pass digits with an optional sign and point, such as "-12.50".`,
        ),
      );
    },
  );

  it.each(["79228162514264337593543950336", `${largest}.5`, "1e29", "-99999999999999999999999999999"])(
    "refuses %s, which 96 bits cannot hold",
    (text) => {
      expect(() => new Decimal(text)).toThrow(
        new InvalidDecimalError(`"${text}" is too large: a decimal is at most ${largest}.`),
      );
    },
  );

  it.each(["1e401", "1e-401"])("refuses the exponent of %s before it writes out the zeros", (text) => {
    expect(() => new Decimal(text)).toThrow(InvalidDecimalError);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])("refuses %d", (source) => {
    expect(() => new Decimal(source)).toThrow(
      new RangeError(`A Decimal cannot be ${source}: pass a finite number, or use a Float.`),
    );
  });

  it.each([null, undefined, true, [1], new Decimal(1)])("refuses to be made of %o", (source) => {
    expect(() => new Decimal(source as never)).toThrow(TypeError);
    expect(() => Decimal.parse(source as never)).toThrow(TypeError);
  });

  it("gets through a megabyte of digits (I13)", () => {
    expect(() => Decimal.parse("1".repeat(1_000_000))).toThrow(InvalidDecimalError);
  });

  it.each([
    ["1.50", "1.5", true],
    ["0.0", "-0", true],
    ["100", "1e2", true],
    ["1.5", "-1.5", false],
    ["0.1", "0.01", false],
    ["9007199254740993", "9007199254740992", false],
  ])("%s equals %s: %s", (a, b, same) => {
    expect(new Decimal(a).equals(new Decimal(b))).toBe(same);
    expect(new Decimal(b).equals(new Decimal(a))).toBe(same);
  });

  it.each([
    ["10", "9", 1],
    ["-10", "-9", -1],
    ["0.1", "0.10", 0],
    ["-0", "0", 0],
    ["79228162514264337593543950335", "79228162514264337593543950334.9", 1],
  ] as const)("%s compared with %s is %d", (a, b, order) => {
    expect(new Decimal(a).compare(new Decimal(b))).toBe(order);
    expect(new Decimal(b).compare(new Decimal(a))).toBe(order === 0 ? 0 : -order);
  });

  it("is compared with decimals alone", () => {
    expect(() => new Decimal(1).compare(1 as never)).toThrow(
      new TypeError("A Decimal is compared with a Decimal, not a number."),
    );
  });

  it("does not become a number by itself, which would lose digits in silence", () => {
    const price = new Decimal("10");
    for (const compute of [() => price < new Decimal("9"), () => Number(price), () => Math.max(price as never, 1)]) {
      expect(compute).toThrow(TypeError);
      expect(compute).toThrow("use compare() or equals()");
    }
    expect(["costs " + price, `costs ${price}`]).toStrictEqual(["costs 10dec", "costs 10dec"]);
  });

  it("gives the nearest number", () => {
    expect(new Decimal("-19.90").toNumber()).toBe(-19.9);
  });
});
