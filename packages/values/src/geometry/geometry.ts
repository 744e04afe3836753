import { describeType } from "../describe-type.ts";
import { equals } from "../equals.ts";
import { InvalidGeometryError } from "../errors/invalid-value-error.ts";
import { type ValueKind, valueKind } from "../kind.ts";
import { floatText } from "../to-surreal-ql.ts";

/**
 * A place on the earth: longitude, then latitude, in degrees.
 *
 * @example
 * ```ts
 * const london: Position = [-0.118, 51.509];
 * ```
 */
export type Position = readonly [longitude: number, latitude: number];

/**
 * The GeoJSON (RFC 7946) of a geometry.
 *
 * @example
 * ```ts
 * const json: GeoJson = new GeometryPoint(1, 2).toJSON();
 * ```
 */
export type GeoJson =
  | { readonly type: "Point"; readonly coordinates: Position }
  | { readonly type: "LineString"; readonly coordinates: readonly Position[] }
  | { readonly type: "Polygon"; readonly coordinates: readonly (readonly Position[])[] }
  | { readonly type: "MultiPoint"; readonly coordinates: readonly Position[] }
  | { readonly type: "MultiLineString"; readonly coordinates: readonly (readonly Position[])[] }
  | { readonly type: "MultiPolygon"; readonly coordinates: readonly (readonly (readonly Position[])[])[] }
  | { readonly type: "GeometryCollection"; readonly geometries: readonly GeoJson[] };

/**
 * The base class of all geometries. It is abstract: create a `GeometryPoint`, `GeometryLine` and so on.
 *
 * @example
 * ```ts
 * new GeometryPoint(1.5, 2).equals(new GeometryPoint(1.5, 2)); // => true
 * ```
 */
export abstract class Geometry {
  /** Recognises geometries of every class, also those made by another copy of this package. */
  static [Symbol.hasInstance](value: unknown): boolean {
    if (this === Geometry) return valueKind(value)?.startsWith("geometry-") ?? false;
    return Function.prototype[Symbol.hasInstance].call(this, value);
  }

  /** The geometry in GeoJSON. */
  abstract toJSON(): GeoJson;

  /** Whether the other value is a geometry of the same class with the same coordinates, in the same order. */
  equals(other: unknown): boolean {
    return valueKind(other) === valueKind(this) && equals(this.toJSON(), (other as Geometry).toJSON());
  }

  /** The geometry as SurrealQL: `(1.5, 2)` for a point, else the GeoJSON object, which the parser turns into a geometry. */
  toString(): string {
    const json = this.toJSON();
    return json.type === "Point" ? `(${json.coordinates.map(numberText).join(", ")})` : geoJsonText(json);
  }
}

/** The parser accepts a collection as a geometry only when its members are written as objects too. */
function geoJsonText(json: GeoJson): string {
  if (json.type !== "GeometryCollection") {
    return `{ type: "${json.type}", coordinates: ${coordinatesText(json.coordinates)} }`;
  }
  return `{ type: "GeometryCollection", geometries: [${json.geometries.map(geoJsonText).join(", ")}] }`;
}

function coordinatesText(coordinates: unknown): string {
  if (typeof coordinates === "number") return numberText(coordinates);
  return `[${(coordinates as readonly unknown[]).map(coordinatesText).join(", ")}]`;
}

/** Whole coordinates need no `f`, except beyond 64 bits and as `-0`. */
function numberText(value: number): string {
  const shortEnough = !Number.isInteger(value) || (Number.isSafeInteger(value) && !Object.is(value, -0));
  return shortEnough ? String(value) : floatText(value);
}

/**
 * Refuses a part of the wrong class.
 *
 * @internal
 */
export function checkParts(parts: readonly unknown[], kind: ValueKind, owner: string, part: string): void {
  for (const each of parts) {
    if (valueKind(each) === kind) continue;
    throw new TypeError(
      `A ${owner} is made of ${part}s, not of ${describeType(each)}: for arrays of numbers use ${owner}.fromCoordinates.`,
    );
  }
}

/**
 * Returns an array of coordinates, or refuses what is not an array.
 *
 * @internal
 */
export function coordinateList<T>(coordinates: readonly T[], owner: string): readonly T[] {
  if (Array.isArray(coordinates)) return coordinates;
  throw new InvalidGeometryError(
    `The coordinates of a ${owner} are an array as in GeoJSON, not ${describeType(coordinates)}.`,
  );
}
