const escapes: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["b", "\b"],
  ["f", "\f"],
  ["0", "\0"],
  ..."'\"`\\⟩".split("").map((character) => [character, character] as const),
]);
const unicode = /u(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{4}))/y;

/** The quote that ends a text or a name, by the quote that begins it. */
export const closingQuotes: ReadonlyMap<string, string> = new Map([
  ["`", "`"],
  ["⟨", "⟩"],
  ['"', '"'],
  ["'", "'"],
]);

/** The content of a quoted text, and the position after it. */
interface Quoted {
  readonly content: string;
  readonly end: number;
}

/**
 * Parses a quoted text, with the escapes of the 3.x parser, and `\⟩`, which 2.x servers write.
 *
 * @param start - the position after the opening quote
 * @param close - the closing quote
 * @returns `undefined` when the quotes are not closed, or an escape is invalid
 * @internal
 */
export function readQuoted(text: string, start: number, close: string): Quoted | undefined {
  let content = "";
  let from = start;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === close) return { content: content + text.slice(from, at), end: at + 1 };
    if (character !== "\\") continue;
    const escaped = readEscape(text, at + 1);
    if (escaped === undefined) return undefined;
    content += text.slice(from, at) + escaped.content;
    from = escaped.end;
    at = escaped.end - 1;
  }
  return undefined;
}

function readEscape(text: string, at: number): Quoted | undefined {
  const simple = escapes.get(text[at] ?? "");
  if (simple !== undefined) return { content: simple, end: at + 1 };
  unicode.lastIndex = at;
  const match = unicode.exec(text);
  const point = Number.parseInt(match?.[1] ?? match?.[2] ?? "", 16);
  return point <= 0x10ffff ? { content: String.fromCodePoint(point), end: unicode.lastIndex } : undefined;
}
