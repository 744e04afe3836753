import { InvalidGeometryError } from "../errors/invalid-value-error.ts";
import { markKind, type Unfrozen } from "../kind.ts";
import { checkParts, coordinateList, type GeoJson, Geometry, type Position } from "./geometry.ts";
import { GeometryLine } from "./geometry-line.ts";

/**
 * An area: one ring around it, and rings around the holes in it.
 *
 * @example
 * ```ts
 * const triangle = GeometryPolygon.fromCoordinates([[[0, 0], [1, 0], [1, 1], [0, 0]]]);
 * triangle.rings.length; // => 1
 * ```
 */
export class GeometryPolygon extends Geometry {
  /** Tells the classes apart as types. Instances have no such property: libraries compare and copy what has none. */
  declare readonly [Symbol.toStringTag]?: "GeometryPolygon";
  /** The ring around the area, then the rings around its holes. Each ends where it begins. */
  readonly rings: readonly GeometryLine[];

  /**
   * @param rings - the ring around the area, then one for each hole; each of four points or more, the last equal to the first
   * @throws TypeError when one of them is not a `GeometryLine`
   * @throws {@link InvalidGeometryError} for no ring, a ring of fewer than four points, or one that is not closed
   */
  constructor(...rings: readonly GeometryLine[]) {
    super();
    checkParts(rings, "geometry-line", "GeometryPolygon", "GeometryLine");
    if (rings.length === 0)
      throw new InvalidGeometryError("A GeometryPolygon has at least one ring, the one around it.");
    rings.forEach(checkRing);
    this.rings = Object.freeze([...rings]);
    Object.freeze(this);
  }

  /**
   * Creates an instance from what the database sent, without checks. The array is kept.
   *
   * @internal
   */
  static unchecked(rings: readonly GeometryLine[]): GeometryPolygon {
    const made = Object.create(GeometryPolygon.prototype) as Unfrozen<GeometryPolygon>;
    made.rings = Object.freeze(rings);
    return Object.freeze(made);
  }

  /**
   * Creates an instance from GeoJSON coordinates.
   *
   * @throws {@link InvalidGeometryError} when they do not form a valid geometry
   */
  static fromCoordinates(coordinates: readonly (readonly Position[])[]): GeometryPolygon {
    const rings = coordinateList(coordinates, "GeometryPolygon").map((each) => GeometryLine.fromCoordinates(each));
    return new GeometryPolygon(...rings);
  }

  /** The GeoJSON coordinates. */
  toCoordinates(): readonly (readonly Position[])[] {
    return this.rings.map((each) => each.toCoordinates());
  }

  /** The same in GeoJSON, a `Polygon`. */
  override toJSON(): GeoJson {
    return { type: "Polygon", coordinates: this.toCoordinates() };
  }

  static {
    markKind(this, "geometry-polygon", "GeometryPolygon");
  }
}

function checkRing(ring: GeometryLine, index: number): void {
  const which = index === 0 ? "The outer ring" : `Hole ${index}`;
  const { points } = ring;
  if (points.length < 4) {
    throw new InvalidGeometryError(`${which} of a GeometryPolygon has at least four points, not ${points.length}.`);
  }
  if (!points[0]?.equals(points[points.length - 1])) {
    throw new InvalidGeometryError(`${which} of a GeometryPolygon is not closed: repeat its first point at the end.`);
  }
}
