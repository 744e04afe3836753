import {
  type Bound,
  BoundExcluded,
  BoundIncluded,
  Datetime,
  Decimal,
  Duration,
  FileRef,
  Float,
  Future,
  Range,
  RecordId,
  type RecordIdValue,
  Table,
  Uuid,
  type ValueKind,
} from "@surreal-sdk/values";
import { geometry } from "./geometry-tag.ts";
import { listOf, type Tag, textOf } from "./tag.ts";

const record: Tag<RecordId> = {
  write: ({ table, id }, part) => [table, part(id, "id")],
  read(content, part) {
    const [table = null, id = null] = listOf(content, 2);
    return new RecordId(textOf(table), part(id, 1) as RecordIdValue);
  },
};

const table: Tag<Table> = {
  write: ({ name }) => name,
  read: (content) => new Table(textOf(content)),
};

const uuid: Tag<Uuid> = {
  write: ({ text }) => text,
  read: (content) => new Uuid(textOf(content)),
};

const decimal: Tag<Decimal> = {
  write: ({ text }) => text,
  read: (content) => new Decimal(textOf(content)),
};

const datetime: Tag<Datetime> = {
  write: (value) => value.toISOString(),
  read: (content) => new Datetime(textOf(content)),
};

const duration: Tag<Duration> = {
  write: (value) => value.toString(),
  read: (content) => new Duration(textOf(content)),
};

const float: Tag<Float> = {
  write: ({ value }, part) => part(value, "value"),
  read: (content, part) => new Float(part(content) as number),
};

const file: Tag<FileRef> = {
  write: ({ bucket, key }) => [bucket, key],
  read(content) {
    const [bucket = null, key = null] = listOf(content, 2);
    return new FileRef(textOf(bucket), textOf(key));
  },
};

const range: Tag<Range> = {
  write: ({ begin, end }, part) => [
    begin === undefined ? null : part(begin, "begin"),
    end === undefined ? null : part(end, "end"),
  ],
  read(content, part) {
    const [begin = null, end = null] = listOf(content, 2);
    return new Range(part(begin, 0) as Bound | null, part(end, 1) as Bound | null);
  },
};

const included: Tag<BoundIncluded> = {
  write: ({ value }, part) => part(value, "value"),
  read: (content, part) => new BoundIncluded(part(content)),
};

const excluded: Tag<BoundExcluded> = {
  write: ({ value }, part) => part(value, "value"),
  read: (content, part) => new BoundExcluded(part(content)),
};

const future: Tag<Future> = {
  write: ({ body }) => body,
  read: (content) => new Future(textOf(content)),
};

type ClassTag =
  | "record"
  | "table"
  | "uuid"
  | "decimal"
  | "datetime"
  | "duration"
  | "float"
  | "file"
  | "range"
  | "included"
  | "excluded"
  | "geometry"
  | "future";

/** The tags of the SDK's classes. */
export const classTags: Readonly<Record<ClassTag, Tag>> = {
  record,
  table,
  uuid,
  decimal,
  datetime,
  duration,
  float,
  file,
  range,
  included,
  excluded,
  geometry,
  future,
};

/** The name of the tag for each kind of class. */
export const tagOfKind: Readonly<Record<ValueKind, ClassTag>> = {
  "record-id": "record",
  table: "table",
  uuid: "uuid",
  decimal: "decimal",
  datetime: "datetime",
  duration: "duration",
  float: "float",
  "file-ref": "file",
  range: "range",
  "bound-included": "included",
  "bound-excluded": "excluded",
  "geometry-point": "geometry",
  "geometry-line": "geometry",
  "geometry-polygon": "geometry",
  "geometry-multi-point": "geometry",
  "geometry-multi-line": "geometry",
  "geometry-multi-polygon": "geometry",
  "geometry-collection": "geometry",
  future: "future",
};
