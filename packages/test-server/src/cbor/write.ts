/** The value NONE: tag 6 around null. */
export const NONE: Uint8Array = Uint8Array.of(0xc6, 0xf6);
/** The value NULL. */
export const NULL: Uint8Array = Uint8Array.of(0xf6);

const encoder = new TextEncoder();

/** Writes a text. */
export function text(value: string): Uint8Array {
  const content = encoder.encode(value);
  return concat([head(3, content.length), content]);
}

/** Writes an integer. */
export function integer(value: number): Uint8Array {
  return value < 0 ? head(1, -1 - value) : head(0, value);
}

/** Writes a boolean. */
export function bool(value: boolean): Uint8Array {
  return Uint8Array.of(value ? 0xf5 : 0xf4);
}

/** Writes a uuid: tag 37 around its 16 bytes. */
export function uuid(value: string): Uint8Array {
  return concat([head(6, 37), head(2, 16), Buffer.from(value.replaceAll("-", ""), "hex")]);
}

/** Writes an array of encoded items. */
export function array(items: readonly Uint8Array[]): Uint8Array {
  return concat([head(4, items.length), ...items]);
}

/** Writes a map of encoded values; entries that are `undefined` are omitted. */
export function map(entries: Readonly<Record<string, Uint8Array | undefined>>): Uint8Array {
  const parts: Uint8Array[] = [];
  let count = 0;
  for (const [key, value] of Object.entries(entries)) {
    if (value === undefined) continue;
    parts.push(text(key), value);
    count++;
  }
  return concat([head(5, count), ...parts]);
}

/** Joins bytes. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function head(major: number, argument: number): Uint8Array {
  const first = major << 5;
  if (argument < 24) return Uint8Array.of(first | argument);
  if (argument < 0x100) return Uint8Array.of(first | 24, argument);
  if (argument < 0x10000) return Uint8Array.of(first | 25, argument >> 8, argument & 0xff);
  const bytes = new Uint8Array(5);
  bytes[0] = first | 26;
  new DataView(bytes.buffer).setUint32(1, argument);
  return bytes;
}
