import { DecodeError } from "../format/codec-error.ts";
import { float16, uint16, uint32 } from "./big-endian.ts";
import { FOR_CBOR_X, textByCborX } from "./cbor-x-border.ts";
import * as Cost from "./cost.ts";
import { KeyCache } from "./key-cache.ts";
import { longText } from "./long-text.ts";
import { shortText } from "./short-text.ts";

const FLOAT64 = 0xfb;
const UINT32 = 0x1_0000_0000;
/** Up to this many bytes our own text decoder is faster than the platform's. */
const SHORT = 32;
const REMEMBERED_KEYS = 4096;

const EMPTY = new Uint8Array(0);
const EMPTY_VIEW = new DataView(EMPTY.buffer);

/** Reads single CBOR items and checks every length. It knows the format, but not the values of SurrealDB. */
export class ItemReader {
  protected bytes: Uint8Array = EMPTY;
  protected position = 0;
  #view: DataView = EMPTY_VIEW;
  #room = 0;
  readonly #allowance: number;
  /** The remaining allowance. */
  #left = 0;
  readonly #keys: KeyCache = new KeyCache((key) => this.#met(key));
  readonly #metKeys: Set<string> = new Set();

  /**
   * @param allowance - bytes of memory that the values of one message may take
   */
  constructor(allowance: number) {
    this.#allowance = allowance;
  }

  /** Begins a message. */
  protected begin(bytes: Uint8Array): void {
    this.#left = this.#allowance;
    this.bytes = bytes;
    this.position = 0;
    this.#room = bytes.length;
  }

  /** Releases the message. */
  protected end(): void {
    this.bytes = EMPTY;
    this.#view = EMPTY_VIEW;
  }

  /** The message as a view; created when the first wide number is read. */
  protected get view(): DataView {
    if (this.#view === EMPTY_VIEW) {
      this.#view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength);
    }
    return this.#view;
  }

  /** Whether the whole message was read. */
  protected get atEnd(): boolean {
    return this.position === this.bytes.length;
  }

  /** Reads the first byte of the next item. */
  next(): number {
    if (this.position >= this.bytes.length) this.truncated();
    return this.bytes[this.position++] as number;
  }

  /** The major type of the next item; 8 at the end of the message. */
  peekMajor(): number {
    return this.position < this.bytes.length ? (this.bytes[this.position] as number) >> 5 : 8;
  }

  /** The argument of a head whose first byte was read, as a number; beyond 2^53 it is not exact. */
  argument(info: number): number {
    if (info < 24) return info;
    const { bytes, position } = this;
    const end = position + (1 << (info - 24));
    if (info > 27) this.refuse("has a head that CBOR does not define", position - 1);
    if (end > bytes.length) this.truncated();
    this.position = end;
    if (info === 24) return bytes[position] as number;
    if (info === 25) return uint16(bytes, position);
    return info === 26 ? uint32(bytes, position) : uint32(bytes, position) * UINT32 + uint32(bytes, position + 4);
  }

  /** An integer whose first byte was read: a number while that is exact, else a bigint. */
  integer(info: number, negative: boolean): number | bigint {
    const argument = this.argument(info);
    const value = negative ? -1 - argument : argument;
    if (info < 27 || Number.isSafeInteger(value)) return value;
    const exact = this.view.getBigUint64(this.position - 8);
    return negative ? -1n - exact : exact;
  }

  /** A count of items, each of which takes at least `size` bytes. */
  count(info: number, size: number): number {
    const start = this.position - 1;
    const count = this.argument(info);
    if (count * size > this.bytes.length - this.position) {
      this.refuse(`announces ${count} entries, more than there are bytes left`, start);
    }
    return count;
  }

  /** Whether an indefinite container ends here; consumes its end. */
  atBreak(): boolean {
    if (this.position >= this.bytes.length) this.truncated();
    if (this.bytes[this.position] !== 0xff) return false;
    this.position++;
    return true;
  }

  /** Bytes, copied: a result neither changes with the frame nor keeps it alive. */
  binary(info: number): Uint8Array {
    this.charge(Cost.bytes);
    if (info === 31) return this.#chunks(0x40);
    return new Uint8Array(this.part(this.argument(info)));
  }

  /** Text. */
  text(info: number): string {
    if (info === 31) return this.#chunkedText();
    const { bytes } = this;
    const head = this.position - 1;
    const length = this.argument(info);
    const start = this.position;
    const end = start + length;
    if (end > bytes.length) this.truncated();
    const read = length > SHORT ? longText : shortText;
    const text = (length < FOR_CBOR_X ? undefined : textByCborX(bytes, head, start, end)) ?? read(bytes, start, end);
    if (text === undefined) this.#refuseText(start);
    this.position = end;
    return text;
  }

  /** The key of a map entry; only texts are keys. */
  key(): string {
    const start = this.position;
    const initial = this.next();
    if (initial >> 5 !== 3) this.refuse("is a map key that is not text", start);
    if (initial > 0x60 && initial < 0x78) {
      const end = start + 1 + (initial & 0x1f);
      if (end > this.bytes.length) this.truncated();
      const known = this.#keys.find(this.bytes, start + 1, end);
      if (known !== undefined) {
        this.position = end;
        return known;
      }
    }
    const key = this.text(initial & 0x1f);
    this.#met(key);
    return key;
  }

