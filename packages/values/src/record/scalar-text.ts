import { Datetime } from "../datetime.ts";
import { Decimal } from "../decimal.ts";
import { Duration } from "../duration.ts";
import { FileRef } from "../file-ref.ts";
import { Float } from "../float.ts";
import { Uuid } from "../uuid.ts";
import { parseInteger } from "./integer-text.ts";
import type { Operand } from "./range-text.ts";
import type { TextCursor } from "./text-cursor.ts";
import type { TextPlace } from "./text-place.ts";

const QUOTES = "\"'";
const MAX_DIGITS = 1000;

const constant = /(?:[+-]?Infinity|NaN|NONE|NULL|true|false)(?![A-Za-z0-9_:])/y;
const number = /([+-]?[0-9]+)((?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(f|dec)?(?![A-Za-z0-9_µ])/y;
const duration = /(?:[0-9]+(?:ns|us|µs|ms|s|m|h|d|w|y))+(?![A-Za-z0-9_])/y;
const prefix = /[a-z](?=["'])/y;

const constants: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["Infinity", Number.POSITIVE_INFINITY],
  ["+Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
  ["NaN", Number.NaN],
  ["NONE", undefined],
  ["NULL", null],
  ["true", true],
  ["false", false],
]);

/**
 * Parses a value that contains no other value; returns `undefined` when none begins here.
 *
 * @internal
 */
export function readScalar(place: TextPlace): Operand | undefined {
  const { cursor } = place;
  const word = cursor.match(constant)?.[0];
  if (word !== undefined) return { value: constants.get(word) };
  const value = cursor.quoted(QUOTES) ?? readPrefixed(place) ?? readNumber(cursor) ?? readDuration(cursor);
  return value === undefined ? undefined : { value };
}

function readPrefixed(place: TextPlace): unknown {
  const { cursor } = place;
  const letter = cursor.match(prefix)?.[0];
  if (letter === undefined) return undefined;
  const content = cursor.quoted(QUOTES) as string;
  switch (letter) {
    case "s":
      return content;
    case "d":
      return cursor.made(() => Datetime.parse(content));
    case "u":
      return cursor.made(() => Uuid.parse(content));
    case "f":
      return cursor.made(() => FileRef.parse(content));
    case "r":
      return place.text(content);
    case "b":
      return readBytes(cursor, content);
    default:
      return cursor.refuse();
  }
}

function readBytes(cursor: TextCursor, digits: string): Uint8Array {
  if (!/^(?:[0-9A-Fa-f]{2})*$/.test(digits)) cursor.refuse();
  return Uint8Array.from({ length: digits.length / 2 }, (_, at) =>
    Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16),
  );
}

function readNumber(cursor: TextCursor): unknown {
  const match = cursor.match(number);
  if (match === undefined) return undefined;
  const [text, whole = "", rest = "", suffix] = match;
  if (rest === "" && suffix === undefined) return parseInteger(whole) ?? cursor.refuse();
  if (text.length > MAX_DIGITS) cursor.refuse();
  if (suffix === "dec") return cursor.made(() => new Decimal(whole + rest));
  const value = Number(whole + rest);
  // A plain whole number would be another record id: the database distinguishes 1 from 1f there.
  return Number.isInteger(value) ? new Float(value) : value;
}

function readDuration(cursor: TextCursor): Duration | undefined {
  const text = cursor.match(duration)?.[0];
  return text === undefined ? undefined : cursor.made(() => Duration.parse(text));
}
