/**
 * Counts the bytes that a text has in UTF-8; of few characters, faster than the platform encodes them.
 *
 * @returns the count, or -1 when half of a surrogate pair is among them
 */
export function utf8Length(text: string): number {
  const { length } = text;
  let size = length;
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x80) continue;
    size += code < 0x800 ? 1 : 2;
    if (code < 0xd800 || code > 0xdfff) continue;
    // Of a pair, the two halves take two bytes each.
    if (code > 0xdbff || !isLow(text.charCodeAt(++index))) return -1;
  }
  return size;
}

/**
 * Writes a text of which {@link utf8Length} has counted the bytes.
 *
 * @returns the index behind it
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

/** What is not there is no low half either. */
function isLow(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
