const { fromCharCode } = String;
const ASCII = 0x7f;

/**
 * Creates a string from ASCII bytes. One call with every character as an argument is by far the fastest way for few of
 * them.
 *
 * @returns the text, or `undefined` when other bytes are among them
 */
export function asciiText(bytes: Uint8Array, start: number, end: number): string | undefined {
  const length = end - start;
  if (length <= 4) return upTo4(bytes, start, length);
  if (length <= 8) return upTo8(bytes, start, length);
  if (length <= 12) return upTo12(bytes, start, length);
  if (length <= 16) return upTo16(bytes, start, length);
  const first = upTo16(bytes, start, 16);
  const others = first === undefined ? undefined : asciiText(bytes, start + 16, end);
  return others === undefined ? undefined : first + others;
}

/**
 * Decodes a few bytes of UTF-8.
 *
 * @returns the text, or `undefined` when it is not UTF-8
 */
export function shortText(bytes: Uint8Array, start: number, end: number): string | undefined {
  return asciiText(bytes, start, end) ?? mixedText(bytes, start, end);
}

function mixedText(bytes: Uint8Array, start: number, end: number): string | undefined {
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
  return fromCharCode.apply(undefined, codes);
}

/** Reports whether a code point is valid: not overlong, not a surrogate, within Unicode. */
function isScalar(point: number, more: number): boolean {
  if (more === 2) return point >= 0x800 && (point < 0xd800 || point > 0xdfff);
  return more === 1 || (point >= 0x10000 && point <= 0x10ffff);
}

function upTo4(bytes: Uint8Array, at: number, length: number): string | undefined {
  if (length === 0) return "";
  const a = bytes[at] as number;
  if (a > ASCII) return undefined;
  if (length === 1) return fromCharCode(a);
  const b = bytes[at + 1] as number;
  if (b > ASCII) return undefined;
  if (length === 2) return fromCharCode(a, b);
  const c = bytes[at + 2] as number;
  if (c > ASCII) return undefined;
  if (length === 3) return fromCharCode(a, b, c);
  const d = bytes[at + 3] as number;
  return d > ASCII ? undefined : fromCharCode(a, b, c, d);
}

function upTo8(bytes: Uint8Array, at: number, length: number): string | undefined {
  const a = bytes[at] as number;
  const b = bytes[at + 1] as number;
  const c = bytes[at + 2] as number;
  const d = bytes[at + 3] as number;
  const e = bytes[at + 4] as number;
  if ((a | b | c | d | e) > ASCII) return undefined;
  if (length === 5) return fromCharCode(a, b, c, d, e);
  const f = bytes[at + 5] as number;
  if (f > ASCII) return undefined;
  if (length === 6) return fromCharCode(a, b, c, d, e, f);
  const g = bytes[at + 6] as number;
  if (g > ASCII) return undefined;
  if (length === 7) return fromCharCode(a, b, c, d, e, f, g);
  const h = bytes[at + 7] as number;
  return h > ASCII ? undefined : fromCharCode(a, b, c, d, e, f, g, h);
}

function upTo12(bytes: Uint8Array, at: number, length: number): string | undefined {
  const a = bytes[at] as number;
  const b = bytes[at + 1] as number;
  const c = bytes[at + 2] as number;
  const d = bytes[at + 3] as number;
  const e = bytes[at + 4] as number;
  const f = bytes[at + 5] as number;
  const g = bytes[at + 6] as number;
  const h = bytes[at + 7] as number;
  const i = bytes[at + 8] as number;
  if ((a | b | c | d | e | f | g | h | i) > ASCII) return undefined;
  if (length === 9) return fromCharCode(a, b, c, d, e, f, g, h, i);
  const j = bytes[at + 9] as number;
  if (j > ASCII) return undefined;
  if (length === 10) return fromCharCode(a, b, c, d, e, f, g, h, i, j);
  const k = bytes[at + 10] as number;
  if (k > ASCII) return undefined;
  if (length === 11) return fromCharCode(a, b, c, d, e, f, g, h, i, j, k);
  const l = bytes[at + 11] as number;
  return l > ASCII ? undefined : fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l);
}

function upTo16(bytes: Uint8Array, at: number, length: number): string | undefined {
  const a = bytes[at] as number;
  const b = bytes[at + 1] as number;
  const c = bytes[at + 2] as number;
  const d = bytes[at + 3] as number;
  const e = bytes[at + 4] as number;
  const f = bytes[at + 5] as number;
  const g = bytes[at + 6] as number;
  const h = bytes[at + 7] as number;
  const i = bytes[at + 8] as number;
  const j = bytes[at + 9] as number;
  const k = bytes[at + 10] as number;
  const l = bytes[at + 11] as number;
  const m = bytes[at + 12] as number;
  if ((a | b | c | d | e | f | g | h | i | j | k | l | m) > ASCII) return undefined;
  if (length === 13) return fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m);
  const n = bytes[at + 13] as number;
  if (n > ASCII) return undefined;
  if (length === 14) return fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n);
  const o = bytes[at + 14] as number;
  if (o > ASCII) return undefined;
  if (length === 15) return fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o);
  const p = bytes[at + 15] as number;
  return p > ASCII ? undefined : fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p);
}
