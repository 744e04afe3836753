import type { Head } from "./cbor-head.ts";
import { createHead, MALFORMED, readHead } from "./cbor-head.ts";

const BREAK = 0xff;
/** How deep containers of indefinite length may nest. SurrealDB writes none, and each takes memory here. */
const DEEPEST = 10_000;

/**
 * Finds the end of the item at `position` without decoding it. The time it takes grows with the number of items
 * inside, not with their size; it needs no recursion and never throws.
 *
 * @returns the index after the item, or {@link MALFORMED}
 */
export function skipItem(bytes: Uint8Array, position: number): number {
  const head = createHead();
  // Items still to come. Those of definite containers add up; an indefinite one opens a level of its own.
  let pending = 1;
  const outer: { pending: number; unit: number }[] = [];
  let cursor = position;
  for (;;) {
    if (pending === 0) {
      const level = outer[outer.length - 1];
      if (level === undefined) return cursor;
      if (bytes[cursor] === BREAK) {
        cursor++;
        pending = level.pending;
        outer.pop();
        continue;
      }
      pending = level.unit;
    }
    pending--;
    cursor = readHead(bytes, cursor, head);
    if (cursor === MALFORMED) return MALFORMED;
    const inside = head.major < 4 || head.major === 7 ? 0 : itemsInside(head);
    if (inside === Number.POSITIVE_INFINITY) {
      if (outer.length === DEEPEST) return MALFORMED;
      outer.push({ pending, unit: head.major === 4 ? 1 : 2 });
      pending = 0;
    } else {
      pending += inside;
      cursor = skipContent(bytes, cursor, head);
      // Every item takes a byte, so a count beyond the remaining bytes is wrong: detect it before walking.
      if (cursor === MALFORMED || pending > bytes.length - cursor) return MALFORMED;
    }
  }
}

function itemsInside(head: Head): number {
  if (head.major === 6) return 1;
  if (head.info === 31) return Number.POSITIVE_INFINITY;
  return head.major === 5 ? head.argument * 2 : head.argument;
}

function skipContent(bytes: Uint8Array, cursor: number, head: Head): number {
  if (head.major === 7) return head.info === 31 ? MALFORMED : cursor;
  if (head.major !== 2 && head.major !== 3) return cursor;
  if (head.info === 31) return skipChunks(bytes, cursor, head.major);
  return head.argument > bytes.length - cursor ? MALFORMED : cursor + head.argument;
}

function skipChunks(bytes: Uint8Array, position: number, major: number): number {
  const head = createHead();
  let cursor = position;
  while (bytes[cursor] !== BREAK) {
    cursor = readHead(bytes, cursor, head);
    if (cursor === MALFORMED || head.major !== major || head.info === 31) return MALFORMED;
    cursor += head.argument;
    if (cursor > bytes.length) return MALFORMED;
  }
  return cursor + 1;
}
