/** Characters per part. */
const partLength = 65_536;

/** Splits a text into parts in UTF-8, each created on request, and never inside a character. */
export class TextParts {
  readonly #text: string;
  #start = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Whether the next part is the last. */
  get isLast(): boolean {
    return this.#end() >= this.#text.length;
  }

  next(): Uint8Array {
    const end = this.#end();
    const part = new TextEncoder().encode(this.#text.slice(this.#start, end));
    this.#start = end;
    return part;
  }

  /** Characters beyond U+FFFF take two code units. */
  #end(): number {
    const end = this.#start + partLength;
    const last = this.#text.charCodeAt(end - 1);
    return last >= 0xd800 && last <= 0xdbff ? end - 1 : end;
  }
}
