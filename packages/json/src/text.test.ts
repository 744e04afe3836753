import { deepStrictEqual } from "node:assert/strict";
import { runInNewContext } from "node:vm";
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
  GeometryPoint,
  GeometryPolygon,
  Range,
  RecordId,
  SurrealError,
  Table,
  Uuid,
} from "@surreal-sdk/values";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyValue } from "../test/any-value.ts";
import { InvalidJsonError, parse, prepare, revive, stringify } from "./index.ts";

/** A value, and the text that stands for it in databases and caches that hold it: it must never change. */
const forms: [unknown, string][] = [
  [null, "null"],
  [undefined, '{"$none":null}'],
  [-0, '{"$number":"-0"}'],
  [Number.NaN, '{"$number":"NaN"}'],
  [Number.NEGATIVE_INFINITY, '{"$number":"-Infinity"}'],
  [1e21, "1e+21"],
  [-(2n ** 63n), '{"$bigint":"-9223372036854775808"}'],
  [new Uint8Array([0, 255, 16]), '{"$bytes":"AP8Q"}'],
  [new Date(1), '{"$date":"1970-01-01T00:00:00.001Z"}'],
  [new Set([1, 1n]), '{"$set":[1,{"$bigint":"1"}]}'],
  [new Map([["a", undefined]]), '{"$map":[["a",{"$none":null}]]}'],
  [new RecordId("my table", [1, { at: undefined }]), '{"$record":["my table",[1,{"at":{"$none":null}}]]}'],
  [new RecordId("user", "1"), '{"$record":["user","1"]}'],
  [new Table("user"), '{"$table":"user"}'],
  [new Uuid("018a6680-bef9-701b-9025-e1754f296a0f"), '{"$uuid":"018a6680-bef9-701b-9025-e1754f296a0f"}'],
  [new Decimal("1.10"), '{"$decimal":"1.10"}'],
  [new Datetime(1_700_000_000, 123_456_789), '{"$datetime":"2023-11-14T22:13:20.123456789Z"}'],
  [new Duration(5400n, 7), '{"$duration":"1h30m7ns"}'],
  [new Float(5), '{"$float":5}'],
  [new Float(Number.NaN), '{"$float":{"$number":"NaN"}}'],
  [new FileRef("b", "a/c.txt"), '{"$file":["b","/a/c.txt"]}'],
  [new Range(new BoundIncluded(1), undefined), '{"$range":[{"$included":1},null]}'],
  [new BoundExcluded("a"), '{"$excluded":"a"}'],
  [new GeometryPoint(1.5, -0), '{"$geometry":{"type":"Point","coordinates":[1.5,{"$number":"-0"}]}}'],
  [
    new GeometryCollection(new GeometryPoint(1, 2)),
    '{"$geometry":{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]}]}}',
  ],
  // No constructor makes these; databases hold them.
  [GeometryLine.unchecked([new GeometryPoint(0, 1)]), '{"$geometry":{"type":"LineString","coordinates":[[0,1]]}}'],
  [GeometryPolygon.unchecked([GeometryLine.unchecked([])]), '{"$geometry":{"type":"Polygon","coordinates":[[]]}}'],
  [
    GeometryPoint.unchecked(Number.NaN, Number.POSITIVE_INFINITY),
    '{"$geometry":{"type":"Point","coordinates":[{"$number":"NaN"},{"$number":"Infinity"}]}}',
  ],
  [new Future("time::now()"), '{"$future":"time::now()"}'],
  [{ $record: ["user", 1] }, '{"$$record":["user",1]}'],
  [{ $$record: 1 }, '{"$$$record":1}'],
  [{ $record: ["user", 1], more: 1 }, '{"$record":["user",1],"more":1}'],
];

