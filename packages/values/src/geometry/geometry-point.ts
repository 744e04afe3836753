import { describeType } from "../describe-type.ts";
import { InvalidGeometryError } from "../errors/invalid-value-error.ts";
import { markKind, type Unfrozen } from "../kind.ts";
import { type GeoJson, Geometry, type Position } from "./geometry.ts";

/**
 * A point on the earth.
 *
 * @example
 * ```ts
 * const point = new GeometryPoint(-0.118, 51.509);
 * point.latitude; // => 51.509
 * String(point); // => "(-0.118, 51.509)"
 * ```
 */
export class GeometryPoint extends Geometry {
  /** Tells the classes apart as types. Instances have no such property: libraries compare and copy what has none. */
  declare readonly [Symbol.toStringTag]?: "GeometryPoint";
  /** Degrees east; also any other x coordinate, since it is not limited. */
  readonly longitude: number;
  /** Degrees north; also any other y coordinate, since it is not limited. */
  readonly latitude: number;

  /**
   * @param longitude - degrees east, first as in GeoJSON
   * @param latitude - degrees north
   * @throws TypeError when one of them is not a number
   * @throws {@link InvalidGeometryError} when one of them is not finite
   */
  constructor(longitude: number, latitude: number) {
    super();
    checkCoordinate(longitude, "longitude");
    checkCoordinate(latitude, "latitude");
    this.longitude = longitude;
    this.latitude = latitude;
    Object.freeze(this);
  }

  /**
   * Creates a point from what the database sent, without checks.
   *
   * @internal
   */
  static unchecked(longitude: number, latitude: number): GeometryPoint {
    const made = Object.create(GeometryPoint.prototype) as Unfrozen<GeometryPoint>;
    made.longitude = longitude;
    made.latitude = latitude;
    return Object.freeze(made);
  }

  /**
   * Creates a point from GeoJSON coordinates, `[longitude, latitude]`.
   *
   * @throws {@link InvalidGeometryError} when there are not exactly two
   */
  static fromCoordinates(coordinates: Position): GeometryPoint {
    if (!Array.isArray(coordinates) || coordinates.length !== 2) {
      throw new InvalidGeometryError(
        "The coordinates of a GeometryPoint are [longitude, latitude]; the database has no altitude.",
      );
    }
    return new GeometryPoint(coordinates[0], coordinates[1]);
  }

  /** The GeoJSON coordinates, `[longitude, latitude]`. */
  toCoordinates(): Position {
    return [this.longitude, this.latitude];
  }

  /** The point in GeoJSON. */
  override toJSON(): GeoJson {
    return { type: "Point", coordinates: this.toCoordinates() };
  }

  static {
    markKind(this, "geometry-point", "GeometryPoint");
  }
}

function checkCoordinate(value: unknown, which: string): void {
  if (typeof value !== "number") {
    const hint = Array.isArray(value) ? " For an array use GeometryPoint.fromCoordinates." : "";
    throw new TypeError(
      `The ${which} of a GeometryPoint is a number, not ${describeType(value)}: new GeometryPoint(longitude, latitude).${hint}`,
    );
  }
  if (!Number.isFinite(value))
    throw new InvalidGeometryError(`The ${which} of a GeometryPoint is finite, not ${value}.`);
}
