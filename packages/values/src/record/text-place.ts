import type { RecordId } from "./record-id.ts";
import type { TextCursor } from "./text-cursor.ts";

/**
 * The position at which a value is parsed, and the parsers of nested values. They are parameters, since record ids and
 * containers contain each other.
 */
export interface TextPlace {
  readonly cursor: TextCursor;
  /** How many containers enclose the position. */
  readonly depth: number;
  /** Parses any value. */
  readonly value: (place: TextPlace) => unknown;
  /** Parses the text of a record id within quotes. */
  readonly text: (text: string) => RecordId;
}

const MAX_DEPTH = 250;

/**
 * The position one container further in.
 *
 * @throws {@link InvalidRecordIdError} when that is deeper than a record id may be
 * @internal
 */
export function inside(place: TextPlace): TextPlace {
  return place.depth < MAX_DEPTH ? { ...place, depth: place.depth + 1 } : place.cursor.refuse();
}
