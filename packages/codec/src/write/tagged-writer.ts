import type {
  Datetime,
  Decimal,
  Duration,
  FileRef,
  Float,
  Future,
  Geometry,
  Range,
  RecordId,
  Table,
  Uuid,
  ValueKind,
} from "@surreal-sdk/values";
import { isBuiltIn, valueKind } from "@surreal-sdk/values";
import { MAX_DURATION, MAX_NANOS, MAX_SECONDS, MIN_SECONDS } from "../format/limits.ts";
import * as Major from "../format/major.ts";
import * as Tag from "../format/tag.ts";
import { writeGeometry } from "./geometry-writer.ts";
import type { ValueWriter } from "./value-writer.ts";

const uuidText = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Writes an instance of one of the value classes, of any copy of their package. */
export function writeTagged(writer: ValueWriter, kind: ValueKind, value: object): void {
  if (kind === "record-id") writeRecordId(writer, value as RecordId);
  else if (kind === "datetime") writeTime(writer, value as Datetime);
  else if (kind === "uuid") writeUuid(writer, value as Uuid);
  else if (kind === "float") writer.float((value as Float).value);
  else if (kind === "duration") writeDuration(writer, value as Duration);
  else if (kind === "range") writeRange(writer, value as Range);
  else if (kind === "file-ref") writeFile(writer, value as FileRef);
  else if (kind === "table") writeText(writer, Tag.table, (value as Table).name);
  else if (kind === "decimal") writeText(writer, Tag.decimal, (value as Decimal).text);
  else if (kind === "future") writeText(writer, Tag.future, (value as Future).body);
  else if (kind.startsWith("geometry-")) writeGeometry(writer, kind, value as Geometry);
  else refuseKind(writer, kind);
}

/**
 * Writes an instance of a built-in class that SurrealDB has a type for.
 *
 * @returns whether it is one
 */
export function writeBuiltIn(writer: ValueWriter, value: object): boolean {
  if (isBuiltIn(value, "Date")) writeDate(writer, value);
  else if (isBuiltIn(value, "Set")) {
    writer.head(Major.tag, Tag.set);
    writer.list([...value], value);
  } else return false;
  return true;
}

function refuseKind(writer: ValueWriter, kind: ValueKind): never {
  const bound = kind === "bound-included" || kind === "bound-excluded";
  const message = bound
    ? "is a bound by itself: pass it as an end of a Range."
    : `is a ${kind}, which is not known here.`;
  return writer.refuse({ kind: "type", message });
}

function writeText(writer: ValueWriter, tag: number, text: string): void {
  writer.head(Major.tag, tag);
  writer.text(text);
}

function writeUuid(writer: ValueWriter, value: Uuid): void {
  // Checks again, since another copy of the class may have created it: 16 bytes are announced, and 16 must follow.
  if (!uuidText.test(value.text))
    writer.refuse({ kind: "type", message: "is a Uuid of another form than 8-4-4-4-12." });
  writer.head(Major.tag, Tag.uuid);
  writer.hexadecimal(value.text, 16);
}

function writeRecordId(writer: ValueWriter, value: RecordId): void {
  writer.enter(value);
  writer.head(Major.tag, Tag.recordId);
  writer.head(Major.array, 2);
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
  writeTime(writer, { seconds, nanoseconds: (milliseconds - seconds * 1000) * 1_000_000 });
}

/** `[seconds, nanoseconds]`: seconds rounded down, nanoseconds never negative. */
function writeTime(writer: ValueWriter, { seconds, nanoseconds }: Pick<Datetime, "seconds" | "nanoseconds">): void {
  if (!Number.isInteger(seconds) || seconds < MIN_SECONDS || seconds > MAX_SECONDS) {
    writer.refuse({ kind: "range", message: "is a time that SurrealDB has no datetime for." });
  }
  checkNanos(writer, nanoseconds);
  writer.head(Major.tag, Tag.datetime);
  writer.head(Major.array, 2);
  writer.integer(seconds);
  writer.integer(nanoseconds);
}

function writeDuration(writer: ValueWriter, value: Duration): void {
  if (typeof value.seconds !== "bigint" || value.seconds < 0n || value.seconds > MAX_DURATION) {
    writer.refuse({ kind: "range", message: "is a duration that SurrealDB does not have." });
  }
  checkNanos(writer, value.nanoseconds);
  writer.head(Major.tag, Tag.duration);
  writer.head(Major.array, 2);
  writer.bigint(value.seconds);
  writer.integer(value.nanoseconds);
}

/** A server of version 3.0.2 crashes on a duration with too many nanoseconds, so none may ever be sent. */
function checkNanos(writer: ValueWriter, nanos: number): void {
  if (!Number.isInteger(nanos) || nanos < 0 || nanos > MAX_NANOS) {
    writer.refuse({ kind: "range", message: `has ${nanos} nanoseconds, which are none of a second.` });
  }
}

function writeFile(writer: ValueWriter, value: FileRef): void {
  writer.enter(value);
  writer.head(Major.tag, Tag.file);
  writer.head(Major.array, 2);
  writer.at("bucket");
  writer.text(value.bucket);
  writer.at("key");
  writer.text(value.key);
  writer.leave();
}

function writeRange(writer: ValueWriter, value: Range): void {
  writer.enter(value);
  writer.head(Major.tag, Tag.range);
  writer.head(Major.array, 2);
  writeBound(writer, "begin", value.begin);
  writeBound(writer, "end", value.end);
  writer.leave();
}

/** An open end is null: the server refuses NONE there. */
function writeBound(writer: ValueWriter, end: "begin" | "end", bound: Range["begin"]): void {
  writer.at(end);
  if (bound === undefined || bound === null) {
    writer.byte(0xf6);
    return;
  }
  const kind = valueKind(bound);
  if (kind !== "bound-included" && kind !== "bound-excluded") {
    writer.refuse({ kind: "type", message: "is not a bound: pass a BoundIncluded or a BoundExcluded." });
  }
  writer.head(Major.tag, kind === "bound-included" ? Tag.boundIncluded : Tag.boundExcluded);
  writer.write(bound.value);
}
