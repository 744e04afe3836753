import { type TokenKind, tokensOf, unquote } from "@surreal-sdk/values";

/** A token, with its text. */
export interface TextToken {
  readonly kind: TokenKind;
  readonly text: string;
}

/** The tokens of SurrealQL without spaces and comments. */
export function meaningfulTokens(text: string): TextToken[] {
  return Array.from(tokensOf(text), ({ kind, start, end }) => ({ kind, text: text.slice(start, end) })).filter(
    ({ kind }) => kind !== "space" && kind !== "comment",
  );
}

/** A position in SurrealQL, token by token; spaces and comments are left out. */
export class TokenCursor {
  readonly #tokens: readonly TextToken[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = meaningfulTokens(text);
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

  /** Reads the parts of a list, and its end; `undefined` when a part or a comma is not there. */
  list<Part>(end: string, read: () => Part | undefined): Part[] | undefined {
    const parts: Part[] = [];
    while (!this.skip(end)) {
      const part = read();
      if (part === undefined) return undefined;
      parts.push(part);
      if (!this.skip(",") && this.peek() !== end) return undefined;
    }
    return parts;
  }

  #kindOfNext(): TokenKind | undefined {
    return this.#tokens[this.#at]?.kind;
  }

  #next(): string {
    const text = this.peek();
    this.#at += 1;
    return text;
  }
}