  /** Charges a key that was not met lately: the platform keeps its text, and the shape of an object with it. */
  #met(key: string): void {
    if (this.#metKeys.has(key)) return;
    this.charge(Cost.key);
    if (this.#metKeys.size === REMEMBERED_KEYS) this.#metKeys.clear();
    this.#metKeys.add(key);
  }

  /** The next `length` bytes, not copied. */
  part(length: number): Uint8Array {
    const start = this.position;
    if (length > this.bytes.length - start) this.truncated();
    this.position = start + length;
    return this.bytes.subarray(start, start + length);
  }

  /** A float whose first byte was read. */
  float(info: number): number {
    const position = this.position;
    const size = info === 25 ? 2 : info === 26 ? 4 : 8;
    if (position + size > this.bytes.length) this.truncated();
    this.position = position + size;
    if (info === 27) return this.view.getFloat64(position);
    return info === 26 ? this.view.getFloat32(position) : float16(uint16(this.bytes, position));
  }

  /**
   * Reads the 64-bit floats that come next into `values`, from `index` on, until it is full or another kind of item
   * comes.
   *
   * @returns the index after the last one
   */
  protected floats(values: unknown[], index: number): number {
    const { bytes, view } = this;
    const last = bytes.length - 9;
    const end = values.length;
    let { position } = this;
    let next = index;
    while (next < end && position <= last && bytes[position] === FLOAT64) {
      values[next++] = view.getFloat64(position + 1);
      position += 9;
    }
    this.position = position;
    return next;
  }

  /** Reads the integers from 0 to 2^32 - 1 that come next, like {@link floats}. */
  protected integers(values: unknown[], index: number): number {
    const { bytes } = this;
    const last = bytes.length - 5;
    const end = values.length;
    let { position } = this;
    let next = index;
    while (next < end && position <= last) {
      const initial = bytes[position] as number;
      if (initial > 26) break;
      if (initial < 24) {
        values[next++] = initial;
        position++;
      } else if (initial === 24) {
        values[next++] = bytes[position + 1];
        position += 2;
      } else if (initial === 25) {
        values[next++] = uint16(bytes, position + 1);
        position += 3;
      } else {
        values[next++] = uint32(bytes, position + 1);
        position += 5;
      }
    }
    this.position = position;
    return next;
  }

  /**
   * Counts the announced values of an array. All arrays of a message together have fewer values than it has bytes,
   * so wrong counts, nested ones too, are detected before memory is allocated for them.
   */
  protected room(info: number): number {
    const start = this.position - 1;
    const count = this.count(info, 1);
    this.#room -= count;
    if (this.#room < 0) this.refuse("announces more values than there are bytes", start);
    return count;
  }

  /**
   * Charges the memory that the item whose head was read will take: one byte of a peer can become an object of two
   * hundred.
   */
  charge(bytes: number): void {
    this.#left -= bytes;
    if (this.#left < 0) {
      const offset = this.position - 1;
      throw new DecodeError(
        `The values of the message take more than ${this.#allowance} bytes of memory (maxValueBytes), reached at byte ${offset}. ` +
          "Ask for less at once, or raise the limit.",
        { offset },
      );
    }
  }

  /** Refuses the item at `offset`. */
  refuse(fault: string, offset: number, tag?: number): never {
    throw new DecodeError(`The item at byte ${offset} ${fault}.`, { offset, tag });
  }

  /** Refuses bytes that end too early. */
  truncated(): never {
    const offset = this.bytes.length;
    throw new DecodeError(`The message is cut off: it ends at byte ${offset}, within an item.`, { offset });
  }

  #chunkedText(): string {
    const bytes = this.#chunks(0x60);
    return longText(bytes, 0, bytes.length) ?? this.#refuseText(this.position);
  }

  #refuseText(offset: number): never {
    throw new DecodeError(`The text at byte ${offset} is not UTF-8.`, { offset });
  }

  /**
   * The chunks of a string of indefinite length, joined. It measures first and copies then: the peer decides how
   * many chunks there are, so it must not decide how much memory each takes.
   */
  #chunks(major: number): Uint8Array {
    const start = this.position;
    const joined = new Uint8Array(this.#pieces(major));
    this.position = start;
    this.#pieces(major, joined);
    return joined;
  }

  /** Walks over the chunks, copies them if there is a destination, and returns their length in bytes. */
  #pieces(major: number, joined?: Uint8Array): number {
    const { bytes } = this;
    let length = 0;
    while (!this.atBreak()) {
      const initial = this.next();
      if ((initial & 0xe0) !== major || (initial & 0x1f) === 31) {
        this.refuse("is not a chunk of the string that contains it", this.position - 1);
      }
      const size = this.argument(initial & 0x1f);
      const start = this.position;
      if (size > bytes.length - start) this.truncated();
      // A chunk must not end in the middle of a character.
      if (major === 0x60 && size > 0 && isContinuation(bytes[start] as number)) this.#refuseText(start);
      if (joined !== undefined && size > 0) joined.set(bytes.subarray(start, start + size), length);
      length += size;
      this.position = start + size;
    }
    return length;
  }
}

/** Whether a byte of UTF-8 belongs to a character that began before it. */
function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}
