import { DecodeError } from "./codec-error.ts";
import { KeyCache } from "./key-cache.ts";

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const UINT32 = 0x1_0000_0000;
/** Up to this many bytes a loop is faster than the platform's decoder. */
const LOOP = 28;

/** Reads single CBOR items and checks every length. It knows the format and no value of SurrealDB. */
export class ItemReader {
  bytes: Uint8Array = new Uint8Array();
  view: DataView = new DataView(new ArrayBuffer(0));
  position = 0;
  readonly #keys: KeyCache = new KeyCache();

  /** Begins a message. */
  begin(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.position = 0;
  }

  /** Lets go of the message. */
  end(): void {
    this.bytes = new Uint8Array();
    this.view = new DataView(new ArrayBuffer(0));
  }

  /** The first byte of the next item, and steps over it. */
  next(): number {
    if (this.position >= this.bytes.length) this.truncated();
    return this.bytes[this.position++] as number;
  }

  /** The argument of a head whose first byte was read, as a number; beyond 2^53 it is not exact. */
  argument(info: number): number {
    if (info < 24) return info;
    const { view, position } = this;
    if (info > 27) this.refuse("has a head that CBOR does not define", position - 1);
    const size = 1 << (info - 24);
    if (position + size > view.byteLength) this.truncated();
    this.position = position + size;
    if (info === 24) return view.getUint8(position);
    if (info === 25) return view.getUint16(position);
    if (info === 26) return view.getUint32(position);
    return view.getUint32(position) * UINT32 + view.getUint32(position + 4);
  }

  /** An integer whose first byte was read: a number while that is exact, else a bigint. */
  integer(info: number, negative: boolean): number | bigint {
    const argument = this.argument(info);
    const value = negative ? -1 - argument : argument;
    if (Number.isSafeInteger(value)) return value;
    const exact = this.view.getBigUint64(this.position - 8);
    return negative ? -1n - exact : exact;
  }

  /** A count of items, of which each takes `size` bytes at least. */
  count(info: number, size: number): number {
    const start = this.position - 1;
    const count = this.argument(info);
    if (count * size > this.bytes.length - this.position) {
      this.refuse(`announces ${count} entries, more than there are bytes left`, start);
    }
    return count;
  }

  /** Whether an indefinite container ends here; steps over its end. */
  atBreak(): boolean {
    if (this.position >= this.bytes.length) this.truncated();
    if (this.bytes[this.position] !== 0xff) return false;
    this.position++;
    return true;
  }

  /** Bytes, copied: a result neither changes with the frame nor holds on to it. */
  binary(info: number): Uint8Array {
    if (info === 31) return this.#chunks(0x40);
    const start = this.#content(info);
    return this.bytes.slice(start, this.position);
  }

  /** Text. */
  text(info: number): string {
    if (info === 31) return this.decodeText(this.#chunks(0x60), this.position);
    const start = this.#content(info);
    const end = this.position;
    if (end - start > LOOP) return this.decodeText(this.bytes.subarray(start, end), start);
    return asciiText(this.bytes, start, end) ?? this.decodeText(this.bytes.subarray(start, end), start);
  }

  /** The key of a map entry; texts alone are keys. */
  key(): string {
    const start = this.position;
    const initial = this.next();
    if (initial >> 5 !== 3) this.refuse("is a map key that is no text", start);
    if (initial > 0x60 && initial < 0x78) {
      const end = start + 1 + (initial & 0x1f);
      if (end > this.bytes.length) this.truncated();
      const known = this.#keys.find(this.bytes, start + 1, end);
      if (known !== undefined) {
        this.position = end;
        return known;
      }
    }
    return this.text(initial & 0x1f);
  }

  /** A float whose first byte was read. */
  float(info: number): number {
    const { view, position } = this;
    const size = info === 25 ? 2 : info === 26 ? 4 : 8;
    if (position + size > view.byteLength) this.truncated();
    this.position = position + size;
    if (info === 27) return view.getFloat64(position);
    return info === 26 ? view.getFloat32(position) : halfFloat(view.getUint16(position));
  }

  /** Text of bytes that are all of it. */
  decodeText(bytes: Uint8Array, offset: number): string {
    try {
      return decoder.decode(bytes);
    } catch (cause) {
      throw new DecodeError(`The text at byte ${offset} is not UTF-8.`, { offset, cause });
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

  #content(info: number): number {
    const length = this.argument(info);
    const start = this.position;
    if (length > this.bytes.length - start) this.truncated();
    this.position = start + length;
    return start;
  }

  #chunks(major: number): Uint8Array {
    const chunks: Uint8Array[] = [];
    let length = 0;
    while (!this.atBreak()) {
      const initial = this.next();
      if ((initial & 0xe0) !== major || initial === (major | 31)) {
        this.refuse("is no piece of the string it stands in", this.position - 1);
      }
      const start = this.#content(initial & 0x1f);
      const chunk = this.bytes.subarray(start, this.position);
      // RFC 8949 3.2.3: no character is split between pieces.
      if (major === 0x60) this.decodeText(chunk, start);
      length += chunk.length;
      chunks.push(chunk);
    }
    return join(chunks, length);
  }
}

function join(chunks: Uint8Array[], length: number): Uint8Array {
  const joined = new Uint8Array(length);
  let position = 0;
  for (const chunk of chunks) {
    joined.set(chunk, position);
    position += chunk.length;
  }
  return joined;
}

/** The text of ASCII bytes; `undefined` when there are others among them. */
export function asciiText(bytes: Uint8Array, start: number, end: number): string | undefined {
  const char = String.fromCharCode;
  let text = "";
  let at = start;
  for (; at + 8 <= end; at += 8) {
    const a = bytes[at] as number;
    const b = bytes[at + 1] as number;
    const c = bytes[at + 2] as number;
    const d = bytes[at + 3] as number;
    const e = bytes[at + 4] as number;
    const f = bytes[at + 5] as number;
    const g = bytes[at + 6] as number;
    const h = bytes[at + 7] as number;
    if ((a | b | c | d | e | f | g | h) > 0x7f) return undefined;
    text += char(a, b, c, d, e, f, g, h);
  }
  for (; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte > 0x7f) return undefined;
    text += char(byte);
  }
  return text;
}

function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}
