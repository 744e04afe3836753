import type { Kind } from "../kind/kind.ts";
import { readNumberLiteral } from "../kind/number-literal.ts";
import { readObject } from "../kind/read-object.ts";
import { TokenCursor } from "../kind/token-cursor.ts";

/** The prefixes of strings that are values of other kinds. */
const prefixes: Readonly<Record<string, Kind>> = {
  d: { is: "datetime" },
  u: { is: "uuid" },
  b: { is: "bytes" },
  f: { is: "file", buckets: [] },
  r: { is: "record", tables: [] },
  s: { is: "string" },
};

/** The words that are values. */
const words: Readonly<Record<string, Kind>> = {
  true: { is: "bool" },
  false: { is: "bool" },
  null: { is: "null" },
  none: { is: "none" },
  nan: { is: "float" },
  infinity: { is: "float" },
};

/**
 * Finds the kind of a value from its text, such as the value of a parameter. A number, a string or a truth value gives
 * its kind, not the literal.
 *
 * @returns `unknown` for what is not a plain value
 */
export function readValueKind(text: string): Kind {
  const cursor = new TokenCursor(text);
  const kind = readValue(cursor);
  return kind === undefined || !cursor.atEnd ? { is: "unknown", text } : kind;
}

function readValue(cursor: TokenCursor): Kind | undefined {
  if (cursor.skip("[")) return readItems(cursor);
  if (cursor.skip("{")) return readObject(cursor, readValue);
  if (cursor.string() !== undefined) return { is: "string" };
  const number = readNumberLiteral(cursor);
  if (number !== undefined) return { is: number.of };
  const name = cursor.peek();
  const word = cursor.name();
  if (word === undefined) return undefined;
  const prefixed = Object.hasOwn(prefixes, word) && cursor.string() !== undefined ? prefixes[word] : undefined;
  if (prefixed !== undefined) return prefixed;
  if (cursor.skip(":")) return readId(word, cursor);
  const lower = name.toLowerCase();
  return Object.hasOwn(words, lower) ? words[lower] : undefined;
}

/** `person:ada`; ids that are lists, objects or ranges are left to the reader. */
function readId(table: string, cursor: TokenCursor): Kind | undefined {
  return cursor.name() === undefined ? undefined : { is: "record", tables: [table] };
}

function readItems(cursor: TokenCursor): Kind | undefined {
  const items = cursor.list("]", () => readValue(cursor));
  if (items === undefined) return undefined;
  const of = [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
  if (of.length === 0) return { is: "array", of: { is: "any" } };
  return { is: "array", of: of.length === 1 ? (of[0] as Kind) : { is: "either", of } };
}
