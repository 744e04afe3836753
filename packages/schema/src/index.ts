export { type Ask, fetchAnswers, fetchSchema, type OnTables } from "./ask/fetch-schema.ts";
export { SchemaError } from "./errors/schema-error.ts";
export {
  acceptsNone,
  type GeometryShape,
  type Kind,
  type LiteralKind,
  type ObjectKey,
  type ObjectKind,
  type PlainKindName,
  type SizedNumberName,
} from "./kind/kind.ts";
export { readKind } from "./kind/read-kind.ts";
export { geometryTypes, type ValueType, valueTypes } from "./kind/value-types.ts";
export type {
  AccessSchema,
  FieldKind,
  FieldSchema,
  FunctionSchema,
  ParamSchema,
  RelationSchema,
  Schema,
  TableSchema,
} from "./model/schema.ts";
export { isIdRequired, isRequired } from "./model/writing.ts";
export { readSchema, type SchemaAnswers } from "./read/read-schema.ts";
