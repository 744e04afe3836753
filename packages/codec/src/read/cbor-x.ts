import { Decoder } from "cbor-x/decode";

const decoder = new Decoder({ useRecords: false, mapsAsObjects: true, copyBuffers: true });
const NULL = Uint8Array.of(0xf6);

/**
 * Decodes one item with cbor-x. The build puts a copy of cbor-x into this file, which shares nothing with other copies
 * in the process. Only what `cbor-x-border.ts` admits may come here.
 */
export function readByCborX(item: Uint8Array): unknown {
  const value: unknown = decoder.decode(item);
  // cbor-x keeps a reference to the memory that it read last, which may be part of a large message.
  decoder.decode(NULL);
  return value;
}
