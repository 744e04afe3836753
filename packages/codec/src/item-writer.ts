import { ByteBuffer } from "./byte-buffer.ts";

const encoder = new TextEncoder();
/** Beyond this many characters the platform's encoder is faster than a loop. */
const LOOP = 40;
/** Integers from here on have their head and eight bytes. */
const UINT32 = 0x1_0000_0000;

/** Writes single CBOR items. It knows the format and no value of SurrealDB. */
export class ItemWriter {
  readonly buffer: ByteBuffer = new ByteBuffer();

  /** One byte that is an item by itself, or the first of one whose rest follows. */
  byte(value: number): void {
    const buffer = this.buffer;
    buffer.reserve(0);
    buffer.bytes[buffer.position++] = value;
  }

  /** A head: `major` shifted to its place, and a length, a count, a tag or an integer below 2^53. */
  head(major: number, argument: number): void {
    const buffer = this.buffer;
    buffer.reserve(0);
    const bytes = buffer.bytes;
    if (argument < 24) bytes[buffer.position++] = major | argument;
    else if (argument < 0x100) {
      bytes[buffer.position++] = major | 24;
      bytes[buffer.position++] = argument;
    } else if (argument < 0x10000) {
      bytes[buffer.position++] = major | 25;
      bytes[buffer.position++] = argument >> 8;
      bytes[buffer.position++] = argument;
    } else this.#wideHead(major, argument);
  }

  #wideHead(major: number, argument: number): void {
    const { bytes, view, position } = this.buffer;
    const wide = argument >= UINT32;
    bytes[position] = major | (wide ? 27 : 26);
    if (wide) {
      view.setUint32(position + 1, Math.floor(argument / UINT32));
      view.setUint32(position + 5, argument % UINT32);
    } else view.setUint32(position + 1, argument);
    this.buffer.position = position + (wide ? 9 : 5);
  }

  /** A safe integer. */
  integer(value: number): void {
    if (value >= 0) this.head(0x00, value);
    else this.head(0x20, -1 - value);
  }

  /** An integer within the 64 bits that SurrealDB has. */
  bigint(value: bigint): void {
    if (value >= -0x1f_ffff_ffff_ffffn && value <= 0x1f_ffff_ffff_ffffn) {
      this.integer(Number(value));
      return;
    }
    const { buffer } = this;
    buffer.reserve(0);
    buffer.bytes[buffer.position] = value < 0n ? 0x3b : 0x1b;
    buffer.view.setBigUint64(buffer.position + 1, value < 0n ? -1n - value : value);
    buffer.position += 9;
  }

  /** A float in 64 bits; those without digits in 16. */
  float(value: number): void {
    const { buffer } = this;
    buffer.reserve(0);
    const { bytes, position } = buffer;
    if (value - value !== 0) {
      bytes[position] = 0xf9;
      bytes[position + 1] = value < 0 ? 0xfc : value > 0 ? 0x7c : 0x7e;
      bytes[position + 2] = 0;
      buffer.position = position + 3;
      return;
    }
    bytes[position] = 0xfb;
    buffer.view.setFloat64(position + 1, value);
    buffer.position = position + 9;
  }

  /** Bytes, copied. */
  binary(value: Uint8Array): void {
    this.head(0x40, value.length);
    this.buffer.reserve(value.length);
    this.buffer.bytes.set(value, this.buffer.position);
    this.buffer.position += value.length;
  }

  /**
   * Text.
   *
   * @returns whether it is Unicode; what was written of a text with a lone surrogate is worth nothing
   */
  text(value: string): boolean {
    const length = value.length;
    if (length >= LOOP) return this.#encodedText(value);
    const { buffer } = this;
    buffer.reserve(length);
    const bytes = buffer.bytes;
    const start = buffer.position;
    let position = start + (length < 24 ? 1 : 2);
    for (let index = 0; index < length; index++) {
      const code = value.charCodeAt(index);
      if (code > 0x7f) return this.#encodedText(value);
      bytes[position++] = code;
    }
    if (length < 24) bytes[start] = 0x60 | length;
    else {
      bytes[start] = 0x78;
      bytes[start + 1] = length;
    }
    buffer.position = position;
    return true;
  }

  #encodedText(value: string): boolean {
    const { buffer } = this;
    // Nearly always one byte a character: the head is guessed by that, and moved where the guess was wrong.
    const guess = headSize(value.length);
    buffer.reserve(value.length + guess);
    let { read, written } = encoder.encodeInto(value, buffer.bytes.subarray(buffer.position + guess));
    if (written !== value.length && !isUnicode(value)) return false;
    if (read < value.length) {
      buffer.position += guess + written;
      buffer.reserve((value.length - read) * 3);
      buffer.position -= guess + written;
      const rest = buffer.bytes.subarray(buffer.position + guess + written);
      written += encoder.encodeInto(value.slice(read), rest).written;
    }
    const start = buffer.position;
    const size = headSize(written);
    if (size !== guess) buffer.bytes.copyWithin(start + size, start + guess, start + guess + written);
    this.head(0x60, written);
    buffer.position = start + size + written;
    return true;
  }
}

function headSize(length: number): number {
  return length < 24 ? 1 : length < 0x100 ? 2 : length < 0x10000 ? 3 : 5;
}

const loneSurrogate = /\p{Surrogate}/u;

function isUnicode(text: string): boolean {
  const native = (text as { isWellFormed?: () => boolean }).isWellFormed;
  return native === undefined ? !loneSurrogate.test(text) : native.call(text);
}
