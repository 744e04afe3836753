import { describeType, shown } from "./describe-type.ts";
import { InvalidFileRefError } from "./errors/invalid-value-error.ts";
import { markKind, type Unfrozen, valueKind } from "./kind.ts";
import { assertWellFormed, quoteText } from "./quote.ts";

const safeBucket = /^[A-Za-z0-9_\-.]+$/;
const safeKey = /^[A-Za-z0-9_\-./]+$/;
/** In a literal, the server escapes all but letters, digits and a few signs with a backslash. */
const literal = /^f(["'])(?<bucket>(?:[^"'\\:]|\\[^A-Za-z0-9])*):(?<key>\/(?:[^"'\\]|\\[^A-Za-z0-9])*)\1$/u;
const call = /^type::file\("(?<bucket>(?:[^"\\]|\\["\\])*)", "(?<key>(?:[^"\\]|\\["\\])*)"\)$/;

/**
 * The name of a file in a bucket of the database. It contains no content.
 *
 * @example
 * ```ts
 * const file = new FileRef("pictures", "ada.png");
 * file.key; // => "/ada.png"
 * String(file); // => 'f"pictures:/ada.png"'
 * ```
 */
export class FileRef {
  /** Tells the classes apart as types. Instances have no such property: libraries compare and copy what has none. */
  declare readonly [Symbol.toStringTag]?: "FileRef";
  /** The name of the bucket. */
  readonly bucket: string;
  /** The key within the bucket; it begins with `/`. */
  readonly key: string;

  /**
   * @param bucket - the name of the bucket
   * @param key - the key within it; a missing leading `/` is added
   * @throws TypeError when one of them is not a string
   */
  constructor(bucket: string, key: string) {
    checkPart(bucket, "bucket");
    checkPart(key, "key");
    this.bucket = bucket;
    this.key = key.startsWith("/") ? key : `/${key}`;
    Object.freeze(this);
  }

  /**
   * Creates a file from what the database sent, without checks.
   *
   * @internal
   */
  static unchecked(bucket: string, key: string): FileRef {
    const made = Object.create(FileRef.prototype) as Unfrozen<FileRef>;
    made.bucket = bucket;
    made.key = key;
    return Object.freeze(made);
  }

  /**
   * Parses `bucket:/key`, the text that {@link FileRef.toJSON} writes; or the SurrealQL forms: `f"bucket:/key"`, with the
   * escapes of the server, and `type::file("bucket", "/key")`.
   *
   * @throws {@link InvalidFileRefError} when it contains no `:/`
   * @example
   * ```ts
   * FileRef.parse("pictures:/ada.png").bucket; // => "pictures"
   * ```
   */
  static parse(text: string): FileRef {
    if (typeof text !== "string") throw new TypeError(`FileRef.parse takes a text, not ${describeType(text)}.`);
    const { bucket, key } = (literal.exec(text) ?? call.exec(text))?.groups ?? {};
    if (bucket !== undefined && key !== undefined) return new FileRef(unescaped(bucket), unescaped(key));
    const at = text.indexOf(":/");
    // No bucket is called `f"`: such a text is a literal that is not closed, or whose escapes are not the server's.
    if (at < 0 || /^f["']/.test(text))
      throw new InvalidFileRefError(`${shown(text)} names no file: write bucket:/key.`);
    return new FileRef(text.slice(0, at), text.slice(at + 1));
  }

  /** Whether the other value is the same file. */
  equals(other: unknown): boolean {
    if (valueKind(other) !== "file-ref") return false;
    const { bucket, key } = other as FileRef;
    return this.bucket === bucket && this.key === key;
  }

  /**
   * The file as SurrealQL: the literal `f"bucket:/key"`, or a call of `type::file` where the literal cannot express
   * the name.
   */
  toString(): string {
    if (safeBucket.test(this.bucket) && safeKey.test(this.key)) return `f"${this.bucket}:${this.key}"`;
    return `type::file(${quoteText(this.bucket)}, ${quoteText(this.key)})`;
  }

  /** The text `bucket:/key`. */
  toJSON(): string {
    return `${this.bucket}:${this.key}`;
  }

  static {
    markKind(this, "file-ref", "FileRef");
  }
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/gsu, "$1");
}

function checkPart(part: unknown, which: string): void {
  if (typeof part !== "string") {
    throw new TypeError(
      `The ${which} of a FileRef is a string, not ${describeType(part)}: new FileRef("bucket", "key").`,
    );
  }
  assertWellFormed(part, `The ${which} of a FileRef`);
}
