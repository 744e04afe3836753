import fc from "fast-check";
import {
  BoundExcluded,
  BoundIncluded,
  Datetime,
  Decimal,
  Duration,
  FileRef,
  Float,
  GeometryCollection,
  GeometryLine,
  GeometryMultiLine,
  GeometryMultiPoint,
  GeometryMultiPolygon,
  GeometryPoint,
  GeometryPolygon,
  Range,
  RecordId,
  Table,
  Uuid,
} from "../src/index.ts";
import { hostileName } from "./hostile-names.ts";

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const coordinate = fc.double({ noNaN: true, noDefaultInfinity: true });
const point = fc.tuple(coordinate, coordinate).map(([x, y]) => new GeometryPoint(x, y));
const line = fc.array(point, { minLength: 2, maxLength: 4 }).map((points) => new GeometryLine(...points));
const ring = fc
  .array(point, { minLength: 3, maxLength: 5 })
  .map((points) => new GeometryLine(...points, points[0] as GeometryPoint));
const polygon = fc.array(ring, { minLength: 1, maxLength: 2 }).map((rings) => new GeometryPolygon(...rings));
const simpleGeometry = fc.oneof(
  point,
  line,
  polygon,
  fc.array(point, { maxLength: 3 }).map((parts) => new GeometryMultiPoint(...parts)),
  fc.array(line, { maxLength: 2 }).map((parts) => new GeometryMultiLine(...parts)),
  fc.array(polygon, { maxLength: 2 }).map((parts) => new GeometryMultiPolygon(...parts)),
);
const collection = fc
  .array(
    fc.oneof(
      simpleGeometry,
      fc.array(simpleGeometry, { maxLength: 2 }).map((parts) => new GeometryCollection(...parts)),
    ),
    { maxLength: 3 },
  )
  .map((parts) => new GeometryCollection(...parts));

const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.stringMatching(/^[0-9]{0,8}[1-9]$/))
  .map(([whole, fraction]) => new Decimal(`${whole}.${fraction}`));
const datetime = fc
  .tuple(fc.integer({ min: -62_000_000_000, max: 400_000_000_000 }), fc.integer({ min: 0, max: 999_999_999 }))
  .map(([seconds, nanoseconds]) => new Datetime(seconds, nanoseconds));
const duration = fc
  .tuple(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.integer({ min: 0, max: 999_999_999 }))
  .map(([seconds, nanoseconds]) => new Duration(seconds, nanoseconds));
const uuid = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Uuid.fromBytes(bytes));
const file = fc
  .tuple(fc.oneof(hostileName, fc.constant("bucket")), fc.oneof(hostileName, fc.constant("a/b.txt")))
  .map(([bucket, key]) => new FileRef(bucket, key));

const leaf: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(undefined, null, true, false),
  int64,
  fc.maxSafeInteger(),
  fc.double().filter((number) => !Number.isInteger(number)),
  fc.double().map((number) => new Float(number)),
  hostileName,
  fc.uint8Array({ maxLength: 6 }),
  fc.date({ noInvalidDate: true, min: new Date("-000100-01-01T00:00:00Z"), max: new Date("+012000-01-01T00:00:00Z") }),
  fc.oneof(decimal, datetime, duration, uuid, file),
  fc.oneof(simpleGeometry, collection),
  hostileName.map((name) => new Table(name)),
);

const anything = fc.letrec<{ value: unknown; key: RecordKey }>((tie) => ({
  key: fc
    .oneof(
      { maxDepth: 2 },
      hostileName,
      int64,
      uuid,
      fc.array(tie("value"), { maxLength: 2 }),
      fc.dictionary(hostileName, tie("value"), { maxKeys: 2 }),
    )
    .filter(canBeKey) as fc.Arbitrary<RecordKey>,
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: false },
    leaf,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(hostileName, tie("value"), { maxKeys: 3 }),
    fc.uniqueArray(hostileName, { maxLength: 3 }).map((members) => new Set(members)),
    fc.tuple(hostileName, tie("key")).map(([table, key]) => new RecordId(table, key)),
    range(tie("value")),
    fc.tuple(hostileName, range(tie("key"))).map(([table, keys]) => new RecordId(table, keys)),
  ),
}));

/** Values of every type that the 3.x database has, nested in each other. */
export const anyValue: fc.Arbitrary<unknown> = anything.value;

/** What a record id can have as its id: texts, integers, uuids, arrays, objects, and ranges of those. */
export const anyKey: fc.Arbitrary<unknown> = fc.oneof({ weight: 5, arbitrary: anything.key }, range(anything.key));

/** Whether a record id takes it: a key may contain values of every kind, but no object with an empty key. */
function canBeKey(key: unknown): boolean {
  try {
    return new RecordId("t", key as RecordKey).table === "t";
  } catch {
    return false;
  }
}

type RecordKey = string | bigint | Uuid | unknown[] | { [key: string]: unknown };

function range<T>(value: fc.Arbitrary<T>): fc.Arbitrary<Range<T>> {
  const bound = fc.oneof(
    fc.constant(undefined),
    value.map((content) => new BoundIncluded(content)),
    value.map((content) => new BoundExcluded(content)),
  );
  return fc.tuple(bound, bound).map(([begin, end]) => new Range<T>(begin, end));
}
