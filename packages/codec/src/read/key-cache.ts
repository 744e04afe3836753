import { asciiText } from "./short-text.ts";

const SIZE = 1024;

interface Entry {
  readonly key: string;
  readonly bytes: Uint8Array;
  /** The key that followed this one the last time. */
  next: Entry | undefined;
}

/**
 * Caches the keys of the last maps as strings: rows repeat them, mostly in the same order, and an existing string is
 * cheaper to find and to use as a key. Holds a thousand keys of at most 23 bytes.
 */
export class KeyCache {
  readonly #entries: (Entry | undefined)[] = new Array(SIZE).fill(undefined);
  readonly #made: (key: string) => void;
  #last: Entry = { key: "", bytes: new Uint8Array(0), next: undefined };

  /**
   * @param made - called with each key that is not cached, or not any more
   */
  constructor(made: (key: string) => void) {
    this.#made = made;
  }

  /** The key in these bytes (at least one); `undefined` when it is not ASCII. */
  find(bytes: Uint8Array, start: number, end: number): string | undefined {
    const expected = this.#last.next;
    const entry =
      expected !== undefined && isEntry(expected, bytes, start, end) ? expected : this.#find(bytes, start, end);
    if (entry === undefined) return undefined;
    this.#last = entry;
    return entry.key;
  }

  #find(bytes: Uint8Array, start: number, end: number): Entry | undefined {
    const first = bytes[start] as number;
    const middle = bytes[(start + end) >> 1] as number;
    const last = bytes[end - 1] as number;
    const slot = (first * 31 + middle * 7 + last * 131 + (end - start) * 53) & (SIZE - 1);
    let entry = this.#entries[slot];
    if (entry === undefined || !isEntry(entry, bytes, start, end)) {
      const key = asciiText(bytes, start, end);
      if (key === undefined) return undefined;
      this.#made(key);
      entry = { key, bytes: bytes.slice(start, end), next: undefined };
      this.#entries[slot] = entry;
    }
    this.#last.next = entry;
    return entry;
  }
}

function isEntry({ bytes: known }: Entry, bytes: Uint8Array, start: number, end: number): boolean {
  const { length } = known;
  if (length !== end - start) return false;
  for (let index = 0; index < length; index++) {
    if (known[index] !== bytes[start + index]) return false;
  }
  return true;
}
