import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RealParser } from "../test/real-parser.ts";
import { canonical, wireOf } from "../test/wire-of.ts";
import { Datetime, Duration, InvalidDurationError } from "./index.ts";

const YEARS = 584_942_417_355n;

let parser: RealParser;
beforeAll(async () => {
  parser = await RealParser.open();
});
afterAll(() => parser.close());

describe("a Duration", () => {
  it.each<[string, bigint, number, string]>([
    ["1h30m", 5400n, 0, "1h30m"],
    ["30m1h", 5400n, 0, "1h30m"],
    ["1h1h", 7200n, 0, "2h"],
    ["90m", 5400n, 0, "1h30m"],
    ["0s", 0n, 0, "0ns"],
    [" 1s\n", 1n, 0, "1s"],
    ["1y2w3d4h5m6s7ms8us9ns", 33_019_506n, 7_008_009, "1y2w3d4h5m6s7ms8us9ns"],
    ["1500µs", 0n, 1_500_000, "1ms500us"],
    ["2000000000ns", 2n, 0, "2s"],
    [`${YEARS}y3w5d7h15s999999999ns`, 2n ** 64n - 1n, 999_999_999, `${YEARS}y3w5d7h15s999ms999us999ns`],
  ])("reads %j as the database does, and writes it as %s", async (text, seconds, nanoseconds, written) => {
    const duration = Duration.parse(text);
    expect(duration).toStrictEqual(new Duration(seconds, nanoseconds));
    expect(String(duration)).toBe(written);
    expect(JSON.stringify(duration)).toBe(`"${written}"`);
    expect(canonical(await parser.evaluate(`<duration>${JSON.stringify(text)}`))).toBe(canonical(wireOf(duration)));
  });

  it.each(["", " ", "1", "s", "1.5s", "-1s", "1e3s", "1S", "1 s", "1h 30m", "1μs", "1sec", "1h30", "h1"])(
    "refuses %j as the database does",
    async (text) => {
      expect(() => Duration.parse(text)).toThrow(
        new InvalidDurationError(
          `${JSON.stringify(text)} is not a duration: write whole amounts with a unit (y w d h m s ms us ns), such as "1h30m".`,
        ),
      );
      await expect(parser.evaluate(`<duration>${JSON.stringify(text)}`)).rejects.toThrow(
        "Could not cast into `duration`",
      );
    },
  );

  it.each([`${YEARS + 1n}y`, "18446744073709551616s", `${"9".repeat(30)}ns`])(
    "refuses %s, which is too long for the database",
    (text) => {
      expect(() => Duration.parse(text)).toThrow(
        new InvalidDurationError("The duration is too long: the database holds at most 2^64 - 1 seconds."),
      );
    },
  );

  it.each(["1".repeat(1_000_000), "1s".repeat(500_000), `${"1".repeat(1_000_000)}s`, `${" ".repeat(1_000_000)}x`])(
    "gets through a megabyte of hostile text (I13)",
    (text) => {
      expect(() => Duration.parse(text)).toThrow(InvalidDurationError);
    },
  );

  it.each<[string, unknown, unknown]>([
    ["null", null, 0],
    ["bigint nanoseconds", 1n, 1n],
  ])("refuses to be made of %s as a TypeError", (_, seconds, nanoseconds) => {
    expect(() => new Duration(seconds as never, nanoseconds as never)).toThrow(TypeError);
  });

  it.each<[number | bigint, number]>([
    [-1, 0],
    [-1n, 0],
    [1.5, 0],
    [Number.NaN, 0],
    [2 ** 53, 0],
    [2n ** 64n, 0],
    [0, -1],
    [0, 1_000_000_000],
    [0, 0.5],
  ])("refuses %d seconds and %d nanoseconds as a RangeError", (seconds, nanoseconds) => {
    expect(() => new Duration(seconds, nanoseconds)).toThrow(RangeError);
  });

  it.each<[Duration, string]>([
    [Duration.fromNanoseconds(31_536_000_999_999_999n), "1y999ms999us999ns"],
    [Duration.fromNanoseconds(1500), "1us500ns"],
    [Duration.fromMicroseconds(1.5), "1us500ns"],
    [Duration.fromMilliseconds(0.1), "100us"],
    [Duration.fromSeconds(1.5), "1s500ms"],
    [Duration.fromSeconds(0.1 + 0.2), "300ms"],
    [Duration.fromMinutes(90), "1h30m"],
    [Duration.fromHours(1.5), "1h30m"],
    [Duration.fromDays(7), "1w"],
    [Duration.fromWeeks(0.5), "3d12h"],
    [Duration.fromYears(1), "1y"],
    [Duration.fromSeconds(1e15), "31709791y51w2d1h46m40s"],
  ])("made of an amount of a unit is exact: %s", (duration, text) => {
    expect(String(duration)).toBe(text);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])("refuses %d seconds from a number", (amount) => {
    expect(() => Duration.fromSeconds(amount)).toThrow(RangeError);
  });

  it("refuses an amount that is no number", () => {
    expect(() => Duration.fromSeconds("1" as never)).toThrow(
      new TypeError("The amount of a Duration is a number, not a string."),
    );
    expect(() => Duration.fromNanoseconds(1.5)).toThrow(RangeError);
    expect(() => Duration.parse(90 as never)).toThrow(
      new TypeError('Duration.parse takes a text such as "1h30m", not a number.'),
    );
  });

  it("gives its length in other units", () => {
    const duration = new Duration(90n, 1_500_000);
    expect(duration.toNanoseconds()).toBe(90_001_500_000n);
    expect(duration.toMilliseconds()).toBe(90_001.5);
    expect(duration.toMicroseconds()).toBe(90_001_500);
    expect(duration.toSeconds()).toBe(90.0015);
    expect(Duration.parse("90s").toMinutes()).toBe(1.5);
    expect(Duration.parse("90m").toHours()).toBe(1.5);
    expect(Duration.parse("36h").toDays()).toBe(1.5);
    expect(Duration.parse("1w").toWeeks()).toBe(1);
    expect(Duration.parse("73d").toYears()).toBe(0.2);
  });

  it("is made of a text too", () => {
    expect(new Duration("1h30m")).toStrictEqual(new Duration(5400n, 0));
    expect(new Duration("1s5ns")).toStrictEqual(new Duration(1n, 5));
    expect(() => new Duration("1.5h")).toThrow(InvalidDurationError);
    expect(() => new Duration("1h", 5)).toThrow(TypeError);
  });

  it("is multiplied and divided to the nanosecond", () => {
    const hour = new Duration("1h");
    expect(String(hour.multiply(1.5))).toBe("1h30m");
    expect(String(new Duration("1ns").multiply(0.5))).toBe("1ns");
    expect(hour.multiply(2n ** 40n).seconds).toBe(3600n * 2n ** 40n);
    expect(hour.multiply(0)).toStrictEqual(new Duration(0));
    expect(String(hour.divide(7))).toBe("8m34s285ms714us285ns");
    expect(String(hour.divide(0.5))).toBe("2h");
    expect(hour.divide(new Duration("40m"))).toBe(1.5);
    expect(new Duration(2n ** 64n - 1n).divide(new Duration(1))).toBe(2 ** 64);
    for (const wrong of [-1, Number.NaN, Number.POSITIVE_INFINITY, -1n]) {
      expect(() => hour.multiply(wrong)).toThrow(RangeError);
      expect(() => hour.divide(wrong)).toThrow(RangeError);
    }
    for (const zero of [0, 0n, new Duration(0)]) {
      expect(() => hour.divide(zero as number)).toThrow(new RangeError("A Duration cannot be divided by zero."));
    }
    expect(() => hour.multiply("2" as never)).toThrow(
      new TypeError("The factor of a Duration is a number or a bigint, not a string."),
    );
    expect(() => hour.divide("2" as never)).toThrow(TypeError);
    expect(() => new Duration(2n ** 64n - 1n).multiply(2)).toThrow(RangeError);
  });

  it("is a number of milliseconds where JavaScript compares it, and a text where it is joined to one", () => {
    const [short, long] = [new Duration("9m"), new Duration("1h")] as const;
    expect([short < long, short > long, Number(long)]).toStrictEqual([true, false, 3_600_000]);
    expect(["in " + long, `in ${long}`, long.valueOf()]).toStrictEqual(["in 1h", "in 1h", 3_600_000]);
  });

  it("adds, subtracts and compares to the nanosecond", () => {
    const short = new Duration(1n, 999_999_999);
    const long = new Duration(2n, 1);
    expect(short.add(long)).toStrictEqual(new Duration(4n, 0));
    expect(long.subtract(short)).toStrictEqual(new Duration(0n, 2));
    expect([long, short].sort((a, b) => a.compare(b))).toStrictEqual([short, long]);
    expect(short.compare(new Duration(1n, 999_999_999))).toBe(0);
    expect([long.compare(short), short.compare(long)]).toStrictEqual([1, -1]);
    expect(() => short.subtract(long)).toThrow(
      new RangeError("A Duration is never negative: pass a positive amount, or swap the operands of subtract."),
    );
    expect(() => new Duration(2n ** 64n - 1n).add(new Duration(1))).toThrow(RangeError);
    expect(() => short.add("1s" as never)).toThrow(
      new TypeError("The other operand must be a Duration, not a string."),
    );
    expect(() => short.compare(new Datetime(0) as never)).toThrow(TypeError);
  });
});
