import { markKind, type Unfrozen } from "../kind.ts";
import { checkParts, coordinateList, type GeoJson, Geometry, type Position } from "./geometry.ts";
import { GeometryPolygon } from "./geometry-polygon.ts";

/**
 * Any number of areas as one value.
 *
 * @example
 * ```ts
 * GeometryMultiPolygon.fromCoordinates([]).polygons.length; // => 0
 * ```
 */
export class GeometryMultiPolygon extends Geometry {
  /** Tells the classes apart as types. Instances have no such property: libraries compare and copy what has none. */
  declare readonly [Symbol.toStringTag]?: "GeometryMultiPolygon";
  /** The areas in their order. */
  readonly polygons: readonly GeometryPolygon[];

  /**
   * @param polygons - any number of areas
   * @throws TypeError when one of them is not a `GeometryPolygon`
   */
  constructor(...polygons: readonly GeometryPolygon[]) {
    super();
    checkParts(polygons, "geometry-polygon", "GeometryMultiPolygon", "GeometryPolygon");
    this.polygons = Object.freeze([...polygons]);
    Object.freeze(this);
  }

  /**
   * Creates an instance from what the database sent, without checks. The array is kept.
   *
   * @internal
   */
  static unchecked(polygons: readonly GeometryPolygon[]): GeometryMultiPolygon {
    const made = Object.create(GeometryMultiPolygon.prototype) as Unfrozen<GeometryMultiPolygon>;
    made.polygons = Object.freeze(polygons);
    return Object.freeze(made);
  }

  /**
   * Creates an instance from GeoJSON coordinates.
   *
   * @throws {@link InvalidGeometryError} when they do not form a valid geometry
   */
  static fromCoordinates(coordinates: readonly (readonly (readonly Position[])[])[]): GeometryMultiPolygon {
    const polygons = coordinateList(coordinates, "GeometryMultiPolygon").map((each) =>
      GeometryPolygon.fromCoordinates(each),
    );
    return new GeometryMultiPolygon(...polygons);
  }

  /** The GeoJSON coordinates. */
  toCoordinates(): readonly (readonly (readonly Position[])[])[] {
    return this.polygons.map((each) => each.toCoordinates());
  }

  /** The same in GeoJSON, a `MultiPolygon`. */
  override toJSON(): GeoJson {
    return { type: "MultiPolygon", coordinates: this.toCoordinates() };
  }

  static {
    markKind(this, "geometry-multi-polygon", "GeometryMultiPolygon");
  }
}
