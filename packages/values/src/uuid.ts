import { isBuiltIn } from "./built-in.ts";
import { describeType, shown } from "./describe-type.ts";
import { InvalidUuidError } from "./errors/invalid-value-error.ts";
import { markKind, type Unfrozen, valueKind } from "./kind.ts";

const form = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const digits = "0123456789abcdef";
const hyphen = 0x2d;

/** How many UUIDs of version 7 a millisecond can count. */
const perMillisecond = 2048;

/** A clock that is set back by more, ten seconds, was wrong before. */
const setBack = 10_000 * perMillisecond;

/** The time of the latest UUID of version 7, with its count: all callers of a thread share one order. */
const clock = { latest: 0 };

/**
 * A UUID of any version.
 *
 * @example
 * ```ts
 * const id = Uuid.parse("018a6680-bef9-701b-9025-e1754f296a0f");
 * id.text; // => "018a6680-bef9-701b-9025-e1754f296a0f"
 * String(id); // => 'u"018a6680-bef9-701b-9025-e1754f296a0f"'
 * ```
 */
export class Uuid {
  /** Tells the classes apart as types. Instances have no such property: libraries compare and copy what has none. */
  declare readonly [Symbol.toStringTag]?: "Uuid";
  /** The usual text in lower case: 32 hexadecimal digits and 4 hyphens. */
  readonly text: string;

  /**
   * @param source - the text (see {@link Uuid.parse}) or the 16 bytes
   * @throws {@link InvalidUuidError} when the text or the number of bytes is wrong
   * @throws TypeError when it is neither text nor bytes
   */
  constructor(source: string | Uint8Array) {
    this.text = typeof source === "string" ? checkedText(source) : bytesToText(checkedBytes(source));
    Object.freeze(this);
  }

  /**
   * Creates a UUID from 16 bytes that the database sent, without checks. The bytes are copied.
   *
   * @internal
   */
  static unchecked(bytes: Uint8Array): Uuid {
    const made = Object.create(Uuid.prototype) as Unfrozen<Uuid>;
    made.text = bytesToText(bytes);
    return Object.freeze(made);
  }

  /**
   * Parses the usual text with hyphens, in either case, or the SurrealQL form `u"…"`.
   *
   * @throws {@link InvalidUuidError} for any other text
   * @example
   * ```ts
   * Uuid.parse("018A6680-BEF9-701B-9025-E1754F296A0F").toJSON(); // => "018a6680-bef9-701b-9025-e1754f296a0f"
   * ```
   */
  static parse(text: string): Uuid {
    if (typeof text !== "string") throw new TypeError(`Uuid.parse takes a text, not ${describeType(text)}.`);
    return new Uuid(/^u(["']).*\1$/.test(text) ? text.slice(2, -1) : text);
  }

  /**
   * Creates a UUID from its 16 bytes.
   *
   * @throws {@link InvalidUuidError} when there are more or fewer than 16
   * @example
   * ```ts
   * Uuid.fromBytes(new Uint8Array(16)).text; // => "00000000-0000-0000-0000-000000000000"
   * ```
   */
  static fromBytes(bytes: Uint8Array): Uuid {
    return new Uuid(checkedBytes(bytes));
  }

  /**
   * Creates a random UUID (version 4).
   *
   * @example
   * ```ts
   * Uuid.v4().equals(Uuid.v4()); // => false
   * ```
   */
  static v4(): Uuid {
    return Uuid.unchecked(stamped(crypto.getRandomValues(new Uint8Array(16)), 4));
  }

  /**
   * Creates a UUID from the current millisecond and random bits (version 7). Those of one thread sort by creation, also
   * within a millisecond.
   *
   * @example
   * ```ts
   * Uuid.v7().text[14]; // => "7"
   * ```
   */
  static v7(): Uuid {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    const now = Date.now() * perMillisecond;
    const isNew = now > clock.latest || clock.latest - now > setBack;
    // What is random at the beginning leaves half of a millisecond's count; a count that is used up goes ahead of the clock.
    const latest = isNew ? now + (bytes[6] as number) * 4 : clock.latest + 1;
    clock.latest = latest;
    let rest = Math.floor(latest / perMillisecond);
    for (let at = 5; at >= 0; at--) {
      bytes[at] = rest % 256;
      rest = Math.floor(rest / 256);
    }
    bytes[6] = (latest % perMillisecond) / 256;
    bytes[7] = latest;
    return Uuid.unchecked(stamped(bytes, 7));
  }

  /** The 16 bytes, a fresh copy at each call. */
  toBytes(): Uint8Array<ArrayBuffer> {
    const digits = this.text.replaceAll("-", "");
    return Uint8Array.from({ length: 16 }, (_, at) => Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16));
  }

  /** Whether the other value is the same UUID. */
  equals(other: unknown): boolean {
    return valueKind(other) === "uuid" && (other as Uuid).text === this.text;
  }

  /** The UUID as SurrealQL, `u"…"`. */
  toString(): string {
    return `u"${this.text}"`;
  }

  /** The text without quotes. */
  toJSON(): string {
    return this.text;
  }

  static {
    markKind(this, "uuid", "Uuid");
  }
}

function checkedText(text: string): string {
  if (!form.test(text)) {
    throw new InvalidUuidError(`${shown(text)} is not a UUID: pass 32 hexadecimal digits as 8-4-4-4-12.`);
  }
  return text.toLowerCase();
}

function checkedBytes(bytes: unknown): Uint8Array {
  if (!isBuiltIn(bytes, "Uint8Array")) {
    throw new TypeError(`A Uuid is made of a text or of 16 bytes (a Uint8Array), not of ${describeType(bytes)}.`);
  }
  if (bytes.length !== 16) throw new InvalidUuidError(`A UUID has 16 bytes, not ${bytes.length}.`);
  return bytes;
}

/** Builds the text in one expression: V8 would keep the parts of a concatenation, which take ten times the memory. */
function bytesToText(bytes: Uint8Array): string {
  const codes: number[] = [];
  for (let at = 0; at < 16; at++) {
    const byte = bytes[at] as number;
    if (at === 4 || at === 6 || at === 8 || at === 10) codes.push(hyphen);
    codes.push(digits.charCodeAt(byte >> 4), digits.charCodeAt(byte & 15));
  }
  return String.fromCharCode.apply(undefined, codes);
}

function stamped(bytes: Uint8Array, version: number): Uint8Array {
  bytes[6] = ((bytes[6] as number) & 0x0f) | (version << 4);
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  return bytes;
}
