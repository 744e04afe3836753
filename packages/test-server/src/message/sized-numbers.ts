import { readHead } from "../cbor/head.ts";
import { concat } from "../cbor/write.ts";

const FIRST_TAG = 180;
const LAST_TAG = 188;

/**
 * Removes the tags of numbers with a size, 180 (i8) to 188 (f32), from a well-formed item. The database in this process
 * has no such numbers and reads what the tags hold.
 */
export function withoutSizes(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let kept = 0;
  let at = 0;
  while (at < bytes.length) {
    const head = readHead(bytes, at);
    if (head.major === 6 && head.argument >= FIRST_TAG && head.argument <= LAST_TAG) {
      parts.push(bytes.subarray(kept, at));
      kept = head.next;
    }
    // Only bytes and texts have contents that are not items.
    const content = (head.major === 2 || head.major === 3) && !head.indefinite ? head.argument : 0;
    at = head.next + content;
  }
  return kept === 0 ? bytes : concat([...parts, bytes.subarray(kept)]);
}
