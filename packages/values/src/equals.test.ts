import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyValue } from "../test/any-value.ts";
import { Datetime, Decimal, equals, Float, RecordId } from "./index.ts";

const withHole = [5, 1];
delete withHole[0];

describe("equals", () => {
  it.each<[unknown, unknown]>([
    [1, 1n],
    [1, new Float(1)],
    [new Float(1), 1n],
    [0, -0],
    [Number.NaN, new Float(Number.NaN)],
    [undefined, undefined],
    [new Date(1500), Datetime.fromDate(new Date(1500))],
    [new Date(-1), new Datetime(-1, 999_000_000)],
    [new Date(8.64e15), new Date(8.64e15)],
    [
      { a: [1, { b: 2 }], c: null },
      { c: null, a: [1n, { b: 2 }] },
    ],
    [Object.create(null), {}],
    [new Uint8Array([1, 2]), Buffer.from([1, 2])],
    [new Set([1, "a", [2]]), new Set([[2n], "a", 1n])],
    [new Set([new RecordId("a", 1)]), new Set([new RecordId("a", 1n)])],
  ])("holds between %o and %o", (a, b) => {
    expect(equals(a, b)).toBe(true);
    expect(equals(b, a)).toBe(true);
  });

  it.each<[unknown, unknown]>([
    [null, undefined],
    [0, false],
    ["1", 1],
    [2n ** 53n + 1n, 2 ** 53],
    [Number.NaN, 0],
    [
      [1, 2],
      [2, 1],
    ],
    [[1], [1, undefined]],
    [
      [undefined, 1],
      [5, 1],
    ],
    [withHole, [5, 1]],
    [{ a: undefined }, {}],
    [{ a: undefined }, { b: undefined }],
    [{}, { toString: 1 }],
    [{ toString: 1 }, {}],
    [[], {}],
    [[1], new Uint8Array([1])],
    [new Uint8Array([1]), new Uint8Array([1, 2])],
    [new Set([1]), new Set([1, 2])],
    [new Set([1, 2]), new Set([1, 3])],
    [new Set([1]), [1]],
    [new Date(1), new Date(2)],
    [new Date(Number.NaN), new Date(Number.NaN)],
    [new Date(1), new Datetime(0)],
    [new Map(), new Map()],
    [new RecordId("a", 1), "a:1"],
    [new RecordId("a", 1), { table: "a", id: 1 }],
  ])("does not hold between %o and %o", (a, b) => {
    expect(equals(a, b)).toBe(false);
    expect(equals(b, a)).toBe(false);
  });

  it("holds between a value that contains itself and that same value", () => {
    const cycle: unknown[] = [];
    cycle.push(cycle);
    expect(equals(cycle, cycle)).toBe(true);
    expect(equals(cycle, [cycle])).toBe(true);
  });

  it("compares sets in about the time that it takes to read them, whatever their order", () => {
    const members = (make: (index: number) => unknown): unknown[] => Array.from({ length: 4_000 }, (_, at) => make(at));
    for (const make of [
      (at: number) => [at, { name: `n${at}` }],
      (at: number) => new RecordId("user", at),
      (at: number) => new Datetime(at),
      (at: number) => new Uint8Array([at, at >> 8]),
    ]) {
      expect(equals(new Set(members(make)), new Set(members(make).reverse()))).toBe(true);
      expect(equals(new Set(members(make)), new Set(members((at) => make(at + 1))))).toBe(false);
    }
    const both = (one: unknown[], other: unknown[]): boolean => equals(new Set(one), new Set(other));
    expect(both([1n, new Decimal("1.0"), new Date(0)], [new Datetime(0), new Decimal("1"), new Float(1)])).toBe(true);
    expect(both([new Set([[1], [2]])], [new Set([[2n], [1n]])])).toBe(true);
  });

  it("matches each member of a set once", () => {
    expect(equals(new Set([[1], [1n], [2]]), new Set([[1], [2], [2n]]))).toBe(false);
  });

  it("holds between any value and its twin, and tells different ones apart", () => {
    const seed = 11;
    const values = fc.sample(anyValue, { numRuns: 2000, seed });
    const twins = fc.sample(anyValue, { numRuns: 2000, seed });
    values.forEach((value, at) => {
      expect(equals(value, twins[at])).toBe(true);
      expect(equals([value, 0], [twins[at], 1])).toBe(false);
    });
  });
});
