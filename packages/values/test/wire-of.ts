import type {
  Bound,
  Datetime,
  Decimal,
  Duration,
  FileRef,
  Float,
  GeoJson,
  Geometry,
  Range,
  RecordId,
  Table,
  Uuid,
} from "../src/index.ts";
import { valueKind } from "../src/index.ts";
import { Tagged, type Wire } from "./cbor.ts";

/** What the database must make of a value, written down from its description of the CBOR tags, apart from all rendering. */
export function wireOf(value: unknown): Wire {
  if (value === undefined) return new Tagged(6, null);
  if (value === null || typeof value === "boolean" || typeof value === "string" || typeof value === "bigint")
    return value;
  if (typeof value === "number") return Number.isInteger(value) ? BigInt(value) : value;
  if (value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map(wireOf);
  if (value instanceof Set) return new Tagged(56, [...value].map(wireOf));
  if (value instanceof Date) {
    const seconds = Math.floor(value.getTime() / 1000);
    return new Tagged(12, [BigInt(seconds), BigInt(value.getTime() - seconds * 1000) * 1_000_000n]);
  }
  if (valueKind(value) !== undefined) return wireOfClass(value as object);
  return new Map(Object.entries(value).map(([key, item]) => [key, wireOf(item)]));
}

function wireOfClass(value: object): Wire {
  switch (valueKind(value)) {
    case "record-id":
      return new Tagged(8, [(value as RecordId).table, wireOf((value as RecordId).id)]);
    case "table":
      return new Tagged(7, (value as Table).name);
    case "uuid":
      return new Tagged(37, (value as Uuid).toBytes());
    case "decimal":
      return new Tagged(10, (value as Decimal).text);
    case "datetime":
      return new Tagged(12, [BigInt((value as Datetime).seconds), BigInt((value as Datetime).nanoseconds)]);
    case "duration":
      return new Tagged(14, durationParts(value as Duration));
    case "float":
      return (value as Float).value;
    case "file-ref":
      return new Tagged(55, [(value as FileRef).bucket, (value as FileRef).key]);
    case "range":
      return new Tagged(49, [boundWire((value as Range).begin), boundWire((value as Range).end)]);
    default:
      return geometryWire((value as Geometry).toJSON());
  }
}

function durationParts({ seconds, nanoseconds }: Duration): Wire[] {
  if (nanoseconds > 0) return [seconds, BigInt(nanoseconds)];
  return seconds > 0n ? [seconds] : [];
}

function boundWire(bound: Bound | undefined): Wire {
  if (bound === undefined) return null;
  return new Tagged(valueKind(bound) === "bound-included" ? 50 : 51, wireOf(bound.value));
}

/** By GeoJSON type: its tag and the tags of what is nested in it. */
const geometryTags = {
  Point: [88],
  LineString: [89, 88],
  Polygon: [90, 89, 88],
  MultiPoint: [91, 88],
  MultiLineString: [92, 89, 88],
  MultiPolygon: [93, 90, 89, 88],
};

function geometryWire(json: GeoJson): Wire {
  if (json.type === "GeometryCollection") return new Tagged(94, json.geometries.map(geometryWire));
  const nest = (coordinates: unknown, [tag, ...inner]: readonly number[]): Wire => {
    const list = coordinates as readonly unknown[];
    return new Tagged(tag as number, inner.length === 0 ? (list as number[]) : list.map((each) => nest(each, inner)));
  };
  return nest(json.coordinates, geometryTags[json.type]);
}

/** One text for one wire value: keys and members of sets in order, `-0` and the type of numbers kept. */
export function canonical(wire: Wire): string {
  if (typeof wire === "bigint") return `${wire}i`;
  if (typeof wire === "number") return Object.is(wire, -0) ? "-0f" : `${wire}f`;
  if (wire instanceof Uint8Array) return `h${Buffer.from(wire).toString("hex")}`;
  if (Array.isArray(wire)) return `[${wire.map(canonical).join()}]`;
  if (wire instanceof Map)
    return `{${[...wire]
      .map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`)
      .sort()
      .join()}}`;
  if (wire instanceof Tagged) {
    const members =
      wire.tag === 56 && Array.isArray(wire.value) ? wire.value.map(canonical).sort().join() : canonical(wire.value);
    return `${wire.tag}(${members})`;
  }
  return JSON.stringify(wire);
}
