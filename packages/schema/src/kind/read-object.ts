import type { Kind, ObjectKey } from "./kind.ts";
import type { TokenCursor } from "./token-cursor.ts";

/** Reads an object behind its opening bracket, of which `readPart` reads what stands behind each key. */
export function readObject(cursor: TokenCursor, readPart: (cursor: TokenCursor) => Kind | undefined): Kind | undefined {
  const fields = cursor.list("}", (): ObjectKey | undefined => {
    const name = cursor.name();
    if (name === undefined || !cursor.skip(":")) return undefined;
    const kind = readPart(cursor);
    return kind && { name, kind };
  });
  return fields && { is: "object", fields, isExact: true, isOpen: false };
}
