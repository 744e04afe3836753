/**
 * Counts the bytes of a text in UTF-8; for few characters faster than the platform's encoder.
 *
 * @returns the count, or -1 when there is an unpaired surrogate
 */
export function utf8Length(text: string): number {
  const { length } = text;
  let size = length;
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x80) continue;
    size += code < 0x800 ? 1 : 2;
    if (code < 0xd800 || code > 0xdfff) continue;
    // Each half of a surrogate pair counts two bytes.
    if (code > 0xdbff || !isLow(text.charCodeAt(++index))) return -1;
  }
  return size;
}

/**
 * Writes a text whose bytes {@link utf8Length} has counted.
 *
 * @returns the index after it
 */
export function writeUtf8(text: string, bytes: Uint8Array, start: number): number {
  const { length } = text;
  let position = start;
  for (let index = 0; index < length; index++) {
    let code = text.charCodeAt(index);
    if (code < 0x80) {
      bytes[position++] = code;
      continue;
    }
    if (code < 0x800) bytes[position++] = 0xc0 | (code >> 6);
    else {
      if (code < 0xd800 || code > 0xdfff) bytes[position++] = 0xe0 | (code >> 12);
      else {
        code = ((code - 0xd7c0) << 10) | (text.charCodeAt(++index) & 0x3ff);
        bytes[position++] = 0xf0 | (code >> 18);
        bytes[position++] = 0x80 | ((code >> 12) & 0x3f);
      }
      bytes[position++] = 0x80 | ((code >> 6) & 0x3f);
    }
    bytes[position++] = 0x80 | (code & 0x3f);
  }
  return position;
}

/** NaN, behind the end of the text, is not a low surrogate either. */
function isLow(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
