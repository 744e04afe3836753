import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RealParser } from "../test/real-parser.ts";
import { canonical } from "../test/wire-of.ts";
import { Float, Future } from "./index.ts";

let parser: RealParser;
beforeAll(async () => {
  parser = await RealParser.open();
});
afterAll(() => parser.close());

describe("a Float", () => {
  it.each([
    [5, "5f"],
    [-0, "-0f"],
    [1e21, "1e+21f"],
    [5e-324, "5e-324f"],
    [Number.MAX_VALUE, "1.7976931348623157e+308f"],
    [Number.NaN, "NaN"],
    [Number.POSITIVE_INFINITY, "Infinity"],
    [Number.NEGATIVE_INFINITY, "-Infinity"],
  ])("of %d is %s, and arrives as that float", async (value, text) => {
    expect(String(new Float(value))).toBe(text);
    expect(canonical(await parser.evaluate(text))).toBe(canonical(value));
    expect(new Float(value).equals(new Float(value))).toBe(true);
  });

  it("counts as its number in arithmetic", () => {
    expect(Number(new Float(5)) + 1).toBe(6);
    expect(new Float(5) > new Float(4)).toBe(true);
  });

  it.each([null, "5", 5n])("refuses to be made of %o", (value) => {
    expect(() => new Float(value as never)).toThrow(TypeError);
  });
});

describe("a Future", () => {
  it("refuses to be made of anything but text", () => {
    expect(() => new Future((() => 1) as never)).toThrow(
      new TypeError("A Future is made of SurrealQL text, not of a function."),
    );
  });
});
