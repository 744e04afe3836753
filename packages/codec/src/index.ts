export type { CborCodecOptions } from "./cbor-codec.ts";
export { CborCodec } from "./cbor-codec.ts";
export type { Codec } from "./codec.ts";
export { CodecError, DecodeError, EncodeError } from "./format/codec-error.ts";
export type { CborFraming, PeekedFrame } from "./frame/cbor-framing.ts";
export { cborFraming } from "./frame/cbor-framing.ts";
export type { MapEntry } from "./frame/map-entries.ts";
export { mapEntries } from "./frame/map-entries.ts";
