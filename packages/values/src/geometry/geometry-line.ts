import { InvalidGeometryError } from "../errors/invalid-value-error.ts";
import { markKind, type Unfrozen } from "../kind.ts";
import { checkParts, coordinateList, type GeoJson, Geometry, type Position } from "./geometry.ts";
import { GeometryPoint } from "./geometry-point.ts";

/**
 * A line through at least two points.
 *
 * @example
 * ```ts
 * String(new GeometryLine(new GeometryPoint(0, 0), new GeometryPoint(1, 1))); // => '{ type: "LineString", coordinates: [[0, 0], [1, 1]] }'
 * ```
 */
export class GeometryLine extends Geometry {
  /** Tells the classes apart as types. Instances have no such property: libraries compare and copy what has none. */
  declare readonly [Symbol.toStringTag]?: "GeometryLine";
  /** The points in their order. */
  readonly points: readonly GeometryPoint[];

  /**
   * @param points - two points or more
   * @throws TypeError when one of them is not a `GeometryPoint`
   * @throws {@link InvalidGeometryError} for fewer than two
   */
  constructor(...points: readonly GeometryPoint[]) {
    super();
    checkParts(points, "geometry-point", "GeometryLine", "GeometryPoint");
    if (points.length < 2)
      throw new InvalidGeometryError(`A GeometryLine has at least two points, not ${points.length}.`);
    this.points = Object.freeze([...points]);
    Object.freeze(this);
  }

  /**
   * Creates an instance from what the database sent, without checks. The array is kept.
   *
   * @internal
   */
  static unchecked(points: readonly GeometryPoint[]): GeometryLine {
    const made = Object.create(GeometryLine.prototype) as Unfrozen<GeometryLine>;
    made.points = Object.freeze(points);
    return Object.freeze(made);
  }

  /**
   * Creates an instance from GeoJSON coordinates.
   *
   * @throws {@link InvalidGeometryError} when they do not form a valid geometry
   */
  static fromCoordinates(coordinates: readonly Position[]): GeometryLine {
    const points = coordinateList(coordinates, "GeometryLine").map((each) => GeometryPoint.fromCoordinates(each));
    return new GeometryLine(...points);
  }

  /** The GeoJSON coordinates. */
  toCoordinates(): readonly Position[] {
    return this.points.map((each) => each.toCoordinates());
  }

  /** The same in GeoJSON, a `LineString`. */
  override toJSON(): GeoJson {
    return { type: "LineString", coordinates: this.toCoordinates() };
  }

  static {
    markKind(this, "geometry-line", "GeometryLine");
  }
}
