import type { StringStream } from "@codemirror/language";
import { atoms, keywords, types } from "./surrealql-words.ts";

/** What a stretch of SurrealQL is; the names of CodeMirror's styles. */
export type TokenKind =
  | "keyword"
  | "typeName"
  | "atom"
  | "number"
  | "string"
  | "comment"
  | "operator"
  | "punctuation"
  | "variableName"
  | "variableName.special"
  | "variableName.function";

/** What the tokenizer carries from one line to the next: the end of a comment or a text that has not come yet. */
export interface TokenState {
  until: string | undefined;
}

/** What the tokenizer needs of CodeMirror. */
export type TokenStream = Pick<StringStream, "match" | "next" | "eatSpace" | "eol">;

const STARTS = /^(?:\/\*|[bdfrsu]?["']|`|⟨)/;
const COMMENT = /^(?:--|\/\/|#).*/;
const DURATION_OR_NUMBER =
  /^(?:(?:\d+(?:ns|us|µs|μs|ms|s|m|h|d|w|y))+|\d[\d_]*(?:\.\d[\d_]*)?(?:e[+-]?\d+)?(?:dec|f)?)(?![\w])/i;
const VARIABLE = /^\$[\p{L}_][\p{L}\w]*/u;
const FUNCTION = /^(?:[a-z_]\w*(?:<[^>]*>)?::)+[a-z_]\w*/i;
const WORD = /^[\p{L}_][\p{L}\w]*/u;
const OPERATOR = /^(?:->|<-|<->|\.\.=?|[+\-*/%=!<>&|?:@~^×÷∈∉⊆⊇∋∌]+)/;

const ends: Readonly<Record<string, string>> = { "/*": "*/", "⟨": "⟩", "`": "`" };

/** Reads one token of SurrealQL. */
export function readToken(stream: TokenStream, state: TokenState): TokenKind | undefined {
  if (state.until !== undefined) return readUntil(stream, state, state.until);
  if (stream.eatSpace()) return undefined;
  if (stream.match(COMMENT)) return "comment";
  const start = stream.match(STARTS);
  if (start !== null && typeof start === "object") {
    state.until = ends[start[0]] ?? start[0].slice(-1);
    return readUntil(stream, state, state.until);
  }
  if (stream.match(DURATION_OR_NUMBER)) return "number";
  if (stream.match(VARIABLE)) return "variableName.special";
  if (stream.match(FUNCTION)) return "variableName.function";
  const word = stream.match(WORD);
  if (word !== null && typeof word === "object") return kindOf(word[0].toLowerCase());
  if (stream.match(OPERATOR)) return "operator";
  stream.next();
  return "punctuation";
}

function kindOf(word: string): TokenKind {
  if (atoms.has(word)) return "atom";
  if (keywords.has(word)) return "keyword";
  return types.has(word) ? "typeName" : "variableName";
}

/** Reads to the end of a comment, a text or a quoted name, or of the line. */
function readUntil(stream: TokenStream, state: TokenState, until: string): TokenKind {
  const kind = until === "*/" ? "comment" : until === "⟩" || until === "`" ? "variableName" : "string";
  while (!stream.eol()) {
    const character = stream.next();
    if (character === "\\" && kind !== "comment") stream.next();
    const isEnd = until === "*/" ? character === "*" && stream.match(/^\//) : character === until;
    if (!isEnd) continue;
    state.until = undefined;
    break;
  }
  return kind;
}
