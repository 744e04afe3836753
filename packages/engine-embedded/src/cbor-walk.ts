/** The database would refuse these bytes, or they would harm it; `reason` is for people. */
export class UnreadableCbor extends Error {}

/** The start and end of a CBOR item, and what its first bytes say. */
export interface CborHead {
  /** 0 unsigned, 1 negative, 2 bytes, 3 text, 4 array, 5 map, 6 tag, 7 simple or float. */
  readonly major: number;
  /** Length, count, tag or number; `-1` when the length is indefinite. Beyond 2^53 it is only roughly right. */
  readonly value: number;
  /** The offset after the head, where the content begins. */
  readonly body: number;
}

/** The nesting that requests may have: SurrealDB's decoder stops at 256 levels. */
export const MAX_LEVELS = 250;
const INDEFINITE = -1;
const BREAK = 0xff;
const made: { utf8?: InstanceType<typeof TextDecoder> } = {};

/** Reads the head of the item at `at`. */
export function readHead(bytes: Uint8Array, at: number): CborHead {
  const first = byteAt(bytes, at);
  const width = argumentWidth(first);
  return { major: first >> 5, value: argumentOf(bytes, at, first, width), body: at + 1 + width };
}

/**
 * Finds the end of the item at `at` without decoding a value.
 *
 * It also refuses durations whose nanoseconds overflow into the seconds: they abort the whole process.
 *
 * @param levels - how deep the item may be nested, itself included
 * @throws {@link UnreadableCbor}
 */
export function itemEnd(bytes: Uint8Array, at: number, levels: number = Number.POSITIVE_INFINITY): number {
  /** How many items each open container still needs. */
  const open: number[] = [];
  let next = at;
  do {
    const top = open.length - 1;
    const first = byteAt(bytes, next);
    if (first === BREAK && open[top] === Number.POSITIVE_INFINITY) {
      open.pop();
      next++;
    } else {
      if (top >= 0) open[top]!--;
      if (open.length >= levels) throw new UnreadableCbor(`Nested deeper than ${MAX_LEVELS} levels.`);
      const width = argumentWidth(first);
      const value = argumentOf(bytes, next, first, width);
      const major = first >> 5;
      next += 1 + width;
      if (major === 2 || major === 3) next = stringEnd(bytes, next, major, value);
      else if (major === 6 && value === 14) refuseOverflow(bytes, next);
      if (major >= 4 && major <= 6) open.push(wanted(major, value));
    }
    while (open.length > 0 && open[open.length - 1] === 0) open.pop();
  } while (open.length > 0);
  return next;
}

/** How many items an array, a map or a tag contains. */
function wanted(major: number, value: number): number {
  if (major === 6) return 1;
  if (value === INDEFINITE) return Number.POSITIVE_INFINITY;
  return major === 4 ? value : 2 * value;
}

/** How many bytes follow the first one in the head of an item. */
function argumentWidth(first: number): number {
  const info = first & 0x1f;
  if (info < 24 || info === 31) return 0;
  if (info > 27) throw new UnreadableCbor("A reserved CBOR head.");
  return 1 << (info - 24);
}

function argumentOf(bytes: Uint8Array, at: number, first: number, width: number): number {
  const info = first & 0x1f;
  if (info < 24) return info;
  if (info === 31) {
    const major = first >> 5;
    if (major < 2 || major > 5) throw new UnreadableCbor("A length is missing.");
    return INDEFINITE;
  }
  let value = 0;
  for (let i = 1; i <= width; i++) value = value * 256 + byteAt(bytes, at + i);
  return value;
}

/** The offsets of the elements of the array at `at`; empty for anything else. */
export function elements(bytes: Uint8Array, at: number): number[] {
  const head = readHead(bytes, at);
  const found: number[] = [];
  if (head.major !== 4) return found;
  let next = head.body;
  while (more(bytes, head, found.length, next)) {
    found.push(next);
    next = itemEnd(bytes, next);
  }
  return found;
}

/**
 * The offsets of a map's values by their text keys; of two equal keys the later one counts. Empty for anything else.
 *
 * @param limit - how many pairs to read
 */
export function fields(bytes: Uint8Array, at: number, limit: number = Number.POSITIVE_INFINITY): Map<string, number> {
  const head = readHead(bytes, at);
  const found = new Map<string, number>();
  if (head.major !== 5) return found;
  let next = head.body;
  for (let seen = 0; seen < limit && more(bytes, head, seen, next); seen++) {
    const key = readText(bytes, next);
    if (key === undefined) throw new UnreadableCbor("A key of a map is not text.");
    const value = itemEnd(bytes, next);
    found.set(key, value);
    if (seen + 1 < limit) next = itemEnd(bytes, value);
  }
  return found;
}

