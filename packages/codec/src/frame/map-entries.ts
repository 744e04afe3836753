import { DecodeError } from "../format/codec-error.ts";
import type { Head } from "./cbor-head.ts";
import { createHead, MALFORMED, readHead } from "./cbor-head.ts";
import { skipItem } from "./skip-item.ts";

/** The position of one entry of a CBOR map in its bytes. */
export interface MapEntry {
  readonly key: string;
  /** The index at which the encoded key begins. */
  readonly keyStart: number;
  /** The index at which the encoded value begins. */
  readonly valueStart: number;
  /** The index after the encoded value. */
  readonly valueEnd: number;
}

/**
 * Finds the entries of a CBOR map without decoding the values, so that they can be forwarded as bytes.
 *
 * @param bytes - contains the map
 * @param offset - the index at which the map begins
 * @returns the entries in their order; bytes after the map are ignored
 * @throws DecodeError when there is no map, when it is cut off, or when a key is not text
 * @example
 * ```ts
 * const frame = codec.encode({ id: "1", result: [1, 2] });
 * const result = mapEntries(frame).find((entry) => entry.key === "result");
 * codec.decode(frame.subarray(result.valueStart, result.valueEnd)); // => [1, 2]
 * ```
 */
export function mapEntries(bytes: Uint8Array, offset = 0): MapEntry[] {
  const entries: MapEntry[] = [];
  const end = visitEntries(bytes, offset, (key, keyStart, valueStart) => {
    const valueEnd = skipItem(bytes, valueStart);
    if (valueEnd !== MALFORMED) entries.push({ key, keyStart, valueStart, valueEnd });
    return valueEnd;
  });
  if (end === MALFORMED) throw new DecodeError("These bytes hold no complete map with text keys.", { offset });
  return entries;
}

/** What {@link visitEntries} returns when the visitor stopped it. */
export const STOPPED = -2;

/**
 * Walks over the entries of the map at `offset`. The visitor returns the index after the value, {@link STOPPED}, or
 * {@link MALFORMED}. Never throws by itself.
 *
 * @returns the index after the map, {@link STOPPED} or {@link MALFORMED}
 */
export function visitEntries(
  bytes: Uint8Array,
  offset: number,
  visit: (key: string, keyStart: number, valueStart: number) => number,
): number {
  const head = createHead();
  let cursor = readHead(bytes, offset, head);
  if (cursor === MALFORMED || head.major !== 5) return MALFORMED;
  const indefinite = head.info === 31;
  const count = indefinite ? Number.POSITIVE_INFINITY : head.argument;
  for (let index = 0; index < count; index++) {
    if (indefinite && bytes[cursor] === 0xff) return cursor + 1;
    const keyStart = cursor;
    cursor = readHead(bytes, cursor, head);
    const key = cursor === MALFORMED ? undefined : textOf(bytes, cursor, head);
    if (key === undefined) return MALFORMED;
    cursor = visit(key, keyStart, cursor + head.argument);
    if (cursor < 0) return cursor;
  }
  return cursor;
}

function textOf(bytes: Uint8Array, start: number, head: Head): string | undefined {
  const end = start + head.argument;
  if (head.major !== 3 || head.info === 31 || end > bytes.length) return undefined;
  if (head.info < 24) {
    let text = "";
    let index = start;
    for (; index < end && (bytes[index] as number) < 0x80; index++) text += String.fromCharCode(bytes[index] as number);
    if (index === end) return text;
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(start, end));
  } catch {
    return undefined;
  }
}
