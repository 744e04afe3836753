/**
 * Makes a string of ASCII bytes; of few bytes, faster than the platform's decoder does.
 *
 * @returns the text, or `undefined` when other bytes are among them
 */
export function asciiText(bytes: Uint8Array, start: number, end: number): string | undefined {
  let all = 0;
  for (let index = start; index < end; index++) all |= bytes[index] as number;
  if (all > 0x7f) return undefined;
  const length = end - start;
  if (length > 32 || start + 32 > bytes.length) return fromCodes(bytes, start, length);
  if (length > 16) return sixteen(bytes, start) + sixteen(bytes, start + 16).slice(0, length - 16);
  if (length > 8) return sixteen(bytes, start).slice(0, length);
  return length > 4 ? eight(bytes, start).slice(0, length) : four(bytes, start, length);
}

/**
 * Decodes UTF-8 of few bytes.
 *
 * @returns the text, or `undefined` when it is not UTF-8
 */
export function shortText(bytes: Uint8Array, start: number, end: number): string | undefined {
  const codes: number[] = [];
  let index = start;
  while (index < end) {
    const first = bytes[index++] as number;
    if (first < 0x80) {
      codes.push(first);
      continue;
    }
    const more = first < 0xc2 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : first < 0xf5 ? 3 : 0;
    if (more === 0 || index + more > end) return undefined;
    let point = first & (0x3f >> more);
    for (const last = index + more; index < last; index++) {
      const next = bytes[index] as number;
      if ((next & 0xc0) !== 0x80) return undefined;
      point = (point << 6) | (next & 0x3f);
    }
    if (!isScalar(point, more)) return undefined;
    if (point < 0x10000) codes.push(point);
    else codes.push(0xd7c0 + (point >> 10), 0xdc00 | (point & 0x3ff));
  }
  return String.fromCharCode.apply(undefined, codes);
}

/** Not written longer than needed, no half of a surrogate pair, within Unicode. */
function isScalar(point: number, more: number): boolean {
  if (more === 2) return point >= 0x800 && (point < 0xd800 || point > 0xdfff);
  return more === 1 || (point >= 0x10000 && point <= 0x10ffff);
}

function fromCodes(bytes: Uint8Array, start: number, length: number): string {
  const codes = new Array<number>(length);
  for (let index = 0; index < length; index++) codes[index] = bytes[start + index] as number;
  return String.fromCharCode.apply(undefined, codes);
}

function four(bytes: Uint8Array, at: number, length: number): string {
  const a = bytes[at] as number;
  if (length < 2) return length === 0 ? "" : String.fromCharCode(a);
  const b = bytes[at + 1] as number;
  if (length === 2) return String.fromCharCode(a, b);
  const c = bytes[at + 2] as number;
  return length === 3 ? String.fromCharCode(a, b, c) : String.fromCharCode(a, b, c, bytes[at + 3] as number);
}

/** Eight bytes at once, of which the last ones may not belong to the text. */
function eight(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(
    bytes[at] as number,
    bytes[at + 1] as number,
    bytes[at + 2] as number,
    bytes[at + 3] as number,
    bytes[at + 4] as number,
    bytes[at + 5] as number,
    bytes[at + 6] as number,
    bytes[at + 7] as number,
  );
}

/** Sixteen bytes at once, of which the last ones may not belong to the text. */
function sixteen(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(
    bytes[at] as number,
    bytes[at + 1] as number,
    bytes[at + 2] as number,
    bytes[at + 3] as number,
    bytes[at + 4] as number,
    bytes[at + 5] as number,
    bytes[at + 6] as number,
    bytes[at + 7] as number,
    bytes[at + 8] as number,
    bytes[at + 9] as number,
    bytes[at + 10] as number,
    bytes[at + 11] as number,
    bytes[at + 12] as number,
    bytes[at + 13] as number,
    bytes[at + 14] as number,
    bytes[at + 15] as number,
  );
}
