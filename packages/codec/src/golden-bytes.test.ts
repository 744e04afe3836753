import {
  BoundExcluded,
  BoundIncluded,
  Datetime,
  Decimal,
  Duration,
  FileRef,
  Float,
  Future,
  GeometryCollection,
  GeometryLine,
  GeometryMultiLine,
  GeometryMultiPoint,
  GeometryMultiPolygon,
  GeometryPoint,
  GeometryPolygon,
  Range,
  RecordId,
  Table,
  Uuid,
} from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { CborCodec } from "./cbor-codec.ts";

const codec = new CborCodec();
const hex = (value: unknown) => Buffer.from(codec.encode(value)).toString("hex");
const read = (text: string) => codec.decode(new Uint8Array(Buffer.from(text, "hex")));

const uuid = "0189d6e3-8eac-703a-9a48-d9faa78b44b9";
const point = new GeometryPoint(1.5, 2);
const pointBytes = "d85882fb3ff8000000000000fb4000000000000000";
const line = new GeometryLine(point, point);
const lineBytes = `d85982${pointBytes}${pointBytes}`;
const ring = new GeometryLine(point, point, point, point);
const ringBytes = `d85984${pointBytes.repeat(4)}`;
const polygon = new GeometryPolygon(ring);
const polygonBytes = `d85a81${ringBytes}`;

const bothWays: [name: string, value: unknown, bytes: string][] = [
  ["NONE", undefined, "c6f6"],
  ["NULL", null, "f6"],
  ["true", true, "f5"],
  ["false", false, "f4"],
  ["NONE in an object", { a: undefined }, "a16161c6f6"],
  ["an empty object", {}, "a0"],
  ["bytes", new Uint8Array([1, 2]), "420102"],
  ["the greatest integer", 2n ** 63n - 1n, "1b7fffffffffffffff"],
  ["the least integer", -(2n ** 63n), "3b7fffffffffffffff"],
  ["the greatest safe integer", Number.MAX_SAFE_INTEGER, "1b001fffffffffffff"],
  ["the least safe integer", Number.MIN_SAFE_INTEGER, "3b001ffffffffffffe"],
  ["2^32", 2 ** 32, "1b0000000100000000"],
  ["-2^32 - 1", -(2 ** 32) - 1, "3b0000000100000000"],
  ["-2^32", -(2 ** 32), "3affffffff"],
  ["minus zero", -0, "fb8000000000000000"],
  ["a fraction", 0.1, "fb3fb999999999999a"],
  ["NaN", Number.NaN, "f97e00"],
  ["Infinity", Number.POSITIVE_INFINITY, "f97c00"],
  ["-Infinity", Number.NEGATIVE_INFINITY, "f9fc00"],
  ["a table", new Table("person"), "c766706572736f6e"],
  ["a record id of text", new RecordId("person", "tobie"), "c88266706572736f6e65746f626965"],
  ["a record id of an integer", new RecordId("person", 1), "c88266706572736f6e01"],
  ["a record id of a uuid", new RecordId("p", new Uuid(uuid)), "c8826170d825500189d6e38eac703a9a48d9faa78b44b9"],
  [
    "a range of record ids",
    new RecordId("p", new Range(new BoundIncluded(1), new BoundIncluded(3))),
    "c8826170d83182d83201d83203",
  ],
  ["a range open at its end", new Range(new BoundIncluded(1)), "d83182d83201f6"],
  ["a range open on both sides", new Range(), "d83182f6f6"],
  ["a range without its bounds", new Range(new BoundExcluded(1), new BoundExcluded(5)), "d83182d83301d83305"],
  ["a uuid", new Uuid(uuid), "d825500189d6e38eac703a9a48d9faa78b44b9"],
  ["a decimal, its zeros kept", new Decimal("1.10"), "ca64312e3130"],
  ["90 s", Duration.parse("1m30s"), "ce82185a00"],
  ["no time at all", Duration.parse("0ns"), "ce820000"],
  ["1.5 s", Duration.parse("1s500ms"), "ce82011a1dcd6500"],
  ["the longest duration", new Duration(2n ** 64n - 1n, 999_999_999), "ce821bffffffffffffffff1a3b9ac9ff"],
  ["a datetime", new Datetime(1_700_000_000, 123_456_789), "cc821a6553f1001a075bcd15"],
  ["a datetime before 1970", new Datetime(-1, 999_000_000), "cc82201a3b8b87c0"],
  ["the first datetime", new Datetime(-8_334_601_228_800), "cc823b000007948cf211ff00"],
  ["a set", new Set([1, 2]), "d838820102"],
  ["a file", new FileRef("b", "a.txt"), "d837826162662f612e747874"],
  ["a future", new Future("1"), "cf6131"],
  ["a point", point, pointBytes],
  ["a line", line, lineBytes],
  ["a polygon", polygon, polygonBytes],
  ["points", new GeometryMultiPoint(point), `d85b81${pointBytes}`],
  ["lines", new GeometryMultiLine(line), `d85c81${lineBytes}`],
  ["polygons", new GeometryMultiPolygon(polygon), `d85d81${polygonBytes}`],
  ["a collection in a collection", new GeometryCollection(new GeometryCollection(point)), `d85e81d85e81${pointBytes}`],
];

