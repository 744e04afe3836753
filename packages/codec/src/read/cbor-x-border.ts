import { readByCborX } from "#cbor-x";

/**
 * The only border between cbor-x and the codec's own reader. cbor-x decodes texts of at least this many bytes that are
 * one chunk in the message and do not begin with a byte order mark, which it would drop. Its result counts unless it
 * contains U+FFFD, which cbor-x puts where the text is not UTF-8. The codec itself reads and writes everything else:
 * there cbor-x is wrong, unchecked or slower. DECISIONS.md has the measurements.
 */
export const FOR_CBOR_X = 0x4_0000;

/**
 * Decodes a text of at least {@link FOR_CBOR_X} bytes with cbor-x.
 *
 * @param head - the index of the first byte of the item, before its length
 * @param start - the index of the first byte of the text
 * @returns the text, or `undefined` when cbor-x must not decode it
 */
export function textByCborX(bytes: Uint8Array, head: number, start: number, end: number): string | undefined {
  const marked = bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf;
  const text = marked ? undefined : readByCborX(bytes.subarray(head, end));
  return typeof text === "string" && !text.includes("\ufffd") ? text : undefined;
}
