import { type Token, tokensOf } from "@surreal-sdk/values";

const openBrackets = "({[";
const closeBrackets = ")}]";
const sessionWord = /^(?:live|kill|use)$/i;
/** A text without these words has no statement that begins with them. */
const mayTouchSession = /\b(?:live|kill|use)\b/i;

/**
 * Splits SurrealQL into its statements, without comments. Semicolons in strings, names and brackets do not count.
 *
 * @example
 * ```ts
 * statementsOf("LET $a = ';'; RETURN { $a; }"); // => ["LET $a = ';'", "RETURN { $a; }"]
 * ```
 */
export function statementsOf(text: string): string[] {
  const statements: string[] = [];
  for (const tokens of statementTokens(text)) {
    const statement = tokens.map(
      (token, index) => before(tokens[index - 1], token) + text.slice(token.start, token.end),
    );
    statements.push(statement.join("").trim());
  }
  return statements;
}

/** A comment separates words, also where it is left out. */
function before(last: Token | undefined, { kind, start }: Token): string {
  return last === undefined || last.end === start || last.kind === "space" || kind === "space" ? "" : " ";
}

/** A kind of statement that changes the state of its session. */
export type SessionStatement = "live" | "kill" | "use";

/**
 * The LIVE, KILL and USE statements of a text, in order. The words elsewhere, as in strings, comments, names, parameters
 * and record ids, do not count: the database knows these statements at the outermost level alone.
 *
 * @example
 * ```ts
 * sessionStatements("SELECT * FROM article WHERE live = true"); // => []
 * sessionStatements("USE DB shop; LIVE SELECT * FROM article"); // => ["use", "live"]
 * ```
 */
export function sessionStatements(text: string): SessionStatement[] {
  if (!mayTouchSession.test(text)) return [];
  const found: SessionStatement[] = [];
  for (const tokens of statementTokens(text)) {
    const first = wordOf(text, tokens[0]);
    if (first !== undefined && sessionWord.test(first) && takesMore(text, tokens)) {
      found.push(first.toLowerCase() as SessionStatement);
    }
  }
  return found;
}

/** The tokens of each statement, without comments and leading spaces. */
function* statementTokens(text: string): Generator<readonly Token[], void, undefined> {
  let tokens: Token[] = [];
  let depth = 0;
  for (const token of tokensOf(text)) {
    if (token.kind === "comment" || (token.kind === "space" && tokens.length === 0)) continue;
    const mark = token.kind === "mark" ? (text[token.start] as string) : "";
    if (mark !== "" && openBrackets.includes(mark)) depth += 1;
    else if (mark !== "" && closeBrackets.includes(mark)) depth -= 1;
    if (mark !== ";" || depth > 0) {
      tokens.push(token);
      continue;
    }
    if (tokens.length > 0) yield tokens;
    tokens = [];
  }
  if (tokens.length > 0) yield tokens;
}

function wordOf(text: string, token: Token | undefined): string | undefined {
  return token?.kind === "word" ? text.slice(token.start, token.end) : undefined;
}

/** Whether a word, a parameter or a string follows the first word: `live:1` and `use.a` are values. */
function takesMore(text: string, tokens: readonly Token[]): boolean {
  const next = tokens.slice(1).find(({ kind }) => kind !== "space");
  if (next === undefined) return false;
  return next.kind === "word" || next.kind === "string" || text[next.start] === "$";
}