describe("golden bytes", () => {
  it.each(bothWays)("writes and reads %s", (_name, value, bytes) => {
    expect(hex(value)).toBe(bytes);
    expect(read(bytes)).toStrictEqual(value);
  });

  it.each([
    ["a whole number as an integer", 5, "05"],
    ["a Float as a float", new Float(5), "fb4014000000000000"],
    ["a Float that is zero", new Float(0), "fb0000000000000000"],
    ["a Float beyond 2^53", new Float(1e300), "fb7e37e43c8800759c"],
    ["a whole number of 2^53 as a float", 2 ** 53, "fb4340000000000000"],
    ["a whole number far beyond as a float", -5.972e24, "fbc513c27b13272fb6"],
    ["the largest integer that is exact", 2 ** 53 - 1, "1b001fffffffffffff"],
    ["a bigint of 2^53 as an integer", 2n ** 53n, "1b0020000000000000"],
    ["a bigint in the shortest form", 5n, "05"],
    ["a Date", new Date(1_700_000_000_123), "cc821a6553f1001a0754d4c0"],
    ["a Date before 1970", new Date(-1), "cc82201a3b8b87c0"],
    ["a Map with text keys", new Map([["a", 1]]), "a1616101"],
    ["an object without prototype", Object.assign(Object.create(null), { a: 1 }), "a1616101"],
    ["a Buffer", Buffer.from([1, 2]), "420102"],
    ["a part of a larger array", new Uint8Array([9, 1, 2, 9]).subarray(1, 3), "420102"],
  ])("writes %s", (_name, value, bytes) => {
    expect(hex(value)).toBe(bytes);
  });

  it.each([
    ["a datetime text", "c074323031332d30332d32315432303a30343a30305a", new Datetime(1_363_896_240)],
    ["an empty datetime", "cc80", new Datetime(0)],
    ["a datetime of seconds", "cc8105", new Datetime(5)],
    ["a duration of seconds", "ce8105", new Duration(5)],
    ["an empty duration", "ce80", new Duration(0)],
    ["a duration text", "cd6531683330 6d".replace(" ", ""), new Duration(5400)],
    ["a uuid text", `c97824${Buffer.from(uuid).toString("hex")}`, new Uuid(uuid)],
    ["a record id in one text", "c86a706572736f6e3a746f6d", new RecordId("person", "tom")],
    ["a record id in one text, with an integer", "c868706572736f6e3a31", new RecordId("person", 1)],
    [
      "a record id in one text, not quoted",
      `c86b${Buffer.from("person:a-b!").toString("hex")}`,
      new RecordId("person", "a-b!"),
    ],
    ["a point of integers", "d858820102", new GeometryPoint(1, 2)],
    ["a float of 16 bits", "f93e00", 1.5],
    ["a float of 32 bits", "fa3fc00000", 1.5],
    ["an integer wider than needed", "1b0000000000000001", 1],
    ["a negative integer wider than needed", "3b0000000000000000", -1],
  ])("reads %s, which it does not write", (_name, bytes, value) => {
    expect(read(bytes)).toStrictEqual(value);
  });

  it("writes keys in the order of the object", () => {
    expect(hex({ b: 1, a: 2 })).toBe("a2616201616102");
  });
});
