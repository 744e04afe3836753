import { Decoder } from "cbor-x/decode";

const decoder = new Decoder({ useRecords: false, mapsAsObjects: true, copyBuffers: true });
const NULL = Uint8Array.of(0xf6);

/**
 * Reads one item by cbor-x. The build puts a copy of cbor-x into this file, which shares nothing with other copies in
 * the process. Only what `cbor-x-border.ts` lets through may come here.
 */
export function readByCborX(item: Uint8Array): unknown {
  const value: unknown = decoder.decode(item);
  // It holds on to the memory of what it read last, which may be part of a large message.
  decoder.decode(NULL);
  return value;
}
