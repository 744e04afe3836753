import { tokensOf } from "@surreal-sdk/transport/toolkit";

/** A statement that begins with RETURN, and its value. */
const returning = /^return\b\s*(\S[\s\S]*)$/i;
/** A word alone may be that of a statement. */
const singleWord = /^[a-z_]\w*$/i;
/** A value that fetches by itself: its FETCH is its own. */
const selecting = /^select\b/i;

/**
 * A statement that gives the value of a RETURN: in a transaction, RETURN itself would end it. Other statements stay as they
 * are.
 *
 * @internal
 */
export function returnedValue(text: string): string {
  const value = returning.exec(text)?.[1];
  if (value === undefined) return text;
  if (singleWord.test(value)) return `(${value})`;
  const at = selecting.test(value) ? -1 : fetchAt(value);
  if (at < 0) return returnedValue(value);
  return `SELECT VALUE (${returnedValue(value.slice(0, at).trim())}) FROM ONLY {} ${value.slice(at)}`;
}

/** Where the FETCH of a value begins; -1 where it has none. A name at the beginning, and one in brackets, is none. */
function fetchAt(value: string): number {
  let depth = 0;
  let before = "";
  for (const { kind, start, end } of tokensOf(value)) {
    const token = value.slice(start, end);
    if (kind === "mark" && "([{".includes(token)) depth += 1;
    else if (kind === "mark" && ")]}".includes(token)) depth -= 1;
    else if (depth === 0 && /^fetch$/i.test(token) && before !== "" && !".$:>".includes(before)) return start;
    if (kind !== "space") before = token.slice(-1);
  }
  return -1;
}
