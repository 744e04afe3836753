import { fromBase64, toBase64 } from "./base64.ts";
import { listOf, type Tag, textOf, Unfit } from "./tag.ts";

/** The longest bigint to read: the time to parse one grows with the square of its length. */
const MAX_DIGITS = 1000;
const integer = /^(?:0|-?[1-9]\d*)$/;
const specialNumbers = new Map([
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
  ["-0", -0],
]);

/** NONE, which JavaScript calls `undefined`. */
const none: Tag<undefined> = {
  write: () => null,
  read(content) {
    if (content !== null) throw new Unfit("must contain null.");
    return undefined;
  },
};

/** The numbers that JSON does not have. */
const number: Tag<number> = {
  write: (value) => (value === 0 ? "-0" : String(value)),
  read(content) {
    const value = specialNumbers.get(textOf(content));
    if (value === undefined) throw new Unfit('must contain "NaN", "Infinity", "-Infinity" or "-0".');
    return value;
  },
};

const bigint: Tag<bigint> = {
  write(value) {
    const text = String(value);
    if (text.length > MAX_DIGITS) throw new Unfit(`is a bigint of more than ${MAX_DIGITS} digits.`);
    return text;
  },
  read(content) {
    const text = textOf(content);
    if (text.length > MAX_DIGITS || !integer.test(text)) {
      throw new Unfit(`must contain the digits of an integer, at most ${MAX_DIGITS}.`);
    }
    return BigInt(text);
  },
};

const bytes: Tag<Uint8Array> = {
  write: toBase64,
  read: (content) => fromBase64(textOf(content)),
};

const date: Tag<Date> = {
  write(value) {
    const time = Date.prototype.getTime.call(value);
    if (Number.isNaN(time)) throw new Unfit("is an invalid Date.");
    return new Date(time).toISOString();
  },
  read(content) {
    const value = new Date(textOf(content));
    // Date accepts many other texts, and reads some of them in local time.
    if (Number.isNaN(value.getTime()) || value.toISOString() !== content) {
      throw new Unfit("must contain a date as toISOString() of a Date writes it.");
    }
    return value;
  },
};

const set: Tag<Set<unknown>> = {
  write: (value, part) => Array.from(value, (member, at) => part(member, at)),
  read: (content, part) => new Set(listOf(content).map((member, at) => part(member, at))),
};

const map: Tag<Map<unknown, unknown>> = {
  write: (value, part) => Array.from(value, ([key, entry], at) => [part(key, at, 0), part(entry, at, 1)]),
  read: (content, part) =>
    new Map(
      listOf(content).map((pair, at) => {
        const [key = null, entry = null] = listOf(pair, 2);
        return [part(key, at, 0), part(entry, at, 1)];
      }),
    ),
};

/** The tags of what JavaScript has and JSON has not. */
export const builtInTags: {
  readonly none: Tag<undefined>;
  readonly number: Tag<number>;
  readonly bigint: Tag<bigint>;
  readonly bytes: Tag<Uint8Array>;
  readonly date: Tag<Date>;
  readonly set: Tag<Set<unknown>>;
  readonly map: Tag<Map<unknown, unknown>>;
} = { none, number, bigint, bytes, date, set, map };
