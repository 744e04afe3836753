import type { Bound, RecordIdValue } from "@surreal-sdk/values";
import {
  BoundExcluded,
  BoundIncluded,
  Datetime,
  Decimal,
  Duration,
  FileRef,
  Future,
  Range,
  RecordId,
  Table,
  Uuid,
} from "@surreal-sdk/values";
import { MAX_DURATION, MAX_NANOS, MAX_SECONDS, MIN_SECONDS } from "../format/limits.ts";
import * as Tag from "../format/tag.ts";
import * as Cost from "./cost.ts";
import { readGeometry } from "./geometry-reader.ts";
import { TaggedContent } from "./tagged-content.ts";
import type { ValueReader } from "./value-reader.ts";

const decimalText = /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/**
 * Reads the content of a tag. It checks the shape, since the shape decides which value it becomes; it trusts the
 * content as the database's, so that a value that could not be constructed here can still be read.
 */
export function readTagged(reader: ValueReader, tag: number, start: number): unknown {
  const content = new TaggedContent(reader, tag, start);
  switch (tag) {
    case Tag.none:
      return content.value() === null ? undefined : content.refuse("is NONE and holds something else than null");
    case Tag.table:
      return Table.unchecked(content.text());
    case Tag.recordId:
      return readRecordId(content);
    case Tag.uuid:
      return Uuid.unchecked(content.bytes(16));
    case Tag.range:
      return readRange(content);
    case Tag.file:
      content.array(2, 2);
      return FileRef.unchecked(content.text(), content.text());
    case Tag.set:
      return readSet(content);
    case Tag.future:
      return Future.unchecked(content.text());
    case Tag.boundIncluded:
    case Tag.boundExcluded:
      return content.refuse("is a bound outside of a range");
    default:
      return readQuantity(content) ?? readGeometry(content) ?? content.refuse("is not a tag of SurrealDB");
  }
}

function readQuantity(content: TaggedContent): unknown {
  switch (content.tag) {
    case Tag.datetime:
      return readDatetime(content);
    case Tag.duration:
      return readDuration(content);
    case Tag.decimal:
      return readDecimal(content);
    case Tag.uuidText:
      return content.parsed(Uuid.parse);
    case Tag.datetimeText:
      return content.parsed(Datetime.parse);
    case Tag.durationText:
      return content.parsed(Duration.parse);
    default:
      return undefined;
  }
}

/** `[table, id]`, in which `t:[3]` and `t:[3f]` differ; some 2.x servers send the text `table:id`. */
function readRecordId(content: TaggedContent): RecordId {
  if (content.reader.peekMajor() === 3) return content.parsed(parseRecordId);
  content.array(2, 2);
  return RecordId.unchecked(content.text(), content.reader.readWithFloats(true) as RecordIdValue);
}

/** An id that the server did not quote is still its id. */
function parseRecordId(text: string): RecordId {
  try {
    return RecordId.parse(text);
  } catch (error) {
    const colon = text.indexOf(":");
    if (colon < 1 || colon === text.length - 1) throw error;
    return RecordId.unchecked(text.slice(0, colon), text.slice(colon + 1));
  }
}

function readSet(content: TaggedContent): Set<unknown> {
  const count = content.array(0, Number.POSITIVE_INFINITY);
  content.reader.charge(Cost.set + count * Cost.member);
  const values = new Set<unknown>();
  for (let index = 0; index < count; index++) values.add(content.value());
  return values;
}

/** `[seconds, nanoseconds]`; the last or both may be missing. */
function readDatetime(content: TaggedContent): Datetime {
  const count = content.array(0, 2);
  const seconds = count > 0 ? content.integer(MIN_SECONDS, MAX_SECONDS) : 0;
  return Datetime.unchecked(Number(seconds), readNanos(content, count));
}

function readDuration(content: TaggedContent): Duration {
  const count = content.array(0, 2);
  const seconds = count > 0 ? content.integer(0, MAX_DURATION) : 0;
  return Duration.unchecked(BigInt(seconds), readNanos(content, count));
}

function readNanos(content: TaggedContent, count: number): number {
  return count > 1 ? Number(content.integer(0, MAX_NANOS)) : 0;
}

function readDecimal(content: TaggedContent): Decimal {
  const text = content.text();
  return decimalText.test(text) ? Decimal.unchecked(text) : content.refuse("holds a text that is not a decimal number");
}

function readRange(content: TaggedContent): Range {
  content.array(2, 2);
  return Range.unchecked(readBound(content), readBound(content));
}

/** A tagged bound, or null for an open end. */
function readBound(content: TaggedContent): Bound | undefined {
  const { reader } = content;
  const initial = reader.next();
  if (initial === 0xf6) return undefined;
  const tag = initial === 0xd8 ? reader.next() : 0;
  if (tag === Tag.boundIncluded) return new BoundIncluded(content.value());
  if (tag === Tag.boundExcluded) return new BoundExcluded(content.value());
  return content.refuse("holds an end that is neither a bound nor null");
}
