import type { Codec } from "./codec.ts";
import { DecodeError } from "./format/codec-error.ts";
import { ValueReader } from "./read/value-reader.ts";
import { isBytes } from "./write/recognition.ts";
import { ValueWriter } from "./write/value-writer.ts";

/** How a {@link CborCodec} behaves. */
export interface CborCodecOptions {
  /** How many levels of arrays, objects and other containers may lie in each other, both ways. Default: 128. */
  readonly maxDepth?: number | undefined;
  /** The longest message to decode, in bytes. Default: no limit, since engines have one of their own. */
  readonly maxBytes?: number | undefined;
}

/**
 * The CBOR of SurrealDB's RPC: values in, bytes out, and back. No I/O, nothing shared between two codecs.
 *
 * `undefined` is NONE and `null` is NULL. A whole `number` is written as an integer, `new Float(5)` as a float; integers
 * are read as `number` while that is exact, else as `bigint`. `Date` is written as a datetime, and datetimes are
 * read as `Datetime`. Keys are written in the order of the object, and read as own properties whatever they are called.
 *
 * @example
 * ```ts
 * const codec = new CborCodec();
 * const bytes = codec.encode({ id: new RecordId("user", 1), seen: new Date(0), tags: new Set(["a"]) });
 * codec.decode(bytes); // => { id: RecordId, seen: Datetime, tags: Set }
 * ```
 */
export class CborCodec implements Codec {
  readonly #maxDepth: number;
  readonly #maxBytes: number;
  readonly #reader: ValueReader;
  /** Taken out while it writes, so that a getter that encodes something itself gets another one. */
  #writer: ValueWriter | undefined;

  /**
   * @throws RangeError when a limit is no positive number
   */
  constructor(options: CborCodecOptions = {}) {
    this.#maxDepth = limit("maxDepth", options.maxDepth ?? 128);
    this.#maxBytes = limit("maxBytes", options.maxBytes ?? Number.POSITIVE_INFINITY);
    this.#reader = new ValueReader(this.#maxDepth);
  }

  /**
   * Turns a value into bytes. The bytes may be part of a larger buffer: copy them before transferring it.
   *
   * @throws TypeError for a value that SurrealDB has no type for: a function, a symbol, an instance of an unknown class, a hole
   * in a sparse array, text with half of a surrogate pair
   * @throws RangeError for an integer beyond 64 bits, a whole number beyond 2^53, an invalid or distant `Date`
   * @throws {@link EncodeError} for a value that contains itself, lies too deep, or whose getter throws
   */
  encode(value: unknown): Uint8Array {
    const writer = this.#writer ?? new ValueWriter(this.#maxDepth);
    this.#writer = undefined;
    try {
      return writer.encode(value);
    } finally {
      this.#writer = writer;
    }
  }

  /**
   * Turns bytes into the one value they hold. The value shares no memory with the bytes.
   *
   * @throws {@link DecodeError} for anything that is not exactly one value as SurrealDB writes it
   * @throws TypeError when `bytes` is no `Uint8Array`
   */
  decode(bytes: Uint8Array): unknown {
    if (typeof bytes !== "object" || bytes === null || !isBytes(bytes))
      throw new TypeError("Only a Uint8Array can be decoded.");
    if (bytes.length > this.#maxBytes) {
      const message = `The message has ${bytes.length} bytes, more than the ${this.#maxBytes} that maxBytes allows.`;
      throw new DecodeError(message, { offset: this.#maxBytes });
    }
    // Of a subclass (a Buffer, often) the copies would be of that subclass too.
    const plain = Object.getPrototypeOf(bytes) === Uint8Array.prototype;
    return this.#reader.decode(plain ? bytes : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  }
}

function limit(name: string, value: number): number {
  if (typeof value !== "number" || !(value > 0)) throw new RangeError(`${name} is a positive number.`);
  return value;
}
