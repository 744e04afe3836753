import { closingQuotes, readQuoted } from "./quoted-text.ts";

/**
 * Reads a string literal or a quoted name of SurrealQL, with its escapes.
 *
 * @param text - the literal with its quotes: `'…'`, `"…"`, `` `…` `` or `⟨…⟩`
 * @returns the content, or `undefined` when the text is not exactly one literal
 * @example
 * ```ts
 * unquote("'it\\'s'"); // => "it's"
 * unquote("`my table`"); // => "my table"
 * unquote("plain"); // => undefined
 * ```
 */
export function unquote(text: string): string | undefined {
  const close = closingQuotes.get(text[0] ?? "");
  const read = close === undefined ? undefined : readQuoted(text, 1, close);
  return read?.end === text.length ? read.content : undefined;
}
