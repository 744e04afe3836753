import { type Token, tokensOf } from "@surreal-sdk/transport/toolkit";

/**
 * Whether a text of SurrealQL is a single operand, such as `name`, `$_0`, `count(x)`, `tags[0].name` or `(a + b)`:
 * next to an operator it needs no parentheses.
 *
 * @internal
 */
export function isPrimary(text: string): boolean {
  let depth = 0;
  for (const token of tokensOf(text)) {
    if (token.isOpen) return false;
    const mark = token.kind === "mark" ? (text[token.start] as string) : "";
    if (closing.has(mark)) depth -= 1;
    if (depth < 0 || (depth === 0 && !isPlain(token, text))) return false;
    if (opening.has(mark)) depth += 1;
  }
  return depth === 0;
}

const opening: ReadonlySet<string> = new Set("([{");
const closing: ReadonlySet<string> = new Set(")]}");

/** Spaces at both ends do no harm; two dots are an operator. */
function isPlain({ kind, start, end }: Token, text: string): boolean {
  if (kind === "space") return start === 0 || end === text.length;
  if (kind === "mark") return "$.:()[]{}".includes(text[start] as string) && !text.startsWith("..", start);
  return kind === "word" || kind === "name" || kind === "string";
}
