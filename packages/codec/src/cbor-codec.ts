import { isBuiltIn } from "@surreal-sdk/values";
import type { Codec } from "./codec.ts";
import { DecodeError } from "./format/codec-error.ts";
import { ValueReader } from "./read/value-reader.ts";
import { ValueWriter } from "./write/value-writer.ts";

/** How a {@link CborCodec} behaves. */
export interface CborCodecOptions {
  /** How many levels of arrays, objects and other containers may lie in each other, both ways. Default: 128. */
  readonly maxDepth?: number | undefined;
  /** The longest message to decode, in bytes. Default: no limit, since engines have one of their own. */
  readonly maxBytes?: number | undefined;
  /**
   * How whole floats such as `3f` are read: as the number `3`, which is written back as an integer, or, with `"keep"`, as a
   * `Float`, which is written back as a float. In the ids of records they always are a `Float`, since the
   * database takes `t:[3]` and `t:[3f]` for two records. Default: `"number"`.
   */
  readonly floats?: "number" | "keep" | undefined;
  /**
   * How many bytes of memory the values of one message may take. It is estimated before they are made: 64 for an object,
   * 32 for each entry, 512 for a key that did not come before; 48 for an array, and 8 for each value in it; 192 for
   * bytes; 64 for a value of a class. Rows of a database take two to five times their length. Default: eight times
   * `maxBytes`, and at least 64 MiB; 1 GiB without `maxBytes`.
   */
  readonly maxValueBytes?: number | undefined;
}

/**
 * The CBOR of SurrealDB's RPC: values in, bytes out, and back. No I/O, nothing shared between two codecs.
 *
 * `undefined` is NONE and `null` is NULL. A whole `number` below 2^53 is written as an integer, any other one and `new Float(5)`
 * as a float; integers are read as `number` while that is exact, else as `bigint`. `Date` is written as a datetime, and datetimes are
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
   * @throws RangeError when a limit is not a positive number
   * @throws TypeError when `floats` is neither `"number"` nor `"keep"`
   */
  constructor(options: CborCodecOptions = {}) {
    this.#maxDepth = limit("maxDepth", options.maxDepth ?? 128);
    this.#maxBytes = limit("maxBytes", options.maxBytes ?? Number.POSITIVE_INFINITY);
    const maxValueBytes = limit("maxValueBytes", options.maxValueBytes ?? allowanceFor(this.#maxBytes));
    this.#reader = new ValueReader(this.#maxDepth, maxValueBytes, keepsFloats(options.floats));
  }

  /**
   * Turns a value into bytes. The bytes may be part of a larger buffer: copy them before transferring it.
   *
   * @throws TypeError for a value that SurrealDB has no type for: a function, a symbol, an instance of an unknown class, a
   * hole in a sparse array, text with half of a surrogate pair
   * @throws RangeError for an integer beyond 64 bits, an invalid or distant `Date`
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
   * @throws {@link DecodeError} for anything that is not exactly one value as SurrealDB writes it, and for more than the
   *   limits allow
   * @throws TypeError when `bytes` is not a `Uint8Array`
   */
  decode(bytes: Uint8Array): unknown {
    if (!isBuiltIn(bytes, "Uint8Array")) throw new TypeError("Only a Uint8Array can be decoded.");
    if (bytes.length > this.#maxBytes) {
      const message = `The message has ${bytes.length} bytes, more than the ${this.#maxBytes} that maxBytes allows.`;
      throw new DecodeError(message, { offset: this.#maxBytes });
    }
    // Of a subclass (a Buffer, often) the copies would be of that subclass too.
    const plain = Object.getPrototypeOf(bytes) === Uint8Array.prototype;
    return this.#reader.decode(plain ? bytes : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  }
}

function keepsFloats(floats: unknown = "number"): boolean {
  if (floats === "number" || floats === "keep") return floats === "keep";
  throw new TypeError('floats is "number" or "keep".');
}

const mebibyte = 1024 * 1024;

function allowanceFor(maxBytes: number): number {
  return maxBytes === Number.POSITIVE_INFINITY ? 1024 * mebibyte : Math.max(64 * mebibyte, 8 * maxBytes);
}

function limit(name: string, value: number): number {
  if (typeof value !== "number" || !(value > 0)) throw new RangeError(`${name} is a positive number.`);
  return value;
}
