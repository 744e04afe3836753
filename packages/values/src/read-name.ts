/**
 * Reads a name that may be quoted in backticks or `⟨…⟩` from a position of a text on.
 *
 * @param bareEnd - how long a bare name is, given the rest of the text; negative for none
 * @returns the name without quotes and the position behind it; `undefined` when there is none
 * @internal
 */
export function readName(
  text: string,
  start: number,
  bareEnd: (rest: string) => number,
): { readonly name: string; readonly end: number } | undefined {
  const close = text[start] === "`" ? "`" : text[start] === "⟨" ? "⟩" : undefined;
  if (close !== undefined) return readQuoted(text, start + 1, close);
  const length = bareEnd(text.slice(start));
  return length < 0 ? undefined : { name: text.slice(start, start + length), end: start + length };
}

const escapes: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["b", "\b"],
  ["f", "\f"],
  ["0", "\0"],
]);

function readQuoted(text: string, start: number, close: string): { name: string; end: number } | undefined {
  let name = "";
  for (let at = start; at < text.length; at++) {
    const character = text[at] as string;
    if (character === close) return { name, end: at + 1 };
    if (character !== "\\") {
      name += character;
      continue;
    }
    const unicode = /^u\{([0-9A-Fa-f]{1,6})\}/.exec(text.slice(at + 1, at + 10));
    if (unicode !== null) {
      const point = Number.parseInt(unicode[1] as string, 16);
      if (point > 0x10ffff) return undefined;
      name += String.fromCodePoint(point);
      at += unicode[0].length;
    } else {
      const escaped = text[++at];
      if (escaped === undefined) return undefined;
      name += escapes.get(escaped) ?? escaped;
    }
  }
  return undefined;
}
