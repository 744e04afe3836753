/**
 * Encodes and decodes values. Another implementation must follow the data model of SurrealDB: `undefined` is NONE,
 * `null` is NULL, and map entries are encoded in the order of the object, because the id of a request comes first in
 * its frame and is stamped there.
 *
 * @example
 * ```ts
 * const codec: Codec = new CborCodec();
 * codec.decode(codec.encode({ name: "Ada" })); // => { name: "Ada" }
 * ```
 */
export interface Codec {
  /** Encodes a value. Nothing writes to the bytes afterwards. */
  encode(value: unknown): Uint8Array;
  /** Decodes bytes into a value that shares no memory with them. */
  decode(bytes: Uint8Array): unknown;
}
