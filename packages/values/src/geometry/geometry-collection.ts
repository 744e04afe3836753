import { describeType } from "../describe-type.ts";
import { markKind, type Unfrozen, valueKind } from "../kind.ts";
import { type GeoJson, Geometry } from "./geometry.ts";

/**
 * Any number of geometries of any class as one value.
 *
 * @example
 * ```ts
 * const shapes = new GeometryCollection(new GeometryPoint(1, 2));
 * shapes.geometries.length; // => 1
 * ```
 */
export class GeometryCollection extends Geometry {
  /** Tells the classes apart as types. Instances have no such property: libraries compare and copy what has none. */
  declare readonly [Symbol.toStringTag]?: "GeometryCollection";
  /** The geometries in their order. */
  readonly geometries: readonly Geometry[];

  /**
   * @param geometries - any number of geometries, collections included
   * @throws TypeError when one of them is not a geometry
   */
  constructor(...geometries: readonly Geometry[]) {
    super();
    for (const each of geometries) {
      if (valueKind(each)?.startsWith("geometry-")) continue;
      throw new TypeError(
        `A GeometryCollection is made of geometries, such as a GeometryPoint, not of ${describeType(each)}.`,
      );
    }
    this.geometries = Object.freeze([...geometries]);
    Object.freeze(this);
  }

  /**
   * Creates a collection from what the database sent, without checks. The array is kept.
   *
   * @internal
   */
  static unchecked(geometries: readonly Geometry[]): GeometryCollection {
    const made = Object.create(GeometryCollection.prototype) as Unfrozen<GeometryCollection>;
    made.geometries = Object.freeze(geometries);
    return Object.freeze(made);
  }

  /** The collection in GeoJSON. */
  override toJSON(): GeoJson {
    return { type: "GeometryCollection", geometries: this.geometries.map((each) => each.toJSON()) };
  }

  static {
    markKind(this, "geometry-collection", "GeometryCollection");
  }
}