describe("stringify() and parse()", () => {
  it.each(forms)("write and read %o", (value, text) => {
    expect(stringify(value)).toBe(text);
    deepStrictEqual(parse(text), value);
  });

  it("return every value as it was, its types and its keys included", () => {
    const holds = (value: unknown): void => {
      deepStrictEqual(parse(stringify(value)), value);
      deepStrictEqual(revive(structuredClone(prepare(value))), value);
    };
    fc.assert(fc.property(anyValue, holds), { numRuns: 1000 });
  });

  it("keep a key named __proto__ an ordinary key", () => {
    const text = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}';
    const value = parse<{ polluted?: boolean }>(text);
    expect(Object.keys(value)).toStrictEqual(["__proto__", "constructor"]);
    expect(value.polluted).toBeUndefined();
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(stringify(value)).toBe(text);
  });

  it("take values of another realm, and objects without a prototype", () => {
    const value = runInNewContext("({ list: [new Set([1]), new Map([[1, 2]]), new Date(0), new Uint8Array([1])] })");
    expect(parse(stringify(value))).toStrictEqual({
      list: [new Set([1]), new Map([[1, 2]]), new Date(0), new Uint8Array([1])],
    });
    expect(stringify(Object.assign(Object.create(null), { a: 1 }))).toBe('{"a":1}');
    expect(stringify(Buffer.from([1, 2]))).toBe('{"$bytes":"AQI="}');
  });

  it("write large bytes", () => {
    const bytes = Uint8Array.from({ length: 300_001 }, (_, at) => at % 251);
    expect(Buffer.compare(parse<Uint8Array>(stringify(bytes)), bytes)).toBe(0);
  });

  it("indent the text on request", () => {
    expect(stringify({ a: 1 }, 2)).toBe('{\n  "a": 1\n}');
  });
});

const cyclic: { list: unknown[] } = { list: [] };
cyclic.list.push({ again: cyclic });
const sparse = [1, 2, 3];
delete sparse[1];
const deep = (levels: number): unknown => (levels === 0 ? 0 : [deep(levels - 1)]);

describe("a value that JSON cannot hold is refused with its path:", () => {
  it.each<[string, unknown, new () => Error, string, string]>([
    ["a function", { on: [() => 1] }, TypeError, "$.on[0]", "is a function, which JSON cannot hold"],
    ["a symbol", [Symbol("a")], TypeError, "$[0]", "is a symbol"],
    ["a symbol as a key", { a: { [Symbol("a")]: 1 } }, TypeError, "$.a", "has a symbol as a key"],
    ["an instance of another class", { a: new URL("http://a") }, TypeError, "$.a", "is an instance of URL"],
    ["a typed array", { a: new Float32Array(1) }, TypeError, "$.a", "is an instance of Float32Array"],
    ["a gap", { a: sparse }, TypeError, "$.a[1]", "is a gap in a sparse array"],
    ["a cycle", cyclic, TypeError, "$.list[0].again", "contains itself"],
    ["a part of a record id", new RecordId("a", [1, { b: () => 1 }]), TypeError, "$.id[1].b", "is a function"],
    ["a member of a Set", { a: new Set([1, () => 1]) }, TypeError, "$.a[1]", "is a function"],
    ["an invalid Date", { "first seen": new Date(Number.NaN) }, RangeError, '$["first seen"]', "is an invalid Date"],
    ["a huge bigint", { a: 10n ** 1000n }, RangeError, "$.a", "is a bigint of more than 1000 digits"],
    ["too deep", deep(501), RangeError, `$${"[0]".repeat(500)}`, "is nested deeper than 500 levels"],
  ])("%s", (_, value, Kind, path, reason) => {
    const error = thrownBy(() => stringify(value)) as TypeError & { path: string };
    expect(error).toBeInstanceOf(Kind);
    expect(error.path).toBe(path);
    expect(error.message).toContain(`The value at ${path} ${reason}`);
  });

  it("except a value that is there twice", () => {
    const twice = new RecordId("user", 1);
    expect(parse(stringify([twice, twice]))).toStrictEqual([twice, twice]);
  });
});

