import type { GeometryShape, Kind, ObjectKey, PlainKindName } from "./kind.ts";
import { readNumberLiteral } from "./number-literal.ts";
import { TokenCursor } from "./token-cursor.ts";

const plainKinds: ReadonlySet<string> = new Set<PlainKindName>([
  ..."any none null bool bytes datetime decimal duration float int number string uuid regex range function".split(" "),
  ..."i8 i16 i32 i64 u8 u16 u32 u64 f16 f32 f64".split(" "),
] as PlainKindName[]);
const shapes: ReadonlySet<string> = new Set<GeometryShape>([
  "point",
  "line",
  "polygon",
  "multipoint",
  "multiline",
  "multipolygon",
  "collection",
]);

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
  if (cursor.skip("{")) return readObject(cursor);
  const text = cursor.string();
  if (text !== undefined) return { is: "literal", of: "string", value: text };
  const number = readNumberLiteral(cursor);
  if (number !== undefined) return number;
  const word = cursor.word();
  if (word === undefined) return undefined;
  if (word === "true" || word === "false") return { is: "literal", of: "bool", value: word === "true" };
  if (plainKinds.has(word)) return { is: word as PlainKindName };
  return readGeneric(word, cursor);
}

function readGeneric(word: string, cursor: TokenCursor): Kind | undefined {
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
    // `point` alone is short for `geometry<point>`.
    default:
      return readShapes([word]);
  }
}

function readShapes(names: readonly string[]): Kind | undefined {
  return names.every((name) => shapes.has(name)) ? { is: "geometry", shapes: names as GeometryShape[] } : undefined;
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
  const items: Kind[] = [];
  while (!cursor.skip("]")) {
    if (cursor.peek(1) === ":" && cursor.name() !== undefined) cursor.skip(":");
    const item = readEither(cursor);
    if (item === undefined) return undefined;
    items.push(item);
    if (!cursor.skip(",") && cursor.peek() !== "]") return undefined;
  }
  return { is: "tuple", items };
}

function readObject(cursor: TokenCursor): Kind | undefined {
  const fields: ObjectKey[] = [];
  while (!cursor.skip("}")) {
    const name = cursor.name();
    if (name === undefined || !cursor.skip(":")) return undefined;
    const kind = readEither(cursor);
    if (kind === undefined) return undefined;
    fields.push({ name, kind });
    if (!cursor.skip(",") && cursor.peek() !== "}") return undefined;
  }
  return { is: "object", fields, isExact: true, isOpen: false };
}
