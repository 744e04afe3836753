import type * as values from "../src/index.ts";
import type { ValueKind } from "../src/index.ts";

type Values = typeof values;

interface Sample {
  readonly kind: ValueKind;
  readonly name: string;
  /** Makes the value with the classes of one copy of the package. */
  readonly make: (from: Values) => { toString(): string; toJSON(): unknown; equals(other: unknown): boolean };
  /** Makes one of the same class that differs. */
  readonly other: (from: Values) => unknown;
  readonly text: string;
  readonly json: unknown;
}

const ring = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 0],
] as const;
const hole = [
  [5, 5],
  [6, 5],
  [6, 6],
  [5, 5],
] as const;

/** One value of each class, with what it must be as SurrealQL and as JSON. */
export const samples: readonly Sample[] = [
  {
    kind: "record-id",
    name: "RecordId",
    make: (v) => new v.RecordId("my table", [1, { at: "x" }]),
    other: (v) => new v.RecordId("my table", [1, { at: "y" }]),
    text: '`my table`:[1, { "at": "x" }]',
    json: '`my table`:[1, { "at": "x" }]',
  },
  {
    kind: "table",
    name: "Table",
    make: (v) => new v.Table("my table"),
    other: (v) => new v.Table("table"),
    text: "`my table`",
    json: "my table",
  },
  {
    kind: "uuid",
    name: "Uuid",
    make: (v) => new v.Uuid("018a6680-bef9-701b-9025-e1754f296a0f"),
    other: (v) => new v.Uuid(new Uint8Array(16)),
    text: 'u"018a6680-bef9-701b-9025-e1754f296a0f"',
    json: "018a6680-bef9-701b-9025-e1754f296a0f",
  },
  {
    kind: "decimal",
    name: "Decimal",
    make: (v) => new v.Decimal("-19.9"),
    other: (v) => new v.Decimal("19.9"),
    text: "-19.9dec",
    json: "-19.9",
  },
  {
    kind: "datetime",
    name: "Datetime",
    make: (v) => new v.Datetime(1_700_000_000, 123_456_789),
    other: (v) => new v.Datetime(1_700_000_000, 123_456_788),
    text: 'd"2023-11-14T22:13:20.123456789Z"',
    json: "2023-11-14T22:13:20.123456789Z",
  },
  {
    kind: "duration",
    name: "Duration",
    make: (v) => new v.Duration(5400n, 7),
    other: (v) => new v.Duration(5400n),
    text: "1h30m7ns",
    json: "1h30m7ns",
  },
  { kind: "float", name: "Float", make: (v) => new v.Float(5), other: (v) => new v.Float(6), text: "5f", json: 5 },
  {
    kind: "file-ref",
    name: "FileRef",
    make: (v) => new v.FileRef("b", "a/c.txt"),
    other: (v) => new v.FileRef("b", "a"),
    text: 'f"b:/a/c.txt"',
    json: "b:/a/c.txt",
  },
  {
    kind: "range",
    name: "Range",
    make: (v) => new v.Range(new v.BoundExcluded(1), new v.BoundIncluded(9)),
    other: (v) => new v.Range(new v.BoundIncluded(1), new v.BoundIncluded(9)),
    text: "1>..=9",
    json: "1>..=9",
  },
  {
    kind: "bound-included",
    name: "BoundIncluded",
    make: (v) => new v.BoundIncluded("a"),
    other: (v) => new v.BoundExcluded("a"),
    text: '"a"',
    json: '"a"',
  },
  {
    kind: "bound-excluded",
    name: "BoundExcluded",
    make: (v) => new v.BoundExcluded("a"),
    other: (v) => new v.BoundExcluded("b"),
    text: '"a"',
    json: '"a"',
  },
  {
    kind: "geometry-point",
    name: "GeometryPoint",
    make: (v) => new v.GeometryPoint(1.5, -2),
    other: (v) => new v.GeometryPoint(1.5, 2),
    text: "(1.5, -2)",
    json: { type: "Point", coordinates: [1.5, -2] },
  },
  {
    kind: "geometry-line",
    name: "GeometryLine",
    make: (v) =>
      v.GeometryLine.fromCoordinates([
        [0, 0],
        [1, 2],
      ]),
    other: (v) =>
      v.GeometryLine.fromCoordinates([
        [1, 2],
        [0, 0],
      ]),
    text: '{ type: "LineString", coordinates: [[0, 0], [1, 2]] }',
    json: {
      type: "LineString",
      coordinates: [
        [0, 0],
        [1, 2],
      ],
    },
  },
  {
    kind: "geometry-polygon",
    name: "GeometryPolygon",
    make: (v) => v.GeometryPolygon.fromCoordinates([ring, hole]),
    other: (v) => v.GeometryPolygon.fromCoordinates([ring]),
    text: '{ type: "Polygon", coordinates: [[[0, 0], [1, 0], [1, 1], [0, 0]], [[5, 5], [6, 5], [6, 6], [5, 5]]] }',
    json: { type: "Polygon", coordinates: [ring, hole] },
  },
  {
    kind: "geometry-multi-point",
    name: "GeometryMultiPoint",
    make: (v) =>
      v.GeometryMultiPoint.fromCoordinates([
        [0, 0],
        [1, 2],
      ]),
    other: (v) =>
      v.GeometryLine.fromCoordinates([
        [0, 0],
        [1, 2],
      ]),
    text: '{ type: "MultiPoint", coordinates: [[0, 0], [1, 2]] }',
    json: {
      type: "MultiPoint",
      coordinates: [
        [0, 0],
        [1, 2],
      ],
    },
  },
  {
    kind: "geometry-multi-line",
    name: "GeometryMultiLine",
    make: (v) => v.GeometryMultiLine.fromCoordinates([ring]),
    other: (v) => v.GeometryPolygon.fromCoordinates([ring]),
    text: '{ type: "MultiLineString", coordinates: [[[0, 0], [1, 0], [1, 1], [0, 0]]] }',
    json: { type: "MultiLineString", coordinates: [ring] },
  },
  {
    kind: "geometry-multi-polygon",
    name: "GeometryMultiPolygon",
    make: (v) => v.GeometryMultiPolygon.fromCoordinates([[ring]]),
    other: (v) => new v.GeometryMultiPolygon(),
    text: '{ type: "MultiPolygon", coordinates: [[[[0, 0], [1, 0], [1, 1], [0, 0]]]] }',
    json: { type: "MultiPolygon", coordinates: [[ring]] },
  },
  {
    kind: "geometry-collection",
    name: "GeometryCollection",
    make: (v) => new v.GeometryCollection(new v.GeometryPoint(1, 2), new v.GeometryCollection()),
    other: (v) => new v.GeometryCollection(new v.GeometryPoint(1, 2)),
    text: '{ type: "GeometryCollection", geometries: [{ type: "Point", coordinates: [1, 2] }, { type: "GeometryCollection", geometries: [] }] }',
    json: {
      type: "GeometryCollection",
      geometries: [
        { type: "Point", coordinates: [1, 2] },
        { type: "GeometryCollection", geometries: [] },
      ],
    },
  },
  {
    kind: "future",
    name: "Future",
    make: (v) => new v.Future("time::now()"),
    other: (v) => new v.Future("1"),
    text: "<future> { time::now() }",
    json: "<future> { time::now() }",
  },
];
