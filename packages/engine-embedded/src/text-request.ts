import { joinBytes } from "@surreal-sdk/transport/toolkit";

/** Creates the frame of a request with one text as its parameter, such as `query` and `kill`. */
export function textRequest(method: string, parameter: string, session = ""): Uint8Array {
  return joinBytes([
    Uint8Array.of(session === "" ? 0xa2 : 0xa3),
    cborText("method"),
    cborText(method),
    cborText("params"),
    Uint8Array.of(0x81),
    cborText(parameter),
    ...(session === "" ? [] : [cborText("session"), cborText(session)]),
  ]);
}

/** A text in CBOR, with the one form of a head that fits every length. */
export function cborText(value: string): Uint8Array {
  const utf8 = new TextEncoder().encode(value);
  const bytes = new Uint8Array(5 + utf8.length);
  bytes[0] = 0x7a;
  new DataView(bytes.buffer).setUint32(1, utf8.length);
  bytes.set(utf8, 5);
  return bytes;
}
