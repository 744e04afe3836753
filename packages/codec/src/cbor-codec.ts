import { isBuiltIn } from "@surreal-sdk/values";
import type { Codec } from "./codec.ts";
import { DecodeError } from "./format/codec-error.ts";
import { ValueReader } from "./read/value-reader.ts";
import { requireTextCoding } from "./text-coding.ts";
import { ValueWriter } from "./write/value-writer.ts";

/** The options of a {@link CborCodec}. */
export interface CborCodecOptions {
  /**
   * How deep arrays, objects and other containers may nest, in both directions. Default: 128 when decoding, 90 when
   * encoding. SurrealDB 3.1 and later refuse messages beyond 100 levels, and up to version 3.3 do not say which: this
   * leaves room for the levels of the request, and for those of a value such as a geometry.
   */
  readonly maxDepth?: number | undefined;
  /** The longest message to decode, in bytes. Default: no limit, since engines have their own. */
  readonly maxBytes?: number | undefined;
  /**
   * How whole floats such as `3f` are decoded: as the number `3`, which is encoded as an integer again, or, with
   * `"keep"`, as a `Float`, which is encoded as a float again. In record ids they are always decoded as a `Float`,
   * since `t:[3]` and `t:[3f]` are two records for the database. Default: `"number"`.
   */
  readonly floats?: "number" | "keep" | undefined;
  /**
   * How many bytes of memory the values of one message may take. The codec estimates it before it creates them: 64
   * for an object, 32 for each entry, 512 for a key that is new in the message; 48 for an array, and 8 for each
   * value in it; 192 for bytes; 64 for an instance of a class. Rows of a database take two to five times their
   * length. Default: eight times `maxBytes`, and at least 64 MiB; 1 GiB without `maxBytes`.
   */
  readonly maxValueBytes?: number | undefined;
}

/**
 * Encodes and decodes the CBOR of SurrealDB's RPC. No I/O, and two codecs share nothing.
 *
 * `undefined` is NONE and `null` is NULL. A whole `number` below 2^53 is encoded as an integer, any other one and `new
 * Float(5)` as a float; integers are decoded as `number` while that is exact, else as `bigint`. A `Date` is encoded as
 * a datetime, and datetimes are decoded as `Datetime`. Keys keep the order of the object, and become own properties
 * whatever their name.
 *
 * @example
 * ```ts
 * const codec = new CborCodec();
 * const bytes = codec.encode({ id: new RecordId("user", 1), seen: new Date(0), tags: new Set(["a"]) });
 * codec.decode(bytes); // => { id: RecordId, seen: Datetime, tags: Set }
 * ```
 */
export class CborCodec implements Codec {
  readonly #writableDepth: number;
  readonly #maxBytes: number;
  readonly #reader: ValueReader;
  /** Taken out while it encodes, so that a getter that calls `encode` itself gets another one. */
  #writer: ValueWriter | undefined;

  /**
   * @throws RangeError when a limit is not a positive number
   * @throws TypeError when `floats` is neither `"number"` nor `"keep"`
   * @throws SurrealError when the platform has no `TextEncoder` or no `TextDecoder`
   */
  constructor(options: CborCodecOptions = {}) {
    requireTextCoding();
    this.#writableDepth = limit("maxDepth", options.maxDepth ?? 90);
    this.#maxBytes = limit("maxBytes", options.maxBytes ?? Number.POSITIVE_INFINITY);
    const maxValueBytes = limit("maxValueBytes", options.maxValueBytes ?? allowanceFor(this.#maxBytes));
    this.#reader = new ValueReader(
      limit("maxDepth", options.maxDepth ?? 128),
      maxValueBytes,
      keepsFloats(options.floats),
    );
  }

  /**
   * Encodes a value. The bytes may be part of a larger buffer: copy them before you transfer it.
   *
   * @throws TypeError for a value that SurrealDB has no type for: a function, a symbol, an instance of an unknown
   * class, a gap in a sparse array, text with an unpaired surrogate
   * @throws RangeError for an integer beyond 64 bits, an invalid `Date` or one out of range
   * @throws {@link EncodeError} for a value that contains itself, is nested too deeply, or whose getter throws
   */
  encode(value: unknown): Uint8Array<ArrayBuffer> {
    const writer = this.#writer ?? new ValueWriter(this.#writableDepth);
    this.#writer = undefined;
    try {
      return writer.encode(value);
    } finally {
      this.#writer = writer;
    }
  }

  /**
   * Decodes the one value that the bytes contain. The value shares no memory with the bytes.
   *
   * @throws {@link DecodeError} for anything that is not exactly one value as SurrealDB encodes it, and for more
   * than the limits allow
   * @throws TypeError when `bytes` is not a `Uint8Array`
   */
  decode(bytes: Uint8Array): unknown {
    if (!isBuiltIn(bytes, "Uint8Array")) throw new TypeError("Only a Uint8Array can be decoded.");
    if (bytes.length > this.#maxBytes) {
      const message = `The message has ${bytes.length} bytes, more than the ${this.#maxBytes} that maxBytes allows.`;
      throw new DecodeError(message, { offset: this.#maxBytes });
    }
    // Copies out of a subclass (often a Buffer) would have that subclass too.
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