describe("a malformed text is refused with its path:", () => {
  const cases: [text: string, path: string, reason: string][] = [
    ['{"a":[1,{"$recrod":["user",1]}]}', "$.a[1].$recrod", "is a tag that this version of the package does not know"],
    ['{"$none":1}', "$.$none", "must contain null"],
    ['{"$number":"1"}', "$.$number", 'must contain "NaN"'],
    ['{"$number":0}', "$.$number", "must contain a string"],
    ['{"$bigint":"1e3"}', "$.$bigint", "must contain the digits of an integer"],
    ['{"$bigint":"-0"}', "$.$bigint", "must contain the digits of an integer"],
    [`{"$bigint":"${"9".repeat(1001)}"}`, "$.$bigint", "must contain the digits of an integer, at most 1000"],
    ['{"$bytes":"AP8"}', "$.$bytes", "must contain base64"],
    ['{"$bytes":"A P8Q"}', "$.$bytes", "must contain base64"],
    ['{"$date":"2024"}', "$.$date", "must contain a date"],
    ['{"$date":"never"}', "$.$date", "must contain a date"],
    ['{"$set":{}}', "$.$set", "must contain an array"],
    ['{"$map":[[1]]}', "$.$map", "must contain an array of 2 elements"],
    ['{"$record":["user"]}', "$.$record", "must contain an array of 2 elements"],
    ['{"$record":[1,2]}', "$.$record", "must contain a string"],
    ['{"$record":["user",1.5]}', "$.$record", "is invalid: A record id cannot be the number 1.5"],
    ['{"$record":["user",[{"$uuid":"1"}]]}', "$.$record[1][0].$uuid", "is invalid: "],
    ['{"$datetime":"yesterday"}', "$.$datetime", "is invalid: "],
    ['{"$float":"5"}', "$.$float", "is invalid: A Float is made of a number"],
    ['{"$range":[1,2]}', "$.$range", "is invalid: The beginning of a Range is a bound"],
    ['{"$included":{"$excluded":1}}', "$.$included", "is invalid: A bound holds a value"],
    ['{"$geometry":{"type":"Circle"}}', "$.$geometry", "must contain the GeoJSON of a geometry"],
    ['{"$geometry":null}', "$.$geometry", "must contain the GeoJSON of a geometry"],
    ['{"$geometry":{"type":"Point","coordinates":[1,"2"]}}', "$.$geometry", "must contain points of two numbers"],
    ['{"$geometry":{"type":"LineString","coordinates":[[1,2,3]]}}', "$.$geometry", "must contain points of two"],
    ['{"$geometry":{"type":"Polygon","coordinates":{}}}', "$.$geometry", "must contain the GeoJSON of a geometry"],
    ['{"$geometry":{"type":"GeometryCollection"}}', "$.$geometry", "must contain the GeoJSON of a geometry"],
    [`${"[".repeat(100_000)}${"]".repeat(100_000)}`, `$${"[0]".repeat(500)}`, "is nested deeper than 500 levels"],
  ];
  it.each(cases.map((each) => [each[0].slice(0, 60), ...each] as const))("%s", (_, text, path, reason) => {
    const error = thrownBy(() => parse(text)) as InvalidJsonError;
    expect(error).toBeInstanceOf(InvalidJsonError);
    expect(error).toBeInstanceOf(SurrealError);
    expect(error.path).toBe(path);
    expect(error.message).toContain(`The JSON at ${path} ${reason}`);
  });

  it("what is not JSON, without quoting it", () => {
    const error = thrownBy(() => parse('{"password":"hunter2",}')) as InvalidJsonError;
    expect([error.name, error.path, error.cause]).toStrictEqual(["InvalidJsonError", "$", undefined]);
    expect(error.message).toMatch(/^The text is not JSON/);
    expect(error.message).not.toContain("hunter2");
  });

  it("and data that JSON does not have", () => {
    const error = thrownBy(() => revive({ a: [new Date(0)] })) as InvalidJsonError;
    expect([error.path, error.message]).toStrictEqual([
      "$.a[0]",
      "The JSON at $.a[0] is an instance of Date, which JSON does not have.",
    ]);
    expect(thrownBy(() => revive(undefined))).toBeInstanceOf(InvalidJsonError);
    expect(thrownBy(() => parse(1 as never))).toBeInstanceOf(TypeError);
  });
});

function thrownBy(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error("It threw nothing.");
}
