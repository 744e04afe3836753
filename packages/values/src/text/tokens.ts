/** The kind of a piece of SurrealQL. A `mark` is a single character: a bracket, an operator, a separator. */
export type TokenKind = "space" | "comment" | "string" | "name" | "regex" | "word" | "mark";

/** A piece of SurrealQL: its start and end in the text, and whether its closing delimiter is missing. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  readonly isOpen: boolean;
}

const spaces = /\s+/y;
const lineEnds = "\n\r\u0085\u2028\u2029";
const lineEnd = new RegExp(`[${lineEnds}]`, "g");
const word = /[\p{L}\p{N}_]+/uy;
/** After these words a `/` begins a regular expression; after other words it divides. */
const beforeValue = /^(?:return|not|then|else|where|select|if)$/i;
/** So it does after these between a value and another; where a value is expected, they are names of fields. */
const betweenValues = /^(?:and|or|is|in|inside|notinside|contains\w*|matches|value|default|on)$/i;
/** What makes a word behind it a name: of a parameter, a field, a record or an edge. */
const beforeName = /(?:[$.:@]|->|<-)$/;
const beforeKeyword = /(?:^|\W)select\s+$/i;

/**
 * Splits SurrealQL into tokens, in one pass and without recursion. It recognises strings, quoted names, comments and
 * regular expressions, and nothing else of the language; every character of the text belongs to one token.
 *
 * @param text - SurrealQL, or any other text
 * @param unclosed - what a quoted name or a comment is that does not end: a token of all that is left, or a `mark`, behind
 * which more tokens are found
 * @example
 * ```ts
 * Array.from(tokensOf("RETURN 'a;b'"), ({ kind }) => kind); // => ["word", "space", "string"]
 * ```
 */
export function* tokensOf(text: string, unclosed: "rest" | "mark" = "rest"): Generator<Token, void, undefined> {
  let valueMayFollow = true;
  // No regular expression ends before this index, and these openings have no end at all, so one search is enough.
  let noRegexBefore = 0;
  const endless = new Set<string>();
  for (let start = 0; start < text.length; ) {
    const opening = unclosed === "mark" ? openingAt(text, start) : undefined;
    const isEndless = opening !== undefined && endless.has(opening);
    let token = isEndless ? mark(text, start) : tokenAt(text, start, valueMayFollow && start >= noRegexBefore);
    if (token.isOpen && opening !== undefined) {
      endless.add(opening);
      token = mark(text, start);
    }
    if (token.isOpen && token.kind === "mark") noRegexBefore = endOfLine(text, start);
    valueMayFollow = mayValueFollow(text, token, valueMayFollow);
    yield token;
    start = token.end;
  }
}

/** What begins something at this place that ought to end, other than a string. */
function openingAt(text: string, start: number): string | undefined {
  const character = text[start] as string;
  if (character === "`" || character === "⟨") return character;
  return text.startsWith("/*", start) ? "/*" : undefined;
}

function mayValueFollow(text: string, { kind, start, end }: Token, before: boolean): boolean {
  if (kind === "mark") return !")]}$@".includes(text[start] as string);
  if (kind === "word") return isBeforeValue(text.slice(Math.max(0, start - 20), start), text.slice(start, end), before);
  return (kind === "space" || kind === "comment") && before;
}

function isBeforeValue(lead: string, text: string, isValueExpected: boolean): boolean {
  if (beforeName.test(lead)) return false;
  return beforeValue.test(text) || (betweenValues.test(text) && (!isValueExpected || beforeKeyword.test(lead)));
}

function tokenAt(text: string, start: number, valueMayFollow: boolean): Token {
  const character = text[start] as string;
  const two = text.slice(start, start + 2);
  if (character === "'" || character === '"') return quoted(text, start, "string", character);
  if (character === "`") return quoted(text, start, "name", "`");
  if (character === "⟨") return quoted(text, start, "name", "⟩");
  if (two === "/*") return closed(text, start, text.indexOf("*/", start + 2), 2);
  if (two === "--" || two === "//" || character === "#") return lineComment(text, start);
  if (character === "/" && valueMayFollow) return regexAt(text, start);
  return matched(text, start, spaces, "space") ?? matched(text, start, word, "word") ?? mark(text, start);
}

/** A character; one beyond U+FFFF takes two code units. */
function mark(text: string, start: number): Token {
  return piece("mark", start, start + ((text.codePointAt(start) as number) > 0xffff ? 2 : 1));
}

function piece(kind: TokenKind, start: number, end: number, isOpen = false): Token {
  return { kind, start, end, isOpen };
}

function matched(text: string, start: number, pattern: RegExp, kind: TokenKind): Token | undefined {
  pattern.lastIndex = start;
  return pattern.test(text) ? piece(kind, start, pattern.lastIndex) : undefined;
}

function closed(text: string, start: number, close: number, length: number): Token {
  return close < 0 ? piece("comment", start, text.length, true) : piece("comment", start, close + length);
}

/** A comment up to the end of its line, excluding the line break. It is open where the text ends first. */
function lineComment(text: string, start: number): Token {
  const end = endOfLine(text, start);
  return piece("comment", start, end, end === text.length);
}

function endOfLine(text: string, start: number): number {
  lineEnd.lastIndex = start;
  return lineEnd.test(text) ? lineEnd.lastIndex - 1 : text.length;
}

/** A string or a quoted name, in which a backslash escapes the next character. */
function quoted(text: string, start: number, kind: TokenKind, close: string): Token {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === close) return piece(kind, start, at + 1);
  }
  return piece(kind, start, text.length, true);
}

/** A regular expression ends on its line; a `/` without an end is an operator. */
function regexAt(text: string, start: number): Token {
  for (let at = start + 1; at < text.length; at += 1) {
    const isEscaped = text[at] === "\\";
    if (isEscaped) at += 1;
    const character = text[at] ?? "\n";
    if (lineEnds.includes(character)) break;
    if (character === "/" && !isEscaped) return piece("regex", start, at + 1);
  }
  return piece("mark", start, start + 1, true);
}
