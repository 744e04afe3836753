/**
 * Concatenates bytes into a new array, for an engine that receives parts and can only send a whole.
 *
 * @example
 * ```ts
 * joinBytes([Uint8Array.of(1), Uint8Array.of(2, 3)]); // => Uint8Array [1, 2, 3]
 * ```
 */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}
