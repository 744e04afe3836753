import { describe, expect, it } from "vitest";
import { BoundExcluded, BoundIncluded, Datetime, Float, InvalidRangeError, Range, RecordId } from "./index.ts";

describe("a Range", () => {
  it.each<[Range, string]>([
    [new Range(new BoundIncluded(1), new BoundExcluded(10)), "1..10"],
    [new Range(new BoundIncluded(1), new BoundIncluded(10)), "1..=10"],
    [new Range(new BoundExcluded(1), new BoundExcluded(10)), "1>..10"],
    [new Range(new BoundExcluded(-1), new BoundIncluded(10n)), "-1>..=10"],
    [new Range(new BoundIncluded("a")), '"a"..'],
    [new Range(null, new BoundIncluded(new Datetime(0))), '..=d"1970-01-01T00:00:00Z"'],
    [new Range(undefined, null), ".."],
    [new Range(new BoundIncluded(new RecordId("a", 1)), new BoundExcluded(new Range())), "(a:1)..(..)"],
    [new Range(new BoundIncluded(undefined), new BoundExcluded(null)), "(NONE)..(NULL)"],
    [new Range(new BoundIncluded(new Float(-Infinity)), new BoundExcluded(new Set([1]))), "(-Infinity)..(<set>[1])"],
  ])("%o is %s", (range, text) => {
    expect(String(range)).toBe(text);
    expect(JSON.stringify(range)).toBe(JSON.stringify(text));
  });

  it("has the same open end, whether left out or null", () => {
    expect(new Range(null, null)).toStrictEqual(new Range());
    expect(new Range(null).equals(new Range(undefined))).toBe(true);
  });

  it.each<[unknown, unknown, string]>([
    [
      1,
      undefined,
      "The beginning of a Range is a bound, not a number: pass new BoundIncluded(value), new BoundExcluded(value), or undefined for an open end.",
    ],
    [
      undefined,
      "z",
      "The end of a Range is a bound, not a string: pass new BoundIncluded(value), new BoundExcluded(value), or undefined for an open end.",
    ],
  ])("refuses %o to %o", (begin, end, message) => {
    expect(() => new Range(begin as never, end as never)).toThrow(new TypeError(message));
  });

  it("refuses a bound around a bound", () => {
    expect(() => new BoundIncluded(new BoundExcluded(1))).toThrow(
      new InvalidRangeError("A bound holds a value, not another bound: pass bound.value."),
    );
  });
});
