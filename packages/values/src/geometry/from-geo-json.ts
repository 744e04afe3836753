import { describeType, shown } from "../describe-type.ts";
import { InvalidGeometryError } from "../errors/invalid-value-error.ts";
import type { Geometry } from "./geometry.ts";
import { GeometryCollection } from "./geometry-collection.ts";
import { GeometryLine } from "./geometry-line.ts";
import { GeometryMultiLine } from "./geometry-multi-line.ts";
import { GeometryMultiPoint } from "./geometry-multi-point.ts";
import { GeometryMultiPolygon } from "./geometry-multi-polygon.ts";
import { GeometryPoint } from "./geometry-point.ts";
import { GeometryPolygon } from "./geometry-polygon.ts";

/**
 * The class of each type of GeoJSON.
 *
 * @example
 * ```ts
 * const place: GeometryClasses["Point"] = new GeometryPoint(1, 2);
 * ```
 */
export interface GeometryClasses {
  /** A single place. */
  readonly Point: GeometryPoint;
  /** A line of points. */
  readonly LineString: GeometryLine;
  /** An area with holes. */
  readonly Polygon: GeometryPolygon;
  /** Several places. */
  readonly MultiPoint: GeometryMultiPoint;
  /** Several lines. */
  readonly MultiLineString: GeometryMultiLine;
  /** Several areas. */
  readonly MultiPolygon: GeometryMultiPolygon;
  /** Geometries of any class. */
  readonly GeometryCollection: GeometryCollection;
}

const readers: ReadonlyMap<string, (coordinates: never) => Geometry> = new Map<
  string,
  (coordinates: never) => Geometry
>([
  ["Point", GeometryPoint.fromCoordinates],
  ["LineString", GeometryLine.fromCoordinates],
  ["Polygon", GeometryPolygon.fromCoordinates],
  ["MultiPoint", GeometryMultiPoint.fromCoordinates],
  ["MultiLineString", GeometryMultiLine.fromCoordinates],
  ["MultiPolygon", GeometryMultiPolygon.fromCoordinates],
]);
const MAX_DEPTH = 250;

/**
 * Creates the geometry that a GeoJSON object (RFC 7946) describes. `toJSON()` of every geometry is the inverse.
 *
 * Members that GeoJSON does not define for geometries, such as `bbox`, are ignored.
 *
 * @param json - a geometry object; of a `Feature`, pass its `geometry`
 * @throws {@link InvalidGeometryError} when it is not a geometry that the database supports, or has an altitude
 * @throws TypeError when it is not an object
 * @example
 * ```ts
 * const point = fromGeoJson({ type: "Point", coordinates: [-0.118, 51.509] });
 * point.latitude; // => 51.509
 * ```
 */
export function fromGeoJson<Json extends { readonly type: keyof GeometryClasses }>(
  json: Json,
): GeometryClasses[Json["type"]] {
  return read(json, 0) as GeometryClasses[Json["type"]];
}

function read(json: unknown, depth: number): Geometry {
  if (typeof json !== "object" || json === null) {
    throw new TypeError(`fromGeoJson takes a GeoJSON object, not ${describeType(json)}.`);
  }
  const { type, coordinates, geometries } = json as { type?: unknown; coordinates?: unknown; geometries?: unknown };
  if (type === "GeometryCollection" && Array.isArray(geometries) && depth < MAX_DEPTH) {
    return new GeometryCollection(...geometries.map((each) => read(each, depth + 1)));
  }
  const reader = typeof type === "string" ? readers.get(type) : undefined;
  if (reader !== undefined) return reader(coordinates as never);
  throw new InvalidGeometryError(
    `A GeoJSON object of the type ${typeof type === "string" ? shown(type) : describeType(type)} is not a geometry: pass a Point, LineString, Polygon, a Multi… of those, or a GeometryCollection; of a Feature, pass its geometry.`,
  );
}
