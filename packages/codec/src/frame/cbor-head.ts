/** The first bytes of an item, as {@link readHead} finds them. */
export interface Head {
  /** The major type, 0 to 7. */
  major: number;
  /** The low five bits of the first byte; 31 means an indefinite length or a break. */
  info: number;
  /** The length, count, tag or number. Exact to 2^53; beyond that only its size counts. */
  argument: number;
}

/** What functions that walk over bytes return when the bytes end too early or are not CBOR. */
export const MALFORMED = -1;

/** Creates a head to read into. */
export function createHead(): Head {
  return { major: 0, info: 0, argument: 0 };
}

/**
 * Reads the head of the item at `position` into `head`, so that walking over a frame allocates nothing.
 *
 * @returns the index after the head, or {@link MALFORMED}
 */
export function readHead(bytes: Uint8Array, position: number, head: Head): number {
  if (position >= bytes.length) return MALFORMED;
  const initial = bytes[position] as number;
  const info = initial & 0x1f;
  head.major = initial >> 5;
  head.info = info;
  head.argument = info;
  if (info < 24) return position + 1;
  if (info === 31) return head.major === 0 || head.major === 1 || head.major === 6 ? MALFORMED : position + 1;
  if (info > 27) return MALFORMED;
  const end = position + 1 + (1 << (info - 24));
  if (end > bytes.length) return MALFORMED;
  let argument = 0;
  for (let index = position + 1; index < end; index++) argument = argument * 256 + (bytes[index] as number);
  head.argument = argument;
  return end;
}
