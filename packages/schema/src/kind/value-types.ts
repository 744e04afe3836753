import type { GeometryShape, PlainKindName } from "./kind.ts";

/**
 * What a kind is in TypeScript: the types that a value has when it is read, and those that are accepted when it is
 * written. Names in capitals are classes of the SDK, or `Uint8Array`, `Date` and `Set`.
 *
 * @example
 * ```ts
 * valueTypes.datetime; // => { read: ["Datetime"], write: ["Datetime", "Date"] }
 * ```
 */
export interface ValueType {
  readonly read: readonly string[];
  readonly write: readonly string[];
}

/**
 * The table of types, by the kinds that have no parts, and by the names of the others (`set`, `record`, …) for the class
 * that holds them.
 *
 * An `int` beyond 2^53 is read as a `bigint`. A 4.0 server sends a `u64` beyond 2^63 as a decimal. Regular expressions and
 * functions have no form in which they could be sent.
 *
 * @example
 * ```ts
 * valueTypes.int.read.join(" | "); // => "number | bigint"
 * ```
 */
export const valueTypes: Readonly<
  Record<PlainKindName | "array" | "set" | "object" | "record" | "table" | "file", ValueType>
> = {
  any: both("unknown"),
  none: both("undefined"),
  null: both("null"),
  bool: both("boolean"),
  bytes: both("Uint8Array"),
  datetime: { read: ["Datetime"], write: ["Datetime", "Date"] },
  decimal: both("Decimal"),
  duration: both("Duration"),
  float: both("number"),
  int: both("number", "bigint"),
  number: both("number", "bigint", "Decimal"),
  string: both("string"),
  uuid: both("Uuid"),
  range: both("Range"),
  regex: { read: ["unknown"], write: ["never"] },
  function: { read: ["unknown"], write: ["never"] },
  i8: both("number"),
  i16: both("number"),
  i32: both("number"),
  i64: both("number", "bigint"),
  u8: both("number"),
  u16: both("number"),
  u32: both("number"),
  u64: { read: ["number", "bigint", "Decimal"], write: ["number", "bigint", "Decimal"] },
  f16: both("number"),
  f32: both("number"),
  f64: both("number"),
  array: both("Array"),
  set: both("Set"),
  object: both("Object"),
  record: both("RecordId"),
  table: both("Table"),
  file: both("FileRef"),
};

/**
 * The classes of geometries, by their shapes.
 *
 * @example
 * ```ts
 * geometryTypes.point; // => "GeometryPoint"
 * ```
 */
export const geometryTypes: Readonly<Record<GeometryShape, string>> = {
  point: "GeometryPoint",
  line: "GeometryLine",
  polygon: "GeometryPolygon",
  multipoint: "GeometryMultiPoint",
  multiline: "GeometryMultiLine",
  multipolygon: "GeometryMultiPolygon",
  collection: "GeometryCollection",
};

function both(...types: string[]): ValueType {
  return { read: types, write: types };
}
