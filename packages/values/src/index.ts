export { BoundExcluded, BoundIncluded } from "./bound.ts";
export { Datetime } from "./datetime.ts";
export { Decimal } from "./decimal.ts";
export { Duration } from "./duration.ts";
export { equals } from "./equals.ts";
export { FileRef } from "./file-ref.ts";
export { Float } from "./float.ts";
export { Future } from "./future.ts";
export type { GeoJson, Position } from "./geometry/geometry.ts";
export { Geometry } from "./geometry/geometry.ts";
export { GeometryCollection } from "./geometry/geometry-collection.ts";
export { GeometryLine } from "./geometry/geometry-line.ts";
export { GeometryMultiLine } from "./geometry/geometry-multi-line.ts";
export { GeometryMultiPoint } from "./geometry/geometry-multi-point.ts";
export { GeometryMultiPolygon } from "./geometry/geometry-multi-polygon.ts";
export { GeometryPoint } from "./geometry/geometry-point.ts";
export { GeometryPolygon } from "./geometry/geometry-polygon.ts";
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
} from "./invalid-value-error.ts";
export type { ValueKind } from "./kind.ts";
export { VALUE_KIND, valueKind } from "./kind.ts";
export { literalsOf, maskLiterals, maskQuotedSource } from "./mask-literals.ts";
export { parseTarget } from "./parse-target.ts";
export { quoteIdentifier } from "./quote.ts";
export { quoted, visible } from "./quoted.ts";
export type { Bound } from "./range.ts";
export { Range } from "./range.ts";
export { RecordId } from "./record-id.ts";
export type { RecordIdValue } from "./record-id-value.ts";
export type { Outcome, SurrealErrorOptions } from "./surreal-error.ts";
export { SurrealError } from "./surreal-error.ts";
export type { SurrealValue } from "./surreal-value.ts";
export { Table } from "./table.ts";
export { toSurrealQL } from "./to-surreal-ql.ts";
export { Uuid } from "./uuid.ts";
