import { asciiText } from "./short-text.ts";

const SIZE = 1024;

/**
 * Keeps the keys of the last maps as strings: rows repeat them, and a string made once is cheaper to find and to
 * put into an object. Holds a thousand keys of at most 23 bytes.
 */
export class KeyCache {
  readonly #keys: (string | undefined)[] = new Array(SIZE).fill(undefined);

  /** The key in these bytes (at least one); `undefined` when it is not all ASCII. */
  find(bytes: Uint8Array, start: number, end: number): string | undefined {
    const first = bytes[start] as number;
    const middle = bytes[(start + end) >> 1] as number;
    const last = bytes[end - 1] as number;
    const slot = (first * 31 + middle * 7 + last * 131 + (end - start) * 53) & (SIZE - 1);
    const known = this.#keys[slot];
    if (known !== undefined && isKey(known, bytes, start, end)) return known;
    const key = asciiText(bytes, start, end);
    if (key !== undefined) this.#keys[slot] = key;
    return key;
  }
}

function isKey(key: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (key.length !== end - start) return false;
  for (let index = 0; index < key.length; index++) {
    if (key.charCodeAt(index) !== bytes[start + index]) return false;
  }
  return true;
}
