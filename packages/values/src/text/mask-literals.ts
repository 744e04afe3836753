import { tokensOf } from "./tokens.ts";

const mask = "…";

/**
 * Puts `…` in the place of every string in SurrealQL, whatever its prefix, and of every regex: passwords, keys and other
 * values stand there, while names, keywords and comments stay readable. What a comment has between quotes is masked as
 * well: it may be a statement that is not executed any more. A string that does not end is masked to the end of the text.
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
  for (const [start, end] of insides(cut, true)) {
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
  return Array.from(insides(text, false), ([start, end]) => text.slice(start, end));
}

/** Finds the insides of all strings and regexes, in one pass. What does not end hides none. */
function* insides(
  text: string,
  inComments: boolean,
): Generator<readonly [start: number, end: number], void, undefined> {
  for (const { kind, start, end, isOpen } of tokensOf(text, "mark")) {
    if (kind === "string" || kind === "regex") yield [start + 1, isOpen ? end : end - 1];
    else if (kind === "comment" && inComments) {
      for (const { index, 0: quoted } of text.slice(start, end).matchAll(/'[^']*'|"[^"]*"/g)) {
        yield [start + index + 1, start + index + quoted.length - 1];
      }
    }
  }
}

/**
 * Masks the strings in the lines of source text that a parser quotes in its message, such as
 * `3 | DEFINE USER ada PASSWORD 'secret'`; the message itself stays as it is. A line that may begin inside a string, since
 * a parser cuts long lines and a string may have several, is masked as a whole. A message inside JSON is read as well.
 */
export function maskQuotedSource(message: string): string {
  if (!message.includes("|")) return message;
  const [ends, end] = message.includes("\n") ? ["\n", "\n"] : [/(?<!\\)\\n/, "\\n"];
  return message.split(ends).map(maskQuotedLine).join(end);
}

/** A line of source with its number, and the dots where the parser has cut it. */
const sourceLine = /^(\s*(\d*)\s*\|\s*)((\.\.\.)?.*?(\.\.\.)?)\s*$/s;

function maskQuotedLine(line: string): string {
  const match = sourceLine.exec(line);
  if (match === null) return line;
  const [, lead = "", number, source = "", cutBefore, cutBehind] = match;
  if (!/['"]/.test(source)) return line;
  const isLater = number !== "1" && number !== "";
  const mayBeginInside = cutBefore !== undefined || (isLater && (cutBehind !== undefined || endsInside(source)));
  return mayBeginInside ? `${lead}${mask}` : maskLiterals(line);
}

/** Whether a line has a quote too many. */
function endsInside(source: string): boolean {
  let isInside = false;
  for (const { kind, isOpen } of tokensOf(source, "mark")) isInside = kind === "string" && isOpen;
  return isInside;
}
