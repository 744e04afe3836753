/**
 * The border between cbor-x and the codec's own reader. A list goes to cbor-x when it has at least {@link LONG} values and
 * all of them are plain: booleans, nulls and integers of at most 32 bits. Only a list that begins with an integer from 0
 * on does not: of those the own reader reads whole runs at once. Everything else in a message is read by the own reader,
 * because cbor-x would read it wrongly, unchecked or slower; DECISIONS.md has the measurements.
 */
const LONG = 64;

/** By the first byte of a plain value: how many bytes it has; 0 for all other first bytes. */
const SIZES: Uint8Array = sizes();

/**
 * Looks through a list, and makes nothing of it yet.
 *
 * @param start - the index of its first value
 * @returns the index behind it when it is one for cbor-x, else -1
 */
export function plainListEnd(bytes: Uint8Array, start: number, count: number): number {
  if (count < LONG || (bytes[start] as number) < 0x20) return -1;
  const { length } = bytes;
  let position = start;
  for (let index = 0; index < count; index++) {
    // One that is cut off is refused by the own reader, which names the place.
    const size = position < length ? (SIZES[bytes[position] as number] as number) : 0;
    if (size === 0) return -1;
    position += size;
  }
  return position <= length ? position : -1;
}

function sizes(): Uint8Array {
  const table = new Uint8Array(256);
  for (const sign of [0x00, 0x20]) {
    table.fill(1, sign, sign + 24);
    table.set([2, 3, 5], sign + 24);
  }
  return table.fill(1, 0xf4, 0xf7);
}
