import { tokensOf } from "./tokens.ts";

const mask = "…";

/**
 * Puts `…` in the place of every string in SurrealQL, whatever its prefix, and of every regex: passwords, keys and other
 * values stand there, while names, keywords and comments stay readable. A string that does not end is masked to the end
 * of the text.
 *
 * @param text - the statements; what is no SurrealQL is masked where it looks like a string
 * @param most - only so many characters of the text are read, and given
 * @example
 * ```ts
 * maskLiterals("DEFINE USER ada ON ROOT PASSWORD 'secret'"); // => "DEFINE USER ada ON ROOT PASSWORD '…'"
 * ```
 */
export function maskLiterals(text: string, most: number = Number.POSITIVE_INFINITY): string {
  const cut = text.length > most ? text.slice(0, most) : text;
  let shown = "";
  let at = 0;
  for (const [start, end] of insides(cut)) {
    shown += cut.slice(at, start) + mask;
    at = end;
  }
  return (shown + cut.slice(at)).slice(0, most);
}

/**
 * Gives what stands in the strings and regexes of SurrealQL, as it is written there.
 *
 * @example
 * ```ts
 * literalsOf("RETURN ['a', \"b\"]"); // => ["a", "b"]
 * ```
 */
export function literalsOf(text: string): string[] {
  return Array.from(insides(text), ([start, end]) => text.slice(start, end));
}

/** Finds the insides of all strings and regexes, in one pass. What does not end hides none. */
function* insides(text: string): Generator<readonly [start: number, end: number], void, undefined> {
  for (const { kind, start, end, isOpen } of tokensOf(text, "mark")) {
    if (kind === "string" || kind === "regex") yield [start + 1, isOpen ? end : end - 1];
  }
}

/**
 * Masks the strings in the lines of source text that a parser quotes in its message, such as
 * `3 | DEFINE USER ada PASSWORD 'secret'`; the message itself stays as it is.
 */
export function maskQuotedSource(message: string): string {
  if (!message.includes("|")) return message;
  return message
    .split("\n")
    .map((line) => (/^\s*\d*\s*\|/.test(line) ? maskLiterals(line) : line))
    .join("\n");
}
