import { FileRef } from "../file-ref.ts";
import { fromGeoJson } from "../geometry/from-geo-json.ts";
import type { Geometry } from "../geometry/geometry.ts";
import { GeometryPoint } from "../geometry/geometry-point.ts";
import { valueKind } from "../kind.ts";
import { Table } from "../table.ts";
import type { Operand } from "./range-text.ts";
import type { TextCursor } from "./text-cursor.ts";
import { inside, type TextPlace } from "./text-place.ts";

const call = /type::table\(|type::file\(|object::from_entries\(|<set>\[/y;
const bareKey = /[A-Za-z_][A-Za-z0-9_]*|[0-9]+/y;
const keyFollows = /[ \t\r\n]*:(?!:)/y;

/**
 * Parses a value that contains other values; returns `undefined` when none begins here.
 *
 * @internal
 */
export function readContainer(place: TextPlace): Operand | undefined {
  const { cursor } = place;
  const name = cursor.match(call)?.[0];
  if (name !== undefined) return { value: readCall(name, inside(place)) };
  if (cursor.skip("[")) return { value: readArray(inside(place)) };
  if (cursor.skip("{")) return { value: readBraces(inside(place)) };
  return cursor.skip("(") ? { value: readParentheses(inside(place)) } : undefined;
}

/**
 * Parses an array after its opening bracket.
 *
 * @internal
 */
export function readArray(place: TextPlace): unknown[] {
  return readList(place, "]");
}

/**
 * Parses an object after its opening brace.
 *
 * @internal
 */
export function readObject(place: TextPlace): { readonly [key: string]: unknown } {
  return Object.fromEntries(readEntries(place) ?? place.cursor.refuse());
}

/** Parses an object, a geometry or a set after the opening brace. */
function readBraces(place: TextPlace): unknown {
  const { cursor } = place;
  if (cursor.skipSpaced(",")) {
    cursor.expect("}");
    return new Set();
  }
  const entries = readEntries(place);
  if (entries === undefined) return readSet(place);
  // The server sorts the keys of an object, so `type` is never the first of these two.
  const isGeometry =
    entries.length === 2 && entries[0]?.[0] === "type" && /^(?:coordinates|geometries)$/.test(entries[1]?.[0] ?? "");
  const value = Object.fromEntries(entries);
  return isGeometry ? cursor.made(() => readGeometry(value)) : value;
}

function readList(place: TextPlace, close: string): unknown[] {
  const { cursor } = place;
  const items: unknown[] = [];
  while (!cursor.skipSpaced(close)) {
    items.push(place.value(place));
    if (cursor.skipSpaced(",")) continue;
    cursor.expect(close);
    break;
  }
  return items;
}

/** A set with one member has a trailing comma: without it the text would be a block. */
function readSet(place: TextPlace): Set<unknown> {
  const { cursor } = place;
  const first = place.value(place);
  cursor.expect(",");
  return new Set([first, ...readList(place, "}")]);
}

/** The entries of an object; `undefined` when the text here is not an object. */
function readEntries(place: TextPlace): [string, unknown][] | undefined {
  const { cursor } = place;
  const start = cursor.at;
  const entries: [string, unknown][] = [];
  while (!cursor.skipSpaced("}")) {
    const key = readKey(cursor);
    if (key === undefined) {
      if (entries.length > 0) cursor.refuse();
      cursor.at = start;
      return undefined;
    }
    entries.push([key, place.value(place)]);
    if (cursor.skipSpaced(",")) continue;
    cursor.expect("}");
    break;
  }
  return entries;
}

function readKey(cursor: TextCursor): string | undefined {
  const key = cursor.quoted("\"'`⟨") ?? cursor.match(bareKey)?.[0];
  return key !== undefined && cursor.match(keyFollows) !== undefined ? key : undefined;
}

/** `(1, 2)` is a point; parentheses around one value are only parentheses. */
function readParentheses(place: TextPlace): unknown {
  const { cursor } = place;
  const first = place.value(place);
  if (!cursor.skipSpaced(",")) {
    cursor.expect(")");
    return first;
  }
  const second = place.value(place);
  cursor.expect(")");
  return cursor.made(() => new GeometryPoint(coordinate(first), coordinate(second)));
}

/** Whole numbers with an `f` are parsed as a Float; coordinates are plain numbers. */
function coordinate(value: unknown): number {
  return (valueKind(value) === "float" ? (value as { value: unknown }).value : value) as number;
}

function readGeometry(json: object): Geometry {
  return fromGeoJson(plain(json) as never);
}

/** A geometry written as GeoJSON may contain points in the short form. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (valueKind(value)?.startsWith("geometry-")) return (value as Geometry).toJSON();
  if (typeof value !== "object" || value === null || valueKind(value) !== undefined) return coordinate(value);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}

function readCall(name: string, place: TextPlace): unknown {
  const { cursor } = place;
  if (name === "<set>[") return new Set(readList(place, "]"));
  const operands = readList(place, ")") as never[];
  return cursor.made(() => {
    if (name === "type::table(" && operands.length === 1) return new Table(operands[0] as never);
    if (name === "type::file(" && operands.length === 2) return new FileRef(operands[0] as never, operands[1] as never);
    return operands.length === 1 && name === "object::from_entries("
      ? Object.fromEntries(operands[0] as never)
      : cursor.refuse();
  });
}
