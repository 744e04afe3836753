import type { GeometryShape, Kind, PlainKindName } from "./kind.ts";
import { readNumberLiteral } from "./number-literal.ts";
import { readObject } from "./read-object.ts";
import { TokenCursor } from "./token-cursor.ts";
import { geometryTypes, valueTypes } from "./value-types.ts";

/**
 * Reads the text of a kind, as `TYPE` takes it and as the server writes it. It never fails: what it does not
 * understand becomes a kind `unknown` with that text.
 *
 * @example
 * ```ts
 * readKind("int | 'auto'"); // => { is: "either", of: [{ is: "int" }, { is: "literal", of: "string", value: "auto" }] }
 * ```
 */
export function readKind(text: string): Kind {
  const cursor = new TokenCursor(text);
  const kind = readEither(cursor);
  return kind === undefined || !cursor.atEnd ? { is: "unknown", text } : kind;
}

function readEither(cursor: TokenCursor): Kind | undefined {
  const of: Kind[] = [];
  do {
    const kind = readOne(cursor);
    if (kind === undefined) return undefined;
    of.push(...(kind.is === "either" ? kind.of : [kind]));
  } while (cursor.skip("|"));
  return of.length === 1 ? of[0] : { is: "either", of };
}

function readOne(cursor: TokenCursor): Kind | undefined {
  if (cursor.skip("[")) return readTuple(cursor);
  if (cursor.skip("{")) return readObject(cursor, readEither);
  const text = cursor.string();
  if (text !== undefined) return { is: "literal", of: "string", value: text };
  const number = readNumberLiteral(cursor);
  if (number !== undefined) return number;
  const word = cursor.word();
  if (word === undefined) return undefined;
  if (word === "true" || word === "false") return { is: "literal", of: "bool", value: word === "true" };
  return readNamed(word, cursor);
}

function readNamed(word: string, cursor: TokenCursor): Kind | undefined {
  switch (word) {
    case "option":
      return readOption(cursor);
    case "array":
    case "set":
      return readList(word, cursor);
    case "object":
      return { is: "object", fields: [], isExact: false, isOpen: false };
    case "record":
    case "table":
      return withNames(cursor, (tables) => ({ is: word, tables }));
    case "file":
      return withNames(cursor, (buckets) => ({ is: "file", buckets }));
    case "geometry":
      return withNames(cursor, readShapes);
    default:
      // `point` alone is short for `geometry<point>`.
      return Object.hasOwn(valueTypes, word) ? { is: word as PlainKindName } : readShapes([word]);
  }
}

function readShapes(names: readonly string[]): Kind | undefined {
  return names.every((name) => Object.hasOwn(geometryTypes, name))
    ? { is: "geometry", shapes: names as GeometryShape[] }
    : undefined;
}

function readOption(cursor: TokenCursor): Kind | undefined {
  if (!cursor.skip("<")) return undefined;
  const inner = readEither(cursor);
  if (inner === undefined || !cursor.skip(">")) return undefined;
  const rest = inner.is === "either" ? inner.of : [inner];
  return { is: "either", of: [{ is: "none" }, ...rest.filter(({ is }) => is !== "none")] };
}

function readList(is: "array" | "set", cursor: TokenCursor): Kind | undefined {
  if (!cursor.skip("<")) return { is, of: { is: "any" } };
  const of = readEither(cursor);
  if (of === undefined) return undefined;
  const size = cursor.skip(",") ? Number(cursor.word()) : undefined;
  return cursor.skip(">") ? { is, of, ...(size === undefined ? {} : { size }) } : undefined;
}

function withNames(cursor: TokenCursor, make: (names: readonly string[]) => Kind | undefined): Kind | undefined {
  const names: string[] = [];
  if (!cursor.skip("<")) return make(names);
  do {
    const name = cursor.name();
    if (name === undefined) return undefined;
    names.push(name);
  } while (cursor.skip("|"));
  return cursor.skip(">") ? make(names) : undefined;
}

/** The parts of a tuple may be named: so are the parts of record ids in 4.0. */
function readTuple(cursor: TokenCursor): Kind | undefined {
  const items = cursor.list("]", () => {
    if (cursor.peek(1) === ":" && cursor.name() !== undefined) cursor.skip(":");
    return readEither(cursor);
  });
  return items && { is: "tuple", items };
}
