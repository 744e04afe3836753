import { tokensOf, unquote } from "@surreal-sdk/values";

/** A position in SurrealQL, token by token; spaces and comments are left out. */
export class TokenCursor {
  readonly #tokens: readonly { readonly kind: string; readonly text: string }[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = Array.from(tokensOf(text), ({ kind, start, end }) => ({
      kind,
      text: text.slice(start, end),
    })).filter(({ kind }) => kind !== "space" && kind !== "comment");
  }

  /** Whether everything was read. */
  get atEnd(): boolean {
    return this.#at === this.#tokens.length;
  }

  /** The text of the next token, or of one behind it; empty at the end. */
  peek(ahead = 0): string {
    return this.#tokens[this.#at + ahead]?.text ?? "";
  }

  /** Reads exactly this token, or nothing. */
  skip(text: string): boolean {
    if (this.peek() !== text) return false;
    this.#at += 1;
    return true;
  }

  /** Reads a word, in lower case; `undefined` when something else comes next. */
  word(): string | undefined {
    return this.#kindOfNext() === "word" ? this.#next().toLowerCase() : undefined;
  }

  /** Reads a string; `undefined` when something else comes next. */
  string(): string | undefined {
    return this.#kindOfNext() === "string" ? unquote(this.#next()) : undefined;
  }

  /** Reads a name, quoted or not, and the key of an object, which may be a string. */
  name(): string | undefined {
    const kind = this.#kindOfNext();
    if (kind === "word") return this.#next();
    return kind === "name" || kind === "string" ? unquote(this.#next()) : undefined;
  }

  #kindOfNext(): string | undefined {
    return this.#tokens[this.#at]?.kind;
  }

  #next(): string {
    const text = this.peek();
    this.#at += 1;
    return text;
  }
}
