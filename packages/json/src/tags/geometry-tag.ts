import {
  type Geometry,
  GeometryCollection,
  GeometryLine,
  GeometryMultiLine,
  GeometryMultiPoint,
  GeometryMultiPolygon,
  GeometryPoint,
  GeometryPolygon,
} from "@surreal-sdk/values";
import { type Tag, Unfit } from "./tag.ts";

/**
 * As GeoJSON. A coordinate may be a number that JSON does not have, such as `-0`, so its parts are values too. Only the
 * shape of the data is checked: a database holds geometries that no constructor makes, such as a line of one point.
 */
export const geometry: Tag<Geometry> = {
  write: (value, part) => part(value.toJSON()),
  read: (content, part) => toGeometry(part(content)),
};

const readers: ReadonlyMap<unknown, (coordinates: unknown) => Geometry> = new Map<
  unknown,
  (coordinates: unknown) => Geometry
>([
  ["Point", toPoint],
  ["LineString", toLine],
  ["Polygon", toPolygon],
  ["MultiPoint", (given) => GeometryMultiPoint.unchecked(listed(given, toPoint))],
  ["MultiLineString", (given) => GeometryMultiLine.unchecked(listed(given, toLine))],
  ["MultiPolygon", (given) => GeometryMultiPolygon.unchecked(listed(given, toPolygon))],
]);

function toGeometry(given: unknown): Geometry {
  const { type, coordinates, geometries } = (given ?? {}) as { [K in "type" | "coordinates" | "geometries"]?: unknown };
  if (type === "GeometryCollection") return GeometryCollection.unchecked(listed(geometries, toGeometry));
  const read = readers.get(type);
  if (read === undefined) throw new Unfit("must contain the GeoJSON of a geometry.");
  return read(coordinates);
}

function toPoint(given: unknown): GeometryPoint {
  const [longitude, latitude, ...more] = Array.isArray(given) ? given : [];
  if (typeof longitude !== "number" || typeof latitude !== "number" || more.length > 0) {
    throw new Unfit("must contain points of two numbers.");
  }
  return GeometryPoint.unchecked(longitude, latitude);
}

function toLine(given: unknown): GeometryLine {
  return GeometryLine.unchecked(listed(given, toPoint));
}

function toPolygon(given: unknown): GeometryPolygon {
  return GeometryPolygon.unchecked(listed(given, toLine));
}

function listed<Item>(given: unknown, read: (each: unknown) => Item): Item[] {
  if (!Array.isArray(given)) throw new Unfit("must contain the GeoJSON of a geometry, with arrays of coordinates.");
  return given.map(read);
}
