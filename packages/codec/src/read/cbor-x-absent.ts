/**
 * In a browser cbor-x reads a long text by `TextDecoder`, as the codec's own reader does. It is not worth its bytes there,
 * and there is nothing to read by.
 */
export function readByCborX(_item: Uint8Array): undefined {
  return undefined;
}
