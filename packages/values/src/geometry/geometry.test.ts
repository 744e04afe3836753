import { describe, expect, it } from "vitest";
import {
  GeometryCollection,
  GeometryLine,
  GeometryMultiLine,
  GeometryMultiPoint,
  GeometryMultiPolygon,
  GeometryPoint,
  GeometryPolygon,
  InvalidGeometryError,
} from "../index.ts";

const a = new GeometryPoint(0, 0);
const b = new GeometryPoint(1, 0);
const c = new GeometryPoint(1, 1);
const ring = new GeometryLine(a, b, c, new GeometryPoint(0, 0));

describe("coordinates", () => {
  it.each([
    [
      GeometryLine,
      [
        [0, 0],
        [1, 2.5],
      ],
    ],
    [
      GeometryPolygon,
      [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 0],
        ],
      ],
    ],
    [GeometryMultiPoint, []],
    [
      GeometryMultiLine,
      [
        [
          [0, 0],
          [1, 0],
        ],
        [
          [5, 5],
          [6, 6],
        ],
      ],
    ],
    [
      GeometryMultiPolygon,
      [
        [
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 0],
          ],
        ],
      ],
    ],
    [GeometryPoint, [1, 2]],
  ])("make a %o and come out of it again", (Geometry, coordinates) => {
    expect(Geometry.fromCoordinates(coordinates as never).toCoordinates()).toStrictEqual(coordinates);
  });

  it.each<[string, () => unknown]>([
    ["a point of three numbers", () => GeometryPoint.fromCoordinates([1, 2, 3] as never)],
    ["a point of one number", () => GeometryPoint.fromCoordinates([1] as never)],
    ["a point that is no array", () => GeometryPoint.fromCoordinates({ x: 1 } as never)],
    ["a line that is no array", () => GeometryLine.fromCoordinates("0 0, 1 1" as never)],
    ["a line of one point", () => GeometryLine.fromCoordinates([[0, 0]])],
    [
      "a polygon in a flat array",
      () =>
        GeometryPolygon.fromCoordinates([
          [0, 0],
          [1, 1],
        ] as never),
    ],
    ["NaN", () => new GeometryPoint(Number.NaN, 0)],
    ["an infinity", () => new GeometryPoint(0, Number.NEGATIVE_INFINITY)],
    ["no ring", () => new GeometryPolygon()],
    ["a ring of three points", () => new GeometryPolygon(new GeometryLine(a, b, a))],
    ["a hole of three points", () => new GeometryPolygon(ring, new GeometryLine(a, b, a))],
    ["an open ring", () => new GeometryPolygon(new GeometryLine(a, b, c, b))],
    ["an open hole", () => new GeometryPolygon(ring, new GeometryLine(a, b, c, b))],
  ])("are refused: %s", (_, make) => {
    expect(make).toThrow(InvalidGeometryError);
  });

  it.each<[string, () => unknown, string]>([
    [
      "a point of an array",
      () => new GeometryPoint([1, 2] as never, undefined as never),
      "For an array use GeometryPoint.fromCoordinates.",
    ],
    [
      "a point of texts",
      () => new GeometryPoint("1" as never, 2),
      "The longitude of a GeometryPoint is a number, not a string: new GeometryPoint(longitude, latitude).",
    ],
    [
      "a point of one number",
      () => new (GeometryPoint as unknown as new (x: number) => unknown)(1),
      "The latitude of a GeometryPoint is a number, not undefined",
    ],
    [
      "a line of arrays",
      () => new GeometryLine([0, 0] as never, [1, 1] as never),
      "A GeometryLine is made of GeometryPoints, not of an array: for arrays of numbers use GeometryLine.fromCoordinates.",
    ],
    [
      "a polygon of points",
      () => new GeometryPolygon(a as never),
      "A GeometryPolygon is made of GeometryLines, not of a GeometryPoint",
    ],
    ["a set of points of one array", () => new GeometryMultiPoint([a, b] as never), "not of an array"],
    [
      "a collection of numbers",
      () => new GeometryCollection(1 as never),
      "A GeometryCollection is made of geometries, such as a GeometryPoint, not of a number.",
    ],
    ["a collection of an object", () => new GeometryCollection(a.toJSON() as never), "not of an object"],
  ])("are refused as a TypeError: %s", (_, make, message) => {
    expect(make).toThrow(TypeError);
    expect(make).toThrow(message);
  });

  it("may be any finite numbers", () => {
    expect(String(new GeometryPoint(-181, 1e300))).toBe("(-181, 1e+300f)");
    expect(String(new GeometryPoint(-0, 2 ** 60))).toBe("(-0f, 1152921504606847000f)");
  });
});

it("says which ring of a polygon is wrong", () => {
  const open = new GeometryLine(a, b, c, b);
  expect(() => new GeometryPolygon(open)).toThrow(
    new InvalidGeometryError("The outer ring of a GeometryPolygon is not closed: repeat its first point at the end."),
  );
  expect(() => new GeometryPolygon(ring, ring, open)).toThrow(
    new InvalidGeometryError("Hole 2 of a GeometryPolygon is not closed: repeat its first point at the end."),
  );
});

it("is not changed by a change to the array it was made of", () => {
  const points = [a, b];
  const line = new GeometryLine(...points);
  points.push(c);
  (line.toCoordinates() as unknown[]).pop();
  expect(line.points).toHaveLength(2);
});
