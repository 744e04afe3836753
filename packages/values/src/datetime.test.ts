import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { RealParser } from "../test/real-parser.ts";
import { canonical, wireOf } from "../test/wire-of.ts";
import { Datetime, Duration, InvalidDatetimeError } from "./index.ts";

let parser: RealParser;
beforeAll(async () => {
  parser = await RealParser.open();
});
afterAll(() => parser.close());
afterEach(() => {
  vi.useRealTimers();
});

describe("Datetime.parse", () => {
  it.each([
    ["2024-01-01T00:00:00Z", 1_704_067_200, 0],
    ["2024-01-01", 1_704_067_200, 0],
    ["2024-01-01 00:00:00Z", 1_704_067_200, 0],
    ["2024-01-01T02:00:00+02:00", 1_704_067_200, 0],
    ["2023-12-31T19:30:00.5-04:30", 1_704_067_200, 500_000_000],
    ["2024-02-29T12:30:00.000000001Z", 1_709_209_800, 1],
    ["1969-12-31T23:59:59.5Z", -1, 500_000_000],
    ["0000-01-01T00:00:00Z", -62_167_219_200, 0],
    ["0050-06-01T00:00:00Z", -60_576_249_600, 0],
    ["-0001-01-01T00:00:00Z", -62_198_755_200, 0],
    ["+012024-01-01T00:00:00Z", 317_273_587_200, 0],
    ["-262143-01-01T00:00:00Z", -8_334_601_228_800, 0],
    ["+262142-12-31T23:59:59.999999999Z", 8_210_266_876_799, 999_999_999],
  ])("reads %s as the database does", async (text, seconds, nanoseconds) => {
    const datetime = Datetime.parse(text);
    expect(datetime).toStrictEqual(new Datetime(seconds, nanoseconds));
    expect(canonical(await parser.evaluate(`d"${text}"`))).toBe(canonical(wireOf(datetime)));
    expect(Datetime.parse(String(datetime))).toStrictEqual(datetime);
    expect(Datetime.parse(JSON.parse(JSON.stringify(datetime)))).toStrictEqual(datetime);
    expect(canonical(await parser.evaluate(String(datetime)))).toBe(canonical(wireOf(datetime)));
  });

  it.each([
    "",
    "now",
    "2024",
    "2024-1-1",
    "2024-13-01",
    "2024-00-10",
    "2023-02-29",
    "2024-04-31T00:00:00Z",
    "2024-01-01T00:00:00",
    "2024-01-01T00:00Z",
    "2024-01-01T24:00:00Z",
    "2024-01-01T23:60:00Z",
    "2016-12-31T23:59:60Z",
    "2024-01-01T10:60:00Z",
    "2024-01-01T10:59:60Z",
    "2024-01-01T00:00:00+24:00",
    "2024-01-01T00:00:00+00:60",
    "2024-01-01T00:00:00.1234567891Z",
    "2024-01-01T00:00:00Z ",
    "1704067200",
  ])("refuses %j", (text) => {
    expect(() => Datetime.parse(text)).toThrow(InvalidDatetimeError);
    expect(() => Datetime.parse(text)).toThrow("write ISO 8601 with a zone and at most 9 digits behind the second");
  });

  it("refuses what is no text, and a year beyond the database's", () => {
    expect(() => Datetime.parse(new Date(0) as never)).toThrow(
      new TypeError("Datetime.parse takes a text, not an instance of Date."),
    );
    expect(() => Datetime.parse("+262143-01-01")).toThrow(RangeError);
    expect(() => Datetime.parse("2".repeat(1_000_000))).toThrow(InvalidDatetimeError);
  });
});

