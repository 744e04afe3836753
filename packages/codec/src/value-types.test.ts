import { geometryTypes, valueTypes } from "@surreal-sdk/schema";
import {
  Datetime,
  Decimal,
  Duration,
  FileRef,
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
const point = new GeometryPoint(1, 2);
const line = new GeometryLine(point, new GeometryPoint(3, 4));
const polygon = new GeometryPolygon(new GeometryLine(point, new GeometryPoint(3, 4), new GeometryPoint(5, 0), point));
const large = 2n ** 60n;

/** Values of each kind: one for each type in the table. */
const samples: Readonly<Record<keyof typeof valueTypes, readonly unknown[]>> = {
  any: [],
  none: [undefined],
  null: [null],
  bool: [true],
  bytes: [new Uint8Array([1])],
  datetime: [new Datetime("2024-01-01"), new Date(0)],
  decimal: [new Decimal("1.5")],
  duration: [new Duration("1h")],
  float: [1.5],
  int: [1, large],
  number: [1, large, new Decimal("1")],
  string: ["a"],
  uuid: [new Uuid("018f3b5e-7f3a-7cc2-9f4e-0123456789ab")],
  range: [new Range(undefined, undefined)],
  regex: [],
  function: [],
  i8: [1],
  i16: [1],
  i32: [1],
  i64: [1, large],
  u8: [1],
  u16: [1],
  u32: [1],
  u64: [1, large, new Decimal("18446744073709551615")],
  f16: [1.5],
  f32: [1.5],
  f64: [1.5],
  array: [[1]],
  set: [new Set([1])],
  object: [{ a: 1 }],
  record: [new RecordId("a", 1)],
  table: [new Table("a")],
  file: [new FileRef("bucket", "/key")],
};

/** The name that a type has in the table. */
function typeOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return typeof value === "object" ? value.constructor.name : typeof value;
}

describe("the types that generated code declares", () => {
  it.each(Object.entries(samples))("are those that are encoded and decoded for the kind %s", (kind, values) => {
    const { read, write } = valueTypes[kind as keyof typeof valueTypes];
    if (values.length === 0) return expect(write.join()).toMatch(/^(unknown|never)$/);
    expect(values.map(typeOf)).toStrictEqual(write);
    const decoded = values.map((value) => codec.decode(codec.encode(value)));
    expect([...new Set(decoded.map(typeOf))]).toStrictEqual(read);
  });

  it("are those of geometries", () => {
    const geometries = {
      point,
      line,
      polygon,
      multipoint: new GeometryMultiPoint(point),
      multiline: new GeometryMultiLine(line),
      multipolygon: new GeometryMultiPolygon(polygon),
      collection: new GeometryCollection(point),
    };
    const decoded = Object.entries(geometries).map(([shape, value]) => [
      shape,
      typeOf(codec.decode(codec.encode(value))),
    ]);
    expect(Object.fromEntries(decoded)).toStrictEqual(geometryTypes);
  });
});
