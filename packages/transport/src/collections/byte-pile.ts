import { joinBytes } from "./join-bytes.ts";

/** Size of a shared memory block, in bytes. Small pieces share one block. */
const block = 16_384;

/**
 * Collects bytes that arrive in pieces. It uses at most about twice the memory of the bytes themselves, however small
 * the pieces are: a view of one byte takes a hundred bytes, and may keep alive the whole buffer that it was read from.
 *
 * @example
 * ```ts
 * const pile = new BytePile();
 * pile.add(Uint8Array.of(1));
 * pile.add(Uint8Array.of(2, 3));
 * pile.join(); // => Uint8Array [1, 2, 3]
 * ```
 */
export class BytePile {
  /** All blocks are full, except the last, of which `#used` bytes are used. */
  #parts: Uint8Array[] = [];
  #open: Uint8Array | undefined;
  #used = 0;
  #length = 0;

  /** How many bytes were added. */
  get length(): number {
    return this.#length;
  }

  /** How many blocks of memory are held. Tests use it. */
  get held(): number {
    return this.#parts.length;
  }

  /** Adds bytes. The caller must not change them afterwards: large ones are not copied. */
  add(bytes: Uint8Array): void {
    this.#length += bytes.byteLength;
    let rest = bytes;
    if (this.#open !== undefined) rest = this.#fill(this.#open, rest);
    else if (this.#parts.length === 1) rest = this.#reopen(rest);
    if (rest.byteLength === 0) return;
    // The first piece is often the only one.
    if (this.#parts.length === 0 || isWorthKeeping(rest)) this.#parts.push(rest);
    else this.#begin(rest);
  }

  /** Returns all bytes, copied into one array unless they arrived in one piece. */
  join(): Uint8Array {
    if (this.#open !== undefined) this.#parts[this.#parts.length - 1] = this.#open.subarray(0, this.#used);
    this.#open = undefined;
    const [first] = this.#parts;
    if (this.#parts.length !== 1 || first === undefined) this.#parts = [joinBytes(this.#parts)];
    return this.#parts[0] as Uint8Array;
  }

  /** Moves a small first piece into a block that it shares with the pieces after it. */
  #reopen(rest: Uint8Array): Uint8Array {
    const [first] = this.#parts;
    if (first === undefined || isWorthKeeping(first)) return rest;
    this.#parts = [];
    const left = this.#begin(first);
    return left === undefined ? rest : this.#fill(left, rest);
  }

  /** Allocates a block for bytes that are smaller than it. */
  #begin(bytes: Uint8Array): Uint8Array | undefined {
    if (bytes.byteLength > block) {
      this.#parts.push(new Uint8Array(bytes));
      return undefined;
    }
    this.#open = new Uint8Array(block);
    this.#used = 0;
    this.#parts.push(this.#open);
    this.#fill(this.#open, bytes);
    return this.#open;
  }

  /** Fills the free space of the block, and returns the bytes that did not fit. */
  #fill(open: Uint8Array, bytes: Uint8Array): Uint8Array {
    const fitting = bytes.subarray(0, block - this.#used);
    open.set(fitting, this.#used);
    this.#used += fitting.byteLength;
    if (this.#used === block) this.#open = undefined;
    return bytes.subarray(fitting.byteLength);
  }
}

/** Whether a view keeps little memory alive besides its own bytes. */
function isWorthKeeping(bytes: Uint8Array): boolean {
  return bytes.byteLength >= block && bytes.byteLength * 2 >= bytes.buffer.byteLength;
}
