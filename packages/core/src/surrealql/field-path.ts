import { quoted, quoteIdentifier } from "@surreal-sdk/values";
import { typeName } from "../call/type-name.ts";

/** Characters that are SurrealQL syntax in any position. */
const syntax = /[()[\]{}<>=!,;:*+/|&~%?$'"`\\⟨⟩×÷∋∌∈∉⊆⊂⊄⊇⊃⊅\r\n]/;
/** A name of several words, as in imported data. */
const words = /^[\p{L}\p{N}_]+(?: [\p{L}\p{N}_]+)+$/u;
/** Words that are SurrealQL syntax between other words. */
const keyword =
  /(?:^| )(?:as|asc|desc|and|or|not|is|in|from|select|value|where|collate|numeric|(?:not|all|any|none)?inside|outside|intersects|matches|contains(?:not|all|any|none)?)(?: |$)/i;
/** A quoted name, or a name up to a dot or bracket; then the list accesses: `[0]`, `[$]`, `[*]`. */
const segment = /(?:`((?:[^`\\]|\\[`\\])*)`|⟨([^⟩\\]*)⟩|([^.[`⟨]+))((?:\[(?:\d{1,15}|\$|\*)\])*)/y;

/**
 * Formats the path of a field as SurrealQL, each name quoted where necessary: `address.city` is the city of the
 * address, `tags[0]` the first of the tags, `tags[$]` the last, `tags[*]` and `tags.*` each of them. A name that
 * contains a dot, or any other syntax, must be in backticks.
 *
 * @throws TypeError when it is not a string, or more than a path; RangeError when a part of it is empty.
 * @internal
 */
export function fieldPath(path: unknown): string {
  if (typeof path !== "string") throw new TypeError(`A field is named by a string, not ${typeName(path)}.`);
  let text = "";
  for (let at = 0; ; at += 1) {
    const step = at > 0 && path[at] === "*" ? { text: "*", end: at + 1 } : readSegment(path, at);
    text += step.text;
    at = step.end;
    if (at >= path.length) return text;
    if (path[at] !== ".") throw noPath(path);
    text += ".";
  }
}

function readSegment(path: string, start: number): { readonly text: string; readonly end: number } {
  segment.lastIndex = start;
  const match = segment.exec(path);
  if (match === null) {
    if (start >= path.length || path[start] === ".") throw emptyPart(path);
    throw noPath(path);
  }
  const [whole, ticked, angled, bare, places = ""] = match;
  if (bare !== undefined && !isName(bare)) throw noPath(path);
  const name = ticked?.replace(/\\(.)/g, "$1") ?? angled ?? (bare as string);
  if (name === "") throw emptyPart(path);
  return { text: quoteIdentifier(name) + places, end: start + whole.length };
}

/** Whether a text can only be the name of a field. */
function isName(text: string): boolean {
  if (syntax.test(text)) return false;
  return !/\s/.test(text) || (words.test(text) && !keyword.test(text));
}

function emptyPart(path: string): RangeError {
  return new RangeError(`${quoted(path)} names no field: every part between the dots needs a name.`);
}

function noPath(path: string): TypeError {
  const shown = path.length > 60 ? `${path.slice(0, 60)}…` : path;
  return new TypeError(
    `${quoted(shown)} is not a plain path of a field such as "name", "address.city" or "tags[0]". ` +
      "For other SurrealQL pass surql`…`, or raw(text) for text that you trust; for a field of that very name, raw(quoteIdentifier(name)).",
  );
}
