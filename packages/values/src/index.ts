export { BoundExcluded, BoundIncluded } from "./bound.ts";
export type { BuiltIns } from "./built-in.ts";
export { isBuiltIn } from "./built-in.ts";
export { Datetime } from "./datetime.ts";
export { Decimal } from "./decimal.ts";
export { describeType } from "./describe-type.ts";
export { Duration } from "./duration.ts";
export { equals } from "./equals.ts";
export {
  InvalidDatetimeError,
  InvalidDecimalError,
  InvalidDurationError,
  InvalidFileRefError,
  InvalidGeometryError,
  InvalidRangeError,
  InvalidRecordIdError,
  InvalidTableError,
  InvalidUuidError,
  InvalidValueError,
} from "./errors/invalid-value-error.ts";
export type { Outcome, SurrealErrorOptions } from "./errors/surreal-error.ts";
export { SurrealError } from "./errors/surreal-error.ts";
export { FileRef } from "./file-ref.ts";
export { Float } from "./float.ts";
export { Future } from "./future.ts";
export type { GeometryClasses } from "./geometry/from-geo-json.ts";
export { fromGeoJson } from "./geometry/from-geo-json.ts";
export type { GeoJson, Position } from "./geometry/geometry.ts";
export { Geometry } from "./geometry/geometry.ts";
export { GeometryCollection } from "./geometry/geometry-collection.ts";
export { GeometryLine } from "./geometry/geometry-line.ts";
export { GeometryMultiLine } from "./geometry/geometry-multi-line.ts";
export { GeometryMultiPoint } from "./geometry/geometry-multi-point.ts";
export { GeometryMultiPolygon } from "./geometry/geometry-multi-polygon.ts";
export { GeometryPoint } from "./geometry/geometry-point.ts";
export { GeometryPolygon } from "./geometry/geometry-polygon.ts";
export type { ValueKind } from "./kind.ts";
export { VALUE_KIND, valueKind } from "./kind.ts";
export { isPlainObject } from "./plain-object.ts";
export { quoteIdentifier } from "./quote.ts";
export type { Bound } from "./range.ts";
export { Range } from "./range.ts";
export { parseTarget } from "./record/parse-target.ts";
export { RecordId } from "./record/record-id.ts";
export type { RecordIdValue } from "./record/record-id-value.ts";
export { d, r, u } from "./record/string-prefixes.ts";
export type { SurrealValue } from "./record/surreal-value.ts";
export { unquote } from "./record/unquote.ts";
export { Table } from "./table.ts";
export { formatPath } from "./text/format-path.ts";
export { literalsOf, maskLiterals, maskQuotedSource } from "./text/mask-literals.ts";
export { quoted, visible } from "./text/quoted.ts";
export type { Token, TokenKind } from "./text/tokens.ts";
export { tokensOf } from "./text/tokens.ts";
export { toSurrealQL } from "./to-surreal-ql.ts";
export { Uuid } from "./uuid.ts";
