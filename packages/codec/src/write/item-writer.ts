import * as Major from "../format/major.ts";
import { ByteBuffer } from "./byte-buffer.ts";
import { utf8Length, writeUtf8 } from "./short-utf8.ts";

/** Made when it is first needed: a platform may have none, or get one after this module was loaded. */
const made: { encoder?: InstanceType<typeof TextEncoder> } = {};
/** Beyond this many characters the platform's encoder is faster than a loop. */
const LOOP = 40;
/** The same for text that is not ASCII. */
const FEW = 16;
/** Arguments from here on take eight bytes. */
const UINT32 = 0x1_0000_0000;

/** Writes single CBOR items. It knows the format, but not the values of SurrealDB. */
export class ItemWriter extends ByteBuffer {
  /** One byte that is a whole item. */
  byte(value: number): void {
    this.reserve(0);
    this.bytes[this.position++] = value;
  }

  /** A head: a major type, and a length, a count, a tag or an integer up to 2^53. */
  head(major: number, argument: number): void {
    this.reserve(0);
    const bytes = this.bytes;
    if (argument < 24) {
      bytes[this.position++] = major | argument;
    } else if (argument < 0x100) {
      bytes[this.position++] = major | 24;
      bytes[this.position++] = argument;
    } else if (argument < 0x10000) {
      bytes[this.position++] = major | 25;
      bytes[this.position++] = argument >> 8;
      bytes[this.position++] = argument;
    } else {
      this.#wideHead(major, argument);
    }
  }

  /** A safe integer. */
  integer(value: number): void {
    if (value >= 0) this.head(Major.unsigned, value);
    else this.head(Major.negative, -1 - value);
  }

  /** An integer of 64 bits and a sign. */
  bigint(value: bigint): void {
    if (value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER) {
      this.integer(Number(value));
      return;
    }
    this.reserve(0);
    this.bytes[this.position] = value < 0n ? 0x3b : 0x1b;
    this.view.setBigUint64(this.position + 1, value < 0n ? -1n - value : value);
    this.position += 9;
  }

  /** A 64-bit float; NaN and the infinities take 16 bits. */
  float(value: number): void {
    this.reserve(0);
    const position = this.position;
    if (Number.isFinite(value)) {
      this.bytes[position] = 0xfb;
      this.view.setFloat64(position + 1, value);
      this.position = position + 9;
    } else {
      this.bytes[position] = 0xf9;
      this.bytes[position + 1] = value < 0 ? 0xfc : value > 0 ? 0x7c : 0x7e;
      this.bytes[position + 2] = 0;
      this.position = position + 3;
    }
  }

  /** Bytes, copied. */
  binary(value: Uint8Array): void {
    this.reserve(value.length);
    this.head(Major.bytes, value.length);
    this.bytes.set(value, this.position);
    this.position += value.length;
  }

  /** The bytes that hexadecimal digits represent; hyphens are skipped. */
  hexadecimal(digits: string, length: number): void {
    this.reserve(length);
    this.head(Major.bytes, length);
    let high = -1;
    for (let index = 0; index < digits.length; index++) {
      const code = digits.charCodeAt(index);
      if (code === 0x2d) continue;
      const nibble = code < 0x3a ? code - 0x30 : (code | 0x20) - 0x57;
      if (high < 0) high = nibble << 4;
      else {
        this.bytes[this.position++] = high | nibble;
        high = -1;
      }
    }
  }

  /**
   * Text.
   *
   * @returns whether it is valid Unicode; what was written of a text with an unpaired surrogate is useless
   */
  unicode(value: string): boolean {
    const length = value.length;
    if (length >= LOOP) return this.#encoded(value);
    this.reserve(length);
    const bytes = this.bytes;
    const start = this.position;
    let position = start + (length < 24 ? 1 : 2);
    for (let index = 0; index < length; index++) {
      const code = value.charCodeAt(index);
      if (code > 0x7f) return length > FEW ? this.#encoded(value) : this.#mixed(value);
      bytes[position++] = code;
    }
    if (length < 24) {
      bytes[start] = Major.text | length;
    } else {
      bytes[start] = Major.text | 24;
      bytes[start + 1] = length;
    }
    this.position = position;
    return true;
  }

  #wideHead(major: number, argument: number): void {
    const { view, position } = this;
    if (argument < UINT32) {
      view.setUint8(position, major | 26);
      view.setUint32(position + 1, argument);
      this.position = position + 5;
    } else {
      view.setUint8(position, major | 27);
      view.setUint32(position + 1, Math.floor(argument / UINT32));
      view.setUint32(position + 5, argument % UINT32);
      this.position = position + 9;
    }
  }

  /** Writes a text that is not ASCII. */
  #mixed(value: string): boolean {
    const size = utf8Length(value);
    if (size < 0) return false;
    this.reserve(size);
    this.head(Major.text, size);
    this.position = writeUtf8(value, this.bytes, this.position);
    return true;
  }

  #encoded(value: string): boolean {
    // Most texts take one byte a character: the head is reserved for that, and the text is moved if it is longer.
    const guess = headSize(value.length);
    this.reserve(value.length + guess);
    made.encoder ??= new TextEncoder();
    const { encoder } = made;
    let { read, written } = encoder.encodeInto(value, this.#roomBehind(guess));
    if (written !== value.length && !isUnicode(value)) return false;
    if (read < value.length) {
      this.position += guess + written;
      this.reserve((value.length - read) * 3);
      this.position -= guess + written;
      written += encoder.encodeInto(value.slice(read), this.#roomBehind(guess + written)).written;
    }
    const start = this.position;
    const size = headSize(written);
    if (size !== guess) this.bytes.copyWithin(start + size, start + guess, start + guess + written);
    this.head(Major.text, written);
    this.position = start + size + written;
    return true;
  }

  /** The free bytes except the last four, by which the text may have to move. */
  #roomBehind(offset: number): Uint8Array {
    return this.bytes.subarray(this.position + offset, this.bytes.length - 4);
  }
}

function headSize(length: number): number {
  return length < 24 ? 1 : length < 0x100 ? 2 : length < 0x10000 ? 3 : 5;
}

const loneSurrogate = /\p{Surrogate}/u;

/** Whether a text has no unpaired surrogate; runtimes before ES2024 need the pattern. */
function isUnicode(text: string): boolean {
  const native = (text as { isWellFormed?: () => boolean }).isWellFormed;
  return native === undefined ? !loneSurrogate.test(text) : native.call(text);
}