/** The text at `at`; `undefined` for anything else. */
export function readText(bytes: Uint8Array, at: number): string | undefined {
  const head = readHead(bytes, at);
  if (head.major !== 3) return undefined;
  if (head.value !== INDEFINITE)
    return decode(bytes.subarray(head.body, stringEnd(bytes, head.body, head.major, head.value)));
  let text = "";
  for (let next = head.body; byteAt(bytes, next) !== BREAK; ) {
    text += readText(bytes, next) ?? "";
    next = itemEnd(bytes, next);
  }
  return text;
}

/** Reports whether SurrealDB reads the item as NONE (tag 6) or NULL (null, undefined). */
export function isNothing(bytes: Uint8Array, at: number): boolean {
  const head = readHead(bytes, at);
  return head.major === 6 ? head.value === 6 : bytes[at] === 0xf6 || bytes[at] === 0xf7;
}

function byteAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) throw new UnreadableCbor("The bytes end too early.");
  return byte;
}

function decode(bytes: Uint8Array): string {
  try {
    made.utf8 ??= new TextDecoder("utf-8", { fatal: true });
    return made.utf8.decode(bytes);
  } catch {
    throw new UnreadableCbor("A text is not UTF-8.");
  }
}

function more(bytes: Uint8Array, head: CborHead, seen: number, at: number): boolean {
  return head.value === INDEFINITE ? byteAt(bytes, at) !== BREAK : seen < head.value;
}

function stringEnd(bytes: Uint8Array, body: number, major: number, length: number): number {
  if (length !== INDEFINITE) {
    const end = body + length;
    if (end > bytes.length) throw new UnreadableCbor("The bytes end too early.");
    return end;
  }
  let next = body;
  while (byteAt(bytes, next) !== BREAK) {
    const chunk = readHead(bytes, next);
    if (chunk.major !== major || chunk.value === INDEFINITE) throw new UnreadableCbor("A broken string.");
    next = stringEnd(bytes, chunk.body, chunk.major, chunk.value);
  }
  return next + 1;
}

/**
 * SurrealDB adds the whole seconds within the nanoseconds to the seconds, without an overflow check. Only numbers
 * matter here: it reads every other element as zero, and zero overflows nothing.
 */
function refuseOverflow(bytes: Uint8Array, at: number): void {
  const list = readHead(bytes, at);
  if (list.major !== 4 || list.value === 0 || list.value === 1) return;
  const seconds = readUnsigned(bytes, list.body);
  if (seconds === undefined) return;
  const nanoseconds = readUnsigned(bytes, seconds.end);
  if (nanoseconds === undefined) return;
  if (seconds.value + nanoseconds.value / 1_000_000_000n > 0xffff_ffff_ffff_ffffn) {
    throw new UnreadableCbor("A duration is too long for SurrealDB.");
  }
}

/** The number at `at`, including a big number (tag 2). */
function readUnsigned(bytes: Uint8Array, at: number): { value: bigint; end: number } | undefined {
  if (bytes[at] === BREAK) return undefined;
  const head = readHead(bytes, at);
  if (head.major === 6 && head.value === 2) {
    const digits = readHead(bytes, head.body);
    if (digits.major !== 2 || digits.value > 16) throw new UnreadableCbor("A big number in an unusual form.");
    const end = stringEnd(bytes, digits.body, digits.major, digits.value);
    return { value: bigEndian(bytes, digits.body, end), end };
  }
  if (head.major !== 0) return undefined;
  const value = head.body === at + 1 ? BigInt(head.value) : bigEndian(bytes, at + 1, head.body);
  return { value, end: head.body };
}

function bigEndian(bytes: Uint8Array, from: number, to: number): bigint {
  let value = 0n;
  for (let at = from; at < to; at++) value = value * 256n + BigInt(byteAt(bytes, at));
  return value;
}

/** The UUID at `at` (tag 37) as hexadecimal digits; `undefined` for anything else. */
export function readUuid(bytes: Uint8Array, at: number): string | undefined {
  const tag = readHead(bytes, at);
  if (tag.major !== 6 || tag.value !== 37) return undefined;
  const head = readHead(bytes, tag.body);
  if (head.major !== 2 || head.value !== 16) return undefined;
  return Array.from(bytes.subarray(head.body, head.body + 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
