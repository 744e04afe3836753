/**
 * Turns values into bytes and back. Whoever writes another one keeps to the data model of SurrealDB: `undefined` is
 * NONE, `null` is NULL, and map entries are written in the order in which the object holds them, because the id
 * of a request stands first in its frame and is stamped there.
 *
 * @example
 * ```ts
 * const codec: Codec = new CborCodec();
 * codec.decode(codec.encode({ name: "Ada" })); // => { name: "Ada" }
 * ```
 */
export interface Codec {
  /** Turns a value into bytes that nobody else writes to afterwards. */
  encode(value: unknown): Uint8Array;
  /** Turns bytes into a value that shares no memory with them. */
  decode(bytes: Uint8Array): unknown;
}