describe("a Datetime", () => {
  it.each<[unknown, unknown, string]>([
    [new Date(0), 1, "a text and a Date have their own"],
    ["2024-01-01", 1, "a text and a Date have their own"],
    [{}, 0, "not of an object"],
    [undefined, 0, "not of undefined"],
    [0, "1", "not a string"],
    [0, 1n, "not a bigint"],
  ])("refuses to be made of %o and %o as a TypeError", (seconds, nanoseconds, message) => {
    expect(() => new Datetime(seconds as never, nanoseconds as never)).toThrow(TypeError);
    expect(() => new Datetime(seconds as never, nanoseconds as never)).toThrow(message);
  });

  it.each<[number | bigint, number]>([
    [0.5, 0],
    [Number.NaN, 0],
    [8_210_266_876_800, 0],
    [-8_334_601_228_801n, 0],
    [Date.UTC(2300, 0), 0],
    [0, -1],
    [0, 1_000_000_000],
    [0, 0.5],
  ])("refuses %d seconds and %d nanoseconds as a RangeError", (seconds, nanoseconds) => {
    expect(() => new Datetime(seconds, nanoseconds)).toThrow(RangeError);
  });

  it("is made of a text or a Date too", () => {
    expect(new Datetime("2024-01-01T00:00:00.000000001Z")).toStrictEqual(new Datetime(1_704_067_200, 1));
    expect(new Datetime(new Date(-1500))).toStrictEqual(new Datetime(-2, 500_000_000));
    expect(() => new Datetime("yesterday")).toThrow(InvalidDatetimeError);
    expect(() => new Datetime(new Date(Number.NaN))).toThrow(InvalidDatetimeError);
  });

  it("is a number of milliseconds where JavaScript asks for one, so that it is no text that is compared", () => {
    const [early, late] = [new Datetime(999_999_999, 5000), new Datetime(1_000_000_000, 0)] as const;
    expect(new Date(late as never).getTime()).toBe(1_000_000_000_000);
    expect([early < late, late > early, Number(late) - Number(new Datetime(999_999_999))]).toStrictEqual([
      true,
      true,
      1000,
    ]);
    expect([late, early].sort((a, b) => Number(a) - Number(b))).toStrictEqual([early, late]);
    expect(new Datetime(1_704_067_200, 1000) > new Datetime(1_704_067_200)).toBe(true);
    expect(`${late}`).toBe('d"2001-09-09T01:46:40Z"');
    expect(new Date(Datetime.parse("1969-12-31T23:59:58.5Z") as never).getTime()).toBe(-1500);
  });

  it("tells how much later it is than another one", () => {
    expect(new Datetime(5, 1).since(new Datetime(3, 2))).toStrictEqual(new Duration(1n, 999_999_999));
    expect(new Datetime(5, 2).since(new Datetime(-3, 2))).toStrictEqual(new Duration(8n, 0));
    expect(new Datetime(8_210_266_876_799, 999_999_999).since(new Datetime(-8_334_601_228_800)).seconds).toBe(
      16_544_868_105_599n,
    );
    expect(() => new Datetime(5).since(new Datetime(5, 1))).toThrow(
      new RangeError("The other Datetime is later, and a Duration is never negative: swap the two."),
    );
    expect(() => new Datetime(5).since(new Date(0) as never)).toThrow(TypeError);
  });

  it("takes seconds as a bigint and zero without its sign", () => {
    expect(new Datetime(5n).seconds).toBe(5);
    expect(new Datetime(-0, -0)).toStrictEqual(new Datetime(0, 0));
  });

  it.each([0, 1, -1, 1500, -1500, 1_704_067_200_123, -62_198_755_200_001])(
    "takes the Date of %d ms over and gives it back",
    (milliseconds) => {
      const datetime = Datetime.fromDate(new Date(milliseconds));
      expect(datetime.toDate().getTime()).toBe(milliseconds);
      expect(datetime.nanoseconds).toBeGreaterThanOrEqual(0);
    },
  );

  it("loses what a Date cannot hold, rounding down", () => {
    expect(new Datetime(-1, 999_999_999).toDate().getTime()).toBe(-1);
    expect(new Datetime(0, 999_999).toDate().getTime()).toBe(0);
  });

  it("refuses an invalid Date, and what is none", () => {
    expect(() => Datetime.fromDate(new Date(Number.NaN))).toThrow(
      new InvalidDatetimeError("The Date is invalid: pass one that holds a time."),
    );
    expect(() => Datetime.fromDate(5 as never)).toThrow(new TypeError("Datetime.fromDate takes a Date, not a number."));
  });

  it("writes 0, 3, 6 or 9 digits behind the second", () => {
    const texts = [0, 120_000_000, 123_456_000, 1].map((nanoseconds) => new Datetime(0, nanoseconds).toISOString());
    expect(texts).toStrictEqual([
      "1970-01-01T00:00:00Z",
      "1970-01-01T00:00:00.120Z",
      "1970-01-01T00:00:00.123456Z",
      "1970-01-01T00:00:00.000000001Z",
    ]);
  });

  it("moves by a duration to the nanosecond and compares", () => {
    const start = new Datetime(10, 600_000_000);
    const half = Duration.fromSeconds(0.5);
    expect(start.add(half)).toStrictEqual(new Datetime(11, 100_000_000));
    expect(start.add(half).subtract(half)).toStrictEqual(start);
    expect(start.subtract(new Duration(11n, 0))).toStrictEqual(new Datetime(-1, 600_000_000));
    expect([start.add(half), start].sort((a, b) => a.compare(b))).toStrictEqual([start, start.add(half)]);
    expect(start.compare(new Datetime(10, 600_000_000))).toBe(0);
    expect(start.compare(new Datetime(9, 999_999_999))).toBe(1);
    expect(() => start.add(new Duration(2n ** 64n - 1n))).toThrow(RangeError);
    expect(() => start.add(5 as never)).toThrow(new TypeError("A Datetime is moved by a Duration, not by a number."));
    expect(() => start.compare(new Date() as never)).toThrow(TypeError);
  });

  it("knows the present", () => {
    vi.useFakeTimers({ now: 1_704_067_200_005 });
    expect(Datetime.now()).toStrictEqual(new Datetime(1_704_067_200, 5_000_000));
  });
});
