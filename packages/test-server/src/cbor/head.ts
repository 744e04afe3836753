/** Bytes that are not CBOR. */
export class MalformedCborError extends Error {
  override readonly name = "MalformedCborError";
}

/** The first bytes of a CBOR item: what it is, and how long or how much. */
export interface Head {
  /** 0 to 7: integer, negative, bytes, text, array, map, tag, simple or float. */
  readonly major: number;
  /** The length, the count, the tag or the value; exact up to 2^53. */
  readonly argument: number;
  /** Whether the length is open and a break ends the item. */
  readonly indefinite: boolean;
  /** Where the content begins. */
  readonly next: number;
}

/** Reads the head of the item at `offset`. */
export function readHead(bytes: Uint8Array, offset: number): Head {
  const first = bytes[offset];
  if (first === undefined) throw new MalformedCborError("The bytes end where an item was expected.");
  const major = first >> 5;
  const info = first & 0x1f;
  if (info < 24) return { major, argument: info, indefinite: false, next: offset + 1 };
  if (info === 31) return { major, argument: 0, indefinite: true, next: offset + 1 };
  if (info > 27) throw new MalformedCborError("A reserved length was used.");
  const width = 1 << (info - 24);
  if (offset + 1 + width > bytes.length) throw new MalformedCborError("The bytes end inside a head.");
  let argument = 0;
  for (let index = 1; index <= width; index++) argument = argument * 256 + (bytes[offset + index] as number);
  return { major, argument, indefinite: false, next: offset + 1 + width };
}
