/** A value as it stands on the wire: integers are bigint, floats are number, maps keep every key. */
export type Wire = null | boolean | bigint | number | string | Uint8Array | Wire[] | Map<string, Wire> | Tagged;

/** A tagged value on the wire. */
export class Tagged {
  readonly tag: number;
  readonly value: Wire;
  constructor(tag: number, value: Wire) {
    this.tag = tag;
    this.value = value;
  }
}

/** Encodes the request `{ id, method, params: [...texts] }`. */
export function encodeRequest(method: string, texts: readonly string[]): Uint8Array {
  const parts = [[0xa3], text("id"), text("1"), text("method"), text(method), text("params"), [0x80 + texts.length]];
  return Buffer.concat([...parts, ...texts.map(text)].map((part) => Uint8Array.from(part)));
}

function text(value: string): Uint8Array {
  const bytes = Buffer.from(value, "utf8");
  const head = Buffer.alloc(5, 0x7a);
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

/** Decodes what the server sends: definite lengths only. */
export function decode(bytes: Uint8Array): Wire {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  const unsigned = (size: number): bigint => {
    let value = 0n;
    for (let step = 0; step < size; step++) value = value * 256n + BigInt(view.getUint8(at++));
    return value;
  };
  const slice = (length: number): Uint8Array => {
    at += length;
    return bytes.slice(at - length, at);
  };
  const simple = (info: number): Wire => {
    if (info < 24) return info === 20 ? false : info === 21 ? true : null;
    const size = 2 ** (info - 24);
    at += size;
    if (size === 2) return half(view.getUint16(at - 2));
    return size === 4 ? view.getFloat32(at - 4) : view.getFloat64(at - 8);
  };
  const item = (): Wire => {
    const head = view.getUint8(at++);
    const info = head & 31;
    if (head >> 5 === 7) return simple(info);
    const argument = info < 24 ? BigInt(info) : unsigned(2 ** (info - 24));
    const count = Number(argument);
    switch (head >> 5) {
      case 0:
        return argument;
      case 1:
        return -1n - argument;
      case 2:
        return slice(count);
      case 3:
        return Buffer.from(slice(count)).toString("utf8");
      case 4:
        return Array.from({ length: count }, item);
      case 5:
        return new Map(Array.from({ length: count }, () => [item() as string, item()] as const));
      default:
        return new Tagged(count, item());
    }
  };
  return item();
}

function half(bits: number): number {
  const sign = bits >> 15 === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}
