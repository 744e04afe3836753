export type { CborCodecOptions } from "./cbor-codec.ts";
export { CborCodec } from "./cbor-codec.ts";
export type { CborFraming, PeekedFrame } from "./cbor-framing.ts";
export { cborFraming } from "./cbor-framing.ts";
export type { Codec } from "./codec.ts";
export { CodecError, DecodeError, EncodeError } from "./codec-error.ts";
export type { MapEntry } from "./map-entries.ts";
export { mapEntries } from "./map-entries.ts";
