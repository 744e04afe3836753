import { readByCborX } from "#cbor-x";

/**
 * The border between cbor-x and the codec's own reader, which is crossed nowhere else. cbor-x reads the texts of at least so
 * many bytes that lie in the message as a whole and do not begin with a byte order mark, which it would drop. What it
 * answers counts unless it has marked something in it as no UTF-8, rightly or not. Everything else is read and written
 * by the codec itself: there cbor-x is wrong, unchecked or slower. DECISIONS.md has the measurements.
 */
export const FOR_CBOR_X = 0x4_0000;

/**
 * Reads a text of at least {@link FOR_CBOR_X} bytes by cbor-x.
 *
 * @param head - the index of the first byte of the item, before its length
 * @param start - the index of the first byte of the text
 * @returns the text, or `undefined` when it is not one for cbor-x
 */
export function textByCborX(bytes: Uint8Array, head: number, start: number, end: number): string | undefined {
  const marked = bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf;
  const text = marked ? undefined : readByCborX(bytes.subarray(head, end));
  return typeof text === "string" && !text.includes("\ufffd") ? text : undefined;
}
