import { type DecoderRules, DURATION_TAG, databaseRules, isTooLarge, refusedTag } from "./decoder-rules.ts";
import { MalformedCborError, readHead } from "./head.ts";

const BREAK = 0xff;

/** The position of an item in a message. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One pair of a map, with its key decoded and its value as bytes. */
export interface Entry {
  readonly key: string;
  readonly value: Span;
}

/**
 * Finds the end of the item at `offset`, which proves that it is well-formed.
 *
 * @throws MalformedCborError for bytes that are not CBOR, are nested too deep, or are refused by a strict decoder
 */
export function itemEnd(bytes: Uint8Array, offset: number, depth = 0, rules: DecoderRules = databaseRules): number {
  if (depth > rules.mostDepth) throw new MalformedCborError("The value is nested too deep.");
  const head = readHead(bytes, offset);
  switch (head.major) {
    case 2:
    case 3:
      return head.indefinite ? chunksEnd(bytes, head.next, head.major) : within(bytes, head.next + head.argument);
    case 4:
      return itemsEnd(bytes, head.next, head.indefinite ? Number.POSITIVE_INFINITY : head.argument, depth, rules);
    case 5:
      if (rules.strict) refuseTwice(bytes, offset);
      return itemsEnd(bytes, head.next, head.indefinite ? Number.POSITIVE_INFINITY : head.argument * 2, depth, rules);
    case 6:
      if (head.indefinite) throw new MalformedCborError("A tag has no number.");
      refuse(rules.strict ? refusedTag(head.argument, bytes[head.next]) : undefined);
      return itemEnd(bytes, head.next, depth + 1, head.argument === DURATION_TAG ? { ...rules, strict: false } : rules);
    default:
      if (rules.strict && head.major <= 1 && isTooLarge(bytes, offset)) refuse("An integer does not fit 64 bits.");
      if (head.indefinite) throw new MalformedCborError("A break stands where a value was expected.");
      return head.next;
  }
}

/** Lists the elements of the array at `offset`; `undefined` for anything else. */
export function arrayItems(bytes: Uint8Array, offset: number): Span[] | undefined {
  const head = readHead(bytes, offset);
  if (head.major !== 4) return undefined;
  return spans(bytes, head.next, head.indefinite ? Number.POSITIVE_INFINITY : head.argument);
}

/** Lists the pairs of the map at `offset`; `undefined` unless it is a map with text keys. */
export function mapEntries(bytes: Uint8Array, offset: number): Entry[] | undefined {
  const head = readHead(bytes, offset);
  if (head.major !== 5) return undefined;
  const items = spans(bytes, head.next, head.indefinite ? Number.POSITIVE_INFINITY : head.argument * 2);
  if (items.length % 2 === 1) throw new MalformedCborError("A map has a key without a value.");
  const entries: Entry[] = [];
  for (let index = 0; index < items.length; index += 2) {
    const key = readText(bytes, (items[index] as Span).start);
    if (key === undefined) return undefined;
    entries.push({ key, value: items[index + 1] as Span });
  }
  return entries;
}

/** Reads the text at `offset`; `undefined` for anything else. */
export function readText(bytes: Uint8Array, offset: number): string | undefined {
  const head = readHead(bytes, offset);
  if (head.major !== 3) return undefined;
  if (!head.indefinite) return decodeUtf8(bytes.subarray(head.next, within(bytes, head.next + head.argument)));
  let text = "";
  let at = head.next;
  while (bytes[at] !== BREAK) {
    text += readText(bytes, at) ?? "";
    at = itemEnd(bytes, at);
  }
  return text;
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new MalformedCborError("A text is not UTF-8.");
  }
}

function spans(bytes: Uint8Array, from: number, count: number): Span[] {
  const found: Span[] = [];
  let start = from;
  while (found.length < count) {
    if (count === Number.POSITIVE_INFINITY && bytes[start] === BREAK) break;
    const end = itemEnd(bytes, start, 1);
    found.push({ start, end });
    start = end;
  }
  return found;
}

function itemsEnd(bytes: Uint8Array, from: number, count: number, depth: number, rules: DecoderRules): number {
  let at = from;
  for (let index = 0; index < count; index++) {
    if (count === Number.POSITIVE_INFINITY && bytes[at] === BREAK) return at + 1;
    at = itemEnd(bytes, at, depth + 1, rules);
  }
  return at;
}

function refuse(reason: string | undefined): void {
  if (reason !== undefined) throw new MalformedCborError(reason);
}

function refuseTwice(bytes: Uint8Array, offset: number): void {
  const keys = (mapEntries(bytes, offset) ?? []).map(({ key }) => key);
  if (new Set(keys).size < keys.length) refuse("A map has a key twice.");
}

function chunksEnd(bytes: Uint8Array, from: number, major: number): number {
  let at = from;
  while (bytes[at] !== BREAK) {
    const head = readHead(bytes, at);
    if (head.major !== major || head.indefinite) throw new MalformedCborError("A chunk is of another kind.");
    at = within(bytes, head.next + head.argument);
  }
  return at + 1;
}

function within(bytes: Uint8Array, end: number): number {
  if (end > bytes.length) throw new MalformedCborError("The bytes end inside an item.");
  return end;
}
