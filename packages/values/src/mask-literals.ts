/** What begins something in SurrealQL inside of which quotes mean nothing, or a string. */
const beginning = /['"`⟨#]|--|\/\/|\/\*|\//g;
const mask = "…";

/**
 * Puts `…` in the place of every string in SurrealQL, whatever its prefix, and of every regex: passwords, keys and other
 * values stand there, while names, keywords and comments stay readable. A string that does not end is masked to the end
 * of the text.
 *
 * @param text - the statements; what is not SurrealQL is masked where it looks like a string
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
  eachLiteral(cut, (start, end) => {
    shown += cut.slice(at, start) + mask;
    at = end;
  });
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
  const found: string[] = [];
  eachLiteral(text, (start, end) => void found.push(text.slice(start, end)));
  return found;
}

/** Finds the insides of all strings and regexes, in one pass. */
function eachLiteral(text: string, literal: (start: number, end: number) => void): void {
  const lines = new Lines(text);
  let noRegexBefore = 0;
  /** What was opened and does not end: it means nothing, wherever it stands from there on. */
  const endless = new Set<string>();
  beginning.lastIndex = 0;
  for (let match = beginning.exec(text); match !== null; match = beginning.exec(text)) {
    const { 0: opening, index } = match;
    if (endless.has(opening)) continue;
    if (opening === "/" && (index < noRegexBefore || !mayBeginRegex(text, index))) continue;
    const end = endOf(text, opening, index, lines);
    if (opening === "/" && end < 0) noRegexBefore = lines.endAt(index);
    else if (opening === "'" || opening === '"' || opening === "/") literal(index + 1, end < 0 ? text.length : end - 1);
    else if (end < 0) endless.add(opening);
    if (end >= 0) beginning.lastIndex = end;
    else if (opening === "'" || opening === '"') return;
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

/** The index behind what begins at `index`; -1 where it does not end. */
function endOf(text: string, opening: string, index: number, lines: Lines): number {
  switch (opening) {
    case "#":
    case "--":
    case "//":
      return lines.endAt(index);
    case "/*":
      return behind(text.indexOf("*/", index + 2), 2);
    case "⟨":
      return behind(text.indexOf("⟩", index + 1), 1);
    case "/":
      return unescaped(text, opening, index + 1, lines.endAt(index));
    default:
      return unescaped(text, opening, index + 1, text.length);
  }
}

/** The index behind the next such character that no backslash stands in front of. */
function unescaped(text: string, character: string, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === character) return at + 1;
  }
  return -1;
}

function behind(index: number, length: number): number {
  return index < 0 ? -1 : index + length;
}

/** Finds the ends of lines, each once, when asked from the front to the back. */
class Lines {
  readonly #text: string;
  #end = -1;

  constructor(text: string) {
    this.#text = text;
  }

  endAt(index: number): number {
    if (index <= this.#end) return this.#end;
    const end = this.#text.indexOf("\n", index);
    this.#end = end < 0 ? this.#text.length : end;
    return this.#end;
  }
}

/** Behind a value a slash divides. */
function mayBeginRegex(text: string, index: number): boolean {
  let at = index - 1;
  while (at >= 0 && (text[at] === " " || text[at] === "\t") && index - at < 20) at--;
  return at < 0 || !/[\w)\]}`⟩'"]/.test(text[at] as string);
}
