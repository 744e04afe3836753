import {
  BoundExcluded,
  BoundIncluded,
  Datetime,
  Decimal,
  Duration,
  FileRef,
  Float,
  Future,
  GeometryCollection,
  GeometryLine,
  GeometryMultiLine,
  GeometryMultiPoint,
  GeometryMultiPolygon,
  GeometryPoint,
  GeometryPolygon,
  Range,
  RecordId,
  type RecordIdValue,
  Table,
  Uuid,
} from "@surreal-sdk/values";
import fc from "fast-check";

const text = fc.oneof(fc.string({ unit: "binary", maxLength: 20 }), fc.string({ unit: "grapheme", maxLength: 20 }));
/** Keys that mean something to JavaScript or to tags. */
const key = fc.oneof(
  text,
  fc.constantFrom("__proto__", "constructor", "toJSON", "then", "", "$", "$$", "$record", "$$record", "$none", "$new"),
);
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const coordinate = fc.double({ noNaN: true, noDefaultInfinity: true });
const point = fc.tuple(coordinate, coordinate).map(([x, y]) => new GeometryPoint(x, y));
const line = fc.array(point, { minLength: 2, maxLength: 3 }).map((points) => new GeometryLine(...points));
const ring = fc
  .array(point, { minLength: 3, maxLength: 4 })
  .map((points) => new GeometryLine(...points, points[0] as GeometryPoint));
const polygon = fc.array(ring, { minLength: 1, maxLength: 2 }).map((rings) => new GeometryPolygon(...rings));
const geometry = fc.oneof(
  point,
  line,
  polygon,
  fc.array(point, { maxLength: 2 }).map((parts) => new GeometryMultiPoint(...parts)),
  fc.array(line, { maxLength: 2 }).map((parts) => new GeometryMultiLine(...parts)),
  fc.array(polygon, { maxLength: 2 }).map((parts) => new GeometryMultiPolygon(...parts)),
  fc.array(fc.oneof(point, polygon), { maxLength: 2 }).map((parts) => new GeometryCollection(...parts)),
);
const nanoseconds = fc.integer({ min: 0, max: 999_999_999 });
const uuid = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => new Uuid(bytes));

const leaf: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(undefined, null, true, false),
  fc.oneof(int64, fc.bigInt()),
  fc.oneof(fc.double(), fc.maxSafeInteger(), fc.constantFrom(-0, Number.NaN, Number.POSITIVE_INFINITY, -1e308)),
  fc.double().map((number) => new Float(number)),
  text,
  fc.uint8Array({ maxLength: 40 }),
  fc.date({ noInvalidDate: true }),
  fc
    .tuple(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.stringMatching(/^[0-9]{1,9}$/))
    .map(([whole, fraction]) => new Decimal(`${whole}.${fraction}`)),
  fc
    .tuple(fc.integer({ min: -8_334_601_228_800, max: 8_210_266_876_799 }), nanoseconds)
    .map(([seconds, nanos]) => new Datetime(seconds, nanos)),
  fc
    .tuple(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), nanoseconds)
    .map(([seconds, nanos]) => new Duration(seconds, nanos)),
  uuid,
  fc.tuple(key, key).map(([bucket, name]) => new FileRef(wellFormed(bucket), wellFormed(name))),
  key.map((name) => new Table(wellFormed(name))),
  text.map((body) => new Future(body)),
  geometry,
);

const { value } = fc.letrec<{ value: unknown; id: RecordIdValue }>((tie) => ({
  id: fc
    .oneof(
      { maxDepth: 2 },
      key.map(wellFormed),
      int64,
      fc.maxSafeInteger(),
      uuid,
      fc.array(tie("value"), { maxLength: 2 }),
      fc.dictionary(key, tie("value"), { maxKeys: 2, noNullPrototype: true }),
    )
    .filter(canBeKey) as fc.Arbitrary<RecordIdValue>,
  value: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(key, tie("value"), { maxKeys: 3, noNullPrototype: true }),
    fc.dictionary(key, tie("value"), { minKeys: 1, maxKeys: 1, noNullPrototype: true }),
    fc.array(tie("value"), { maxLength: 3 }).map((members) => new Set(members)),
    fc.array(fc.tuple(tie("value"), tie("value")), { maxLength: 2 }).map((entries) => new Map(entries)),
    fc.tuple(key, tie("id")).map(([table, id]) => new RecordId(wellFormed(table), id)),
    fc.tuple(key, range(tie("id"))).map(([table, ids]) => new RecordId(wellFormed(table), ids)),
    range(tie("value")),
  ),
}));

/** Values of every type that the SDK sends or returns, nested in each other. */
export const anyValue: fc.Arbitrary<unknown> = value;

function range<T>(inner: fc.Arbitrary<T>): fc.Arbitrary<Range<T>> {
  const bound = fc.oneof(
    fc.constant(undefined),
    inner.map((content) => new BoundIncluded(content)),
    inner.map((content) => new BoundExcluded(content)),
  );
  return fc.tuple(bound, bound).map(([begin, end]) => new Range<T>(begin, end));
}

/** Whether a record id takes it: an id may contain values of every kind, but no object with an empty key. */
function canBeKey(id: unknown): boolean {
  try {
    return new RecordId("t", id as RecordIdValue).table === "t";
  } catch {
    return false;
  }
}

/** Names cannot have unpaired surrogates. */
function wellFormed(name: string): string {
  return name.replace(/[\ud800-\udfff]/gu, "?");
}
