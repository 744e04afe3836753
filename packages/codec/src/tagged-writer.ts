import type {
  Datetime,
  Decimal,
  Duration,
  FileRef,
  Float,
  Future,
  Range,
  RecordId,
  Table,
  Uuid,
  ValueKind,
} from "@surreal-sdk/values";
import { valueKind } from "@surreal-sdk/values";
import { writeGeometry } from "./geometry-writer.ts";
import { MAX_DURATION, MAX_NANOS, MAX_SECONDS, MIN_SECONDS } from "./limits.ts";
import { Tag } from "./tag.ts";
import type { ValueWriter } from "./value-writer.ts";

const TAG = 0xc0;
const ARRAY = 0x80;

/** Writes an instance of one of the value classes, whichever copy of their package made it. */
export function writeTagged(writer: ValueWriter, kind: ValueKind, value: object): void {
  switch (kind) {
    case "record-id":
      return writeRecordId(writer, value as RecordId);
    case "datetime":
      return writeDatetime(writer, value as Datetime);
    case "table":
      return writeText(writer, Tag.table, "name", (value as Table).name);
    case "decimal":
      return writeText(writer, Tag.decimal, "text", (value as Decimal).text);
    case "future":
      return writeText(writer, Tag.future, "body", (value as Future).body);
    case "float":
      return writer.item.float((value as Float).value);
    case "uuid":
      writer.item.head(TAG, Tag.uuid);
      return writer.item.binary((value as Uuid).toBytes());
    case "duration":
      return writeDuration(writer, value as Duration);
    case "range":
      return writeRange(writer, value as Range);
    case "file-ref":
      return writeFile(writer, value as FileRef);
    case "bound-included":
    case "bound-excluded":
      return writer.refuse({ kind: "type", message: "is a bound by itself: pass it as an end of a Range." });
    default:
      return writeGeometry(writer, kind, value);
  }
}

/**
 * Writes an instance of the platform's classes that SurrealDB has a type for.
 *
 * @returns whether it is one
 */
export function writeBuiltIn(writer: ValueWriter, value: object): boolean {
  if (value instanceof Date) writeDate(writer, value);
  else if (value instanceof Set) {
    writer.item.head(TAG, Tag.set);
    writer.list([...value], value);
  } else return false;
  return true;
}

function writeText(writer: ValueWriter, tag: number, key: string, text: string): void {
  writer.item.head(TAG, tag);
  writer.enter(text);
  writer.at(key);
  writer.text(text);
  writer.leave();
}

function writeRecordId(writer: ValueWriter, value: RecordId): void {
  writer.enter(value);
  writer.item.head(TAG, Tag.recordId);
  writer.item.head(ARRAY, 2);
  writer.at("table");
  writer.text(value.table);
  writer.at("id");
  writer.write(value.id);
  writer.leave();
}

function writeDate(writer: ValueWriter, value: Date): void {
  const milliseconds = Date.prototype.getTime.call(value);
  if (Number.isNaN(milliseconds)) writer.refuse({ kind: "range", message: "is an invalid Date." });
  const seconds = Math.floor(milliseconds / 1000);
  writeTime(writer, seconds, (milliseconds - seconds * 1000) * 1_000_000);
}

function writeDatetime(writer: ValueWriter, value: Datetime): void {
  writeTime(writer, value.seconds, value.nanoseconds);
}

/** `[seconds, nanoseconds]`: seconds rounded down, nanoseconds never negative. */
function writeTime(writer: ValueWriter, seconds: number, nanos: number): void {
  const { item } = writer;
  if (seconds < MIN_SECONDS || seconds > MAX_SECONDS) {
    writer.refuse({ kind: "range", message: "is a time that SurrealDB has no datetime for." });
  }
  checkNanos(writer, nanos);
  item.head(TAG, Tag.datetime);
  item.head(ARRAY, 2);
  item.integer(seconds);
  item.integer(nanos);
}

function writeDuration(writer: ValueWriter, value: Duration): void {
  const { item } = writer;
  if (value.seconds < 0n || value.seconds > MAX_DURATION) {
    writer.refuse({ kind: "range", message: "is a duration that SurrealDB does not have." });
  }
  checkNanos(writer, value.nanoseconds);
  item.head(TAG, Tag.duration);
  item.head(ARRAY, 2);
  item.bigint(value.seconds);
  item.integer(value.nanoseconds);
}

/** A server of version 3.0.2 dies of a duration with too many nanoseconds; none may ever leave. */
function checkNanos(writer: ValueWriter, nanos: number): void {
  if (!Number.isInteger(nanos) || nanos < 0 || nanos > MAX_NANOS) {
    writer.refuse({ kind: "range", message: `has ${nanos} nanoseconds, which are none of a second.` });
  }
}

function writeFile(writer: ValueWriter, value: FileRef): void {
  writer.enter(value);
  writer.item.head(TAG, Tag.file);
  writer.item.head(ARRAY, 2);
  writer.at("bucket");
  writer.text(value.bucket);
  writer.at("key");
  writer.text(value.key);
  writer.leave();
}

function writeRange(writer: ValueWriter, value: Range): void {
  writer.enter(value);
  writer.item.head(TAG, Tag.range);
  writer.item.head(ARRAY, 2);
  writeBound(writer, "begin", value.begin);
  writeBound(writer, "end", value.end);
  writer.leave();
}

/** An open end is null: the server refuses NONE there. */
function writeBound(writer: ValueWriter, end: "begin" | "end", bound: Range["begin"]): void {
  writer.at(end);
  if (bound === undefined || bound === null) return writer.item.byte(0xf6);
  const kind = valueKind(bound);
  if (kind !== "bound-included" && kind !== "bound-excluded") {
    writer.refuse({ kind: "type", message: "is no bound: pass a BoundIncluded or a BoundExcluded." });
  }
  writer.item.head(TAG, kind === "bound-included" ? Tag.boundIncluded : Tag.boundExcluded);
  writer.write(bound.value);
}
