import { shown } from "../describe-type.ts";
import { InvalidRangeError, InvalidRecordIdError } from "../errors/invalid-value-error.ts";
import { closingQuotes, readQuoted } from "./quoted-text.ts";

const space = /[ \t\r\n]+/y;

/**
 * A position in a text, with methods to parse what stands there. Patterns are sticky: they match at the position or
 * not at all.
 */
export class TextCursor {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Whether the whole text was parsed. */
  get atEnd(): boolean {
    return this.at === this.text.length;
  }

  /** Consumes what the pattern matches; `undefined` when it does not match here. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text) ?? undefined;
    if (found !== undefined) this.at = pattern.lastIndex;
    return found;
  }

  /** Whether the pattern matches here; consumes nothing. */
  sees(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    return pattern.test(this.text);
  }

  /** Consumes exactly this text, or nothing. */
  skip(part: string): boolean {
    if (!this.text.startsWith(part, this.at)) return false;
    this.at += part.length;
    return true;
  }

  /** As {@link TextCursor.skip}, with leading white space allowed. */
  skipSpaced(part: string): boolean {
    this.match(space);
    return this.skip(part);
  }

  /** Consumes exactly this text, with leading white space allowed, or refuses the whole text. */
  expect(part: string): void {
    if (!this.skipSpaced(part)) this.refuse();
  }

  /** Parses a text or a name in one of these quotes; `undefined` when none begins here. */
  quoted(quotes: string): string | undefined {
    const open = this.text[this.at];
    if (open === undefined || !quotes.includes(open)) return undefined;
    const read = readQuoted(this.text, this.at + 1, closingQuotes.get(open) as string) ?? this.refuse();
    this.at = read.end;
    return read.content;
  }

  /** Creates a value from what was parsed; when that throws, the text is refused. */
  made<T>(make: () => T): T {
    try {
      return make();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new InvalidRecordIdError(`${shown(this.text)} names no record: ${reason}`, { cause: error });
    }
  }

  /** Refuses the text for its range; `fault` follows the text in the message. */
  refuseRange(fault: string): never {
    throw new InvalidRangeError(`${shown(this.text)} ${fault}: pass new RecordId(table, new Range(begin, end)).`);
  }

  /** Refuses the text as a whole. */
  refuse(cause?: unknown): never {
    throw new InvalidRecordIdError(
      `${shown(this.text)} could mean several things: pass new RecordId(table, id) for a record, new Table(name) for a table, or quote a name that is not a plain word, as in "user:⟨ada@home⟩".`,
      { cause },
    );
  }
}
