import { markKind, type Unfrozen } from "../kind.ts";
import { checkParts, coordinateList, type GeoJson, Geometry, type Position } from "./geometry.ts";
import { GeometryLine } from "./geometry-line.ts";

/**
 * Any number of lines as one value.
 *
 * @example
 * ```ts
 * GeometryMultiLine.fromCoordinates([[[0, 0], [1, 1]]]).lines.length; // => 1
 * ```
 */
export class GeometryMultiLine extends Geometry {
  /** Tells the classes apart as types. Instances have no such property: libraries compare and copy what has none. */
  declare readonly [Symbol.toStringTag]?: "GeometryMultiLine";
  /** The lines in their order. */
  readonly lines: readonly GeometryLine[];

  /**
   * @param lines - any number of lines
   * @throws TypeError when one of them is not a `GeometryLine`
   */
  constructor(...lines: readonly GeometryLine[]) {
    super();
    checkParts(lines, "geometry-line", "GeometryMultiLine", "GeometryLine");
    this.lines = Object.freeze([...lines]);
    Object.freeze(this);
  }

  /**
   * Creates an instance from what the database sent, without checks. The array is kept.
   *
   * @internal
   */
  static unchecked(lines: readonly GeometryLine[]): GeometryMultiLine {
    const made = Object.create(GeometryMultiLine.prototype) as Unfrozen<GeometryMultiLine>;
    made.lines = Object.freeze(lines);
    return Object.freeze(made);
  }

  /**
   * Creates an instance from GeoJSON coordinates.
   *
   * @throws {@link InvalidGeometryError} when they do not form a valid geometry
   */
  static fromCoordinates(coordinates: readonly (readonly Position[])[]): GeometryMultiLine {
    const lines = coordinateList(coordinates, "GeometryMultiLine").map((each) => GeometryLine.fromCoordinates(each));
    return new GeometryMultiLine(...lines);
  }

  /** The GeoJSON coordinates. */
  toCoordinates(): readonly (readonly Position[])[] {
    return this.lines.map((each) => each.toCoordinates());
  }

  /** The same in GeoJSON, a `MultiLineString`. */
  override toJSON(): GeoJson {
    return { type: "MultiLineString", coordinates: this.toCoordinates() };
  }

  static {
    markKind(this, "geometry-multi-line", "GeometryMultiLine");
  }
}
