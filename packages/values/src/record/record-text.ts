import { shown } from "../describe-type.ts";
import { InvalidRecordIdError } from "../errors/invalid-value-error.ts";
import { Uuid } from "../uuid.ts";
import { readArray, readContainer, readObject } from "./container-text.ts";
import { parseInteger } from "./integer-text.ts";
import { type Operand, readRange } from "./range-text.ts";
import type { RecordId } from "./record-id.ts";
import type { RecordIdValue } from "./record-id-value.ts";
import { readScalar } from "./scalar-text.ts";
import { TextCursor } from "./text-cursor.ts";
import { inside, type TextPlace } from "./text-place.ts";

/** Creates a record id. A parameter, since the class of record ids itself parses texts. */
export type MakeRecordId = (table: string, id: RecordIdValue) => RecordId;

const word = /[A-Za-z0-9_]+/y;
const integer = /-?[0-9]+(?![A-Za-z0-9_])/y;
const uuid = /u(?=["'])/y;
const generator = /(?:rand|ulid|uuid)\(\)/y;
const recordStart = /[`⟨]|[A-Za-z0-9_]+:(?!:)/y;

/**
 * Parses the text of a record id as the parser of the database does, and refuses every other text.
 *
 * @throws {@link InvalidRecordIdError} for any other text
 * @internal
 */
export function parseRecordText(text: string, make: MakeRecordId): RecordId {
  const cursor = new TextCursor(text);
  const read = readRecord(
    { cursor, depth: 0, value: (place) => readValue(place, make), text: (inner) => parseRecordText(inner, make) },
    make,
  );
  return cursor.atEnd ? read : cursor.refuse();
}

function readRecord(place: TextPlace, make: MakeRecordId): RecordId {
  const { cursor } = place;
  const table = cursor.quoted("`⟨") ?? cursor.match(word)?.[0];
  // A number before the colon is a time of day, not a table.
  const isName = table !== undefined && (!/^[0-9]+$/.test(table) || cursor.text[cursor.at - 1] !== table.at(-1));
  if (!isName || !cursor.skip(":")) return cursor.refuse();
  if (cursor.sees(generator)) refuseGenerator(cursor, table);
  const id = readRange(cursor, () => readKey(place)) as RecordIdValue;
  return cursor.made(() => make(table, id));
}

function readKey(place: TextPlace): Operand | undefined {
  const { cursor } = place;
  const number = cursor.match(integer)?.[0];
  if (number !== undefined) return { value: parseInteger(number) ?? refuseInteger(cursor) };
  if (cursor.match(uuid) !== undefined) {
    const text = cursor.quoted("\"'") as string;
    return { value: cursor.made(() => Uuid.parse(text)) };
  }
  if (cursor.skip("[")) return { value: readArray(inside(place)) };
  if (cursor.skip("{")) return { value: readObject(inside(place)) };
  const value = cursor.quoted("`⟨") ?? cursor.match(word)?.[0];
  return value === undefined ? undefined : { value };
}

function readValue(place: TextPlace, make: MakeRecordId): unknown {
  const { cursor } = place;
  cursor.skipSpaced("");
  return readRange(cursor, () => {
    if (cursor.sees(recordStart)) return { value: readRecord(inside(place), make) };
    return readScalar(place) ?? readContainer(place);
  });
}

function refuseInteger(cursor: TextCursor): never {
  throw new InvalidRecordIdError(
    `The integer in ${shown(cursor.text)} does not fit into 64 bits: pass new RecordId(table, "digits") for a string id.`,
  );
}

function refuseGenerator(cursor: TextCursor, table: string): never {
  throw new InvalidRecordIdError(
    `${shown(cursor.text)} makes a new id each time, so it names no record: pass new Table(${shown(table)}) to create a record whose id the database chooses, or new RecordId(${shown(table)}, Uuid.v7()).`,
  );
}
