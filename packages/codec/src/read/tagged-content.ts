import { DecodeError } from "../format/codec-error.ts";
import type { ValueReader } from "./value-reader.ts";

/** Reads the content of a tag piece by piece, and refuses what is not of the expected type, with the tag's number. */
export class TaggedContent {
  readonly reader: ValueReader;
  readonly tag: number;
  readonly start: number;

  constructor(reader: ValueReader, tag: number, start: number) {
    this.reader = reader;
    this.tag = tag;
    this.start = start;
  }

  /** Refuses the tagged item; `fault` follows "Tag 8 at byte 0" in the message. */
  refuse(fault: string, cause?: unknown): never {
    const { start: offset, tag } = this;
    throw new DecodeError(`Tag ${tag} at byte ${offset} ${fault}.`, { offset, tag, cause });
  }

  /** Any value. */
  value(): unknown {
    return this.reader.read();
  }

  /** A text. */
  text(): string {
    return this.reader.text(this.#info(3, "text"));
  }

  /** The next `length` bytes, not copied. */
  bytes(length: number): Uint8Array {
    const { reader } = this;
    const size = reader.argument(this.#info(2, `${length} bytes`));
    return size === length ? reader.part(length) : this.refuse(`holds ${size} bytes, not ${length}`);
  }

  /** An integer from `least` to `most`. */
  integer(least: number | bigint, most: number | bigint): number | bigint {
    const { reader } = this;
    const initial = reader.next();
    if (initial >> 5 > 1) this.refuse("holds something other than an integer");
    const value = reader.integer(initial & 0x1f, initial >> 5 === 1);
    return value >= least && value <= most ? value : this.refuse(`holds an integer out of range, ${value}`);
  }

  /** An integer or a float, as a number. */
  number(): number {
    const value = this.reader.readWithFloats(false);
    return typeof value === "number" ? value : this.refuse("holds something other than a number");
  }

  /** The head of an array. Returns how many values follow; the caller then reads them one by one. */
  array(least: number, most: number): number {
    const { reader } = this;
    const count = reader.count(this.#info(4, "array"), 1);
    if (count < least || count > most) {
      this.refuse(`holds ${count} values, not ${least === most ? least : `${least} to ${most}`}`);
    }
    return count;
  }

  /** Parses a text with a function that may refuse it. */
  parsed<T>(parse: (text: string) => T): T {
    const text = this.text();
    try {
      return parse(text);
    } catch (cause) {
      return this.refuse("holds a text that cannot be read", cause);
    }
  }

  #info(major: number, wanted: string): number {
    const initial = this.reader.next();
    if (initial >> 5 !== major || (initial & 0x1f) === 31) this.refuse(`holds no ${wanted} of definite length`);
    return initial & 0x1f;
  }
}
