import { markKind, type Unfrozen } from "../kind.ts";
import { checkParts, coordinateList, type GeoJson, Geometry, type Position } from "./geometry.ts";
import { GeometryPoint } from "./geometry-point.ts";

/**
 * Any number of points as one value.
 *
 * @example
 * ```ts
 * String(new GeometryMultiPoint(new GeometryPoint(1, 2))); // => '{ type: "MultiPoint", coordinates: [[1, 2]] }'
 * ```
 */
export class GeometryMultiPoint extends Geometry {
  /** Tells the classes apart as types. Instances have no such property: libraries compare and copy what has none. */
  declare readonly [Symbol.toStringTag]?: "GeometryMultiPoint";
  /** The points in their order. */
  readonly points: readonly GeometryPoint[];

  /**
   * @param points - any number of points
   * @throws TypeError when one of them is not a `GeometryPoint`
   */
  constructor(...points: readonly GeometryPoint[]) {
    super();
    checkParts(points, "geometry-point", "GeometryMultiPoint", "GeometryPoint");
    this.points = Object.freeze([...points]);
    Object.freeze(this);
  }

  /**
   * Creates an instance from what the database sent, without checks. The array is kept.
   *
   * @internal
   */
  static unchecked(points: readonly GeometryPoint[]): GeometryMultiPoint {
    const made = Object.create(GeometryMultiPoint.prototype) as Unfrozen<GeometryMultiPoint>;
    made.points = Object.freeze(points);
    return Object.freeze(made);
  }

  /**
   * Creates an instance from GeoJSON coordinates.
   *
   * @throws {@link InvalidGeometryError} when they do not form a valid geometry
   */
  static fromCoordinates(coordinates: readonly Position[]): GeometryMultiPoint {
    const points = coordinateList(coordinates, "GeometryMultiPoint").map((each) => GeometryPoint.fromCoordinates(each));
    return new GeometryMultiPoint(...points);
  }

  /** The GeoJSON coordinates. */
  toCoordinates(): readonly Position[] {
    return this.points.map((each) => each.toCoordinates());
  }

  /** The same in GeoJSON, a `MultiPoint`. */
  override toJSON(): GeoJson {
    return { type: "MultiPoint", coordinates: this.toCoordinates() };
  }

  static {
    markKind(this, "geometry-multi-point", "GeometryMultiPoint");
  }
}
