import type { RecordId } from "./record-id.ts";
import type { TextCursor } from "./text-cursor.ts";

/** Where a value is read, and how the values in it are: handed in, since record ids and containers hold each other. */
export interface TextPlace {
  readonly cursor: TextCursor;
  /** In how many containers the place lies. */
  readonly depth: number;
  /** Reads any value. */
  readonly value: (place: TextPlace) => unknown;
  /** Reads the text of a record id within quotes. */
  readonly text: (text: string) => RecordId;
}

const MAX_DEPTH = 250;

/**
 * The place one container further in.
 *
 * @throws {@link InvalidRecordIdError} when that is deeper than a record id may be
 * @internal
 */
export function inside(place: TextPlace): TextPlace {
  return place.depth < MAX_DEPTH ? { ...place, depth: place.depth + 1 } : place.cursor.refuse();
}
