/** What a decoder of CBOR accepts. */
export interface DecoderRules {
  /** The most nested levels, with the envelope. */
  readonly mostDepth: number;
  /**
   * Whether it refuses what older decoders took: the tags 0, 9 and 13, something other than null in tag 6, integers
   * that do not fit 64 bits with a sign, and maps that have a key twice.
   */
  readonly strict: boolean;
}

/** What the database in this process reads. */
export const databaseRules: DecoderRules = { mostDepth: 256, strict: false };

const NULL_BYTE = 0xf6;
const EIGHT_BYTES = 27;
/** The seconds of a duration have no sign. */
export const DURATION_TAG = 14;

const refusedTags: Readonly<Record<number, string>> = {
  0: "Tag 0 is not supported: send a datetime as tag 12.",
  9: "Tag 9 is not supported: send a UUID as tag 37.",
  13: "Tag 13 is not supported: send a duration as tag 14.",
};

/** Says why a strict decoder refuses a tag; `undefined` if it takes the tag. */
export function refusedTag(tag: number, firstByte: number | undefined): string | undefined {
  return tag === 6 && firstByte !== NULL_BYTE ? "Tag 6 holds null." : refusedTags[tag];
}

/** Whether the integer at `offset` does not fit 64 bits with a sign: its head has eight bytes, and the first bit is set. */
export function isTooLarge(bytes: Uint8Array, offset: number): boolean {
  return ((bytes[offset] as number) & 0x1f) === EIGHT_BYTES && (bytes[offset + 1] as number) >= 0x80;
}
