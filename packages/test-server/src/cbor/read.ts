import { readHead } from "./head.ts";
import { readText } from "./walk.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Reports whether a text is a UUID. */
export function isUuid(value: string): boolean {
  return UUID.test(value);
}

/** Reports whether the item at `offset` is null, undefined or NONE. */
export function isAbsent(bytes: Uint8Array, offset: number): boolean {
  const first = bytes[offset];
  return first === 0xf6 || first === 0xf7 || first === 0xc6;
}

/** Reads the UUID at `offset` (tag 37 or tag 9) in lower case; `undefined` for anything else. */
export function readUuid(bytes: Uint8Array, offset: number): string | undefined {
  const tag = readHead(bytes, offset);
  if (tag.major !== 6) return undefined;
  if (tag.argument === 9) {
    const value = readText(bytes, tag.next);
    return value !== undefined && isUuid(value) ? value.toLowerCase() : undefined;
  }
  const content = readHead(bytes, tag.next);
  if (tag.argument !== 37 || content.major !== 2 || content.argument !== 16) return undefined;
  const hex = Buffer.from(bytes.subarray(content.next, content.next + 16)).toString("hex");
  return hyphenate(hex);
}

/** Reads a UUID, or a text in any of the UUID forms that the server accepts. */
export function readUuidOrText(bytes: Uint8Array, offset: number): string | undefined {
  const value = readText(bytes, offset);
  if (value === undefined) return readUuid(bytes, offset);
  const hex = /^(?:urn:uuid:|\{)?([0-9a-f-]+)\}?$/i.exec(value)?.[1]?.replaceAll("-", "").toLowerCase() ?? "";
  const uuid = hyphenate(hex);
  return isUuid(uuid) ? uuid : undefined;
}

function hyphenate(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
