import { deepStrictEqual } from "node:assert/strict";
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
  GeometryMultiPoint,
  GeometryPoint,
  GeometryPolygon,
  Range,
  RecordId,
  Table,
  Uuid,
} from "@surreal-sdk/values";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CborCodec } from "./cbor-codec.ts";
import { cborFraming } from "./frame/cbor-framing.ts";
import { mapEntries } from "./frame/map-entries.ts";

const codec = new CborCodec();
const i64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const integer = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer({ min: -300, max: 300 }),
  i64.map((value) => (Number.isSafeInteger(Number(value)) ? Number(value) : value)),
);
const float = fc.double().filter((value) => !Number.isInteger(value) || Object.is(value, -0));
const text = fc.oneof(fc.string({ unit: "binary", maxLength: 60 }), fc.string({ unit: "grapheme", maxLength: 400 }));
const key = fc.oneof(text, fc.constantFrom("__proto__", "constructor", "toString", "1", "-0", ""));
const nanos = fc.integer({ min: 0, max: 999_999_999 });
const uuid = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => new Uuid(bytes));
const point = fc
  .tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer())
  .map(([x, y]) => new GeometryPoint(x, y));
const points = fc.array(point, { minLength: 2, maxLength: 5 });
const ring = points.map((list) => new GeometryLine(...list, ...list, list[0] as GeometryPoint));
const geometry = fc.oneof(
  point,
  points.map((list) => new GeometryLine(...list)),
  fc.array(ring, { minLength: 1, maxLength: 3 }).map((rings) => new GeometryPolygon(...rings)),
  points.map((list) => new GeometryMultiPoint(...list)),
  points.map((list) => new GeometryCollection(new GeometryCollection(...list))),
);
const id = fc.oneof(text, integer, uuid, fc.array(fc.oneof(text, integer, uuid), { maxLength: 3 }));

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    integer,
    float,
    text,
    fc.constantFrom(undefined, null, true, false),
    fc.uint8Array({ maxLength: 300 }),
    fc
      .tuple(fc.integer({ min: -8_334_601_228_800, max: 8_210_266_876_799 }), nanos)
      .map((parts) => new Datetime(...parts)),
    fc.tuple(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), nanos).map((parts) => new Duration(...parts)),
    fc.tuple(fc.integer(), fc.nat()).map(([whole, part]) => new Decimal(`${whole}.${part}`)),
    uuid,
    text.map((name) => new Table(name)),
    fc.tuple(text, text).map((names) => new FileRef(...names)),
    fc.tuple(text, id).map((parts) => new RecordId(...parts)),
    geometry,
    fc
      .tuple(tie("value"), tie("value"))
      .map(([begin, end]) => new Range(new BoundIncluded(begin), new BoundExcluded(end))),
    fc.array(tie("value"), { maxLength: 20 }),
    fc.array(tie("value"), { maxLength: 5 }).map((list) => new Set(list)),
    fc.array(fc.tuple(key, tie("value")), { maxLength: 20 }).map(ownKeys),
  ),
}));

/** An object whose keys are its own, `__proto__` too. */
function ownKeys(entries: [string, unknown][]): object {
  const made = {};
  for (const [name, entry] of entries) {
    Object.defineProperty(made, name, { value: entry, enumerable: true, configurable: true, writable: true });
  }
  return made;
}

describe("every value", () => {
  it("G05 G09 G14 G19 comes back as it was, and is written in the same bytes again", () => {
    fc.assert(
      fc.property(value, (sent) => {
        const bytes = codec.encode(sent);
        const read = codec.decode(bytes);
        deepStrictEqual(read, sent);
        expect(Buffer.compare(codec.encode(read), bytes)).toBe(0);
      }),
      { numRuns: 3000 },
    );
  });

  it("G01 cut off anywhere is refused", () => {
    fc.assert(
      fc.property(value, fc.nat(), (sent, at) => {
        const bytes = codec.encode(sent);
        expect(() => codec.decode(bytes.subarray(0, at % bytes.length))).toThrow(/./);
      }),
      { numRuns: 2000 },
    );
  });

  it("is skipped to its very end", () => {
    fc.assert(
      fc.property(value, value, (first, second) => {
        const bytes = codec.encode({ id: "000000000000", first, second });
        expect(mapEntries(bytes).at(-1)?.valueEnd).toBe(bytes.length);
        cborFraming.stamp(bytes, "abcdefghijkl");
        deepStrictEqual(codec.decode(bytes), { id: "abcdefghijkl", first, second });
      }),
      { numRuns: 1000 },
    );
  });

  it("comes back from a Float as a number", () => {
    fc.assert(
      fc.property(fc.double(), (number) => {
        expect(codec.decode(codec.encode(new Float(number)))).toBe(number);
      }),
    );
  });

  it("comes back from a Date as a Datetime of the same millisecond", () => {
    const date = fc.date({
      min: new Date(-8_334_601_228_800_000),
      max: new Date(8_210_266_876_799_999),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(date, (sent) => {
        expect((codec.decode(codec.encode(sent)) as Datetime).toDate()).toStrictEqual(sent);
      }),
    );
  });
});

describe("text at the end of the memory it is written to", () => {
  it("G09 keeps its last character, wherever that memory ends", () => {
    for (let length = 0; length < 60; length++) {
      const list = ["x".repeat(length), ...Array.from({ length: 700 }, (_, index) => "é".repeat(12 + (index % 20)))];
      expect(codec.decode(new CborCodec().encode(list))).toStrictEqual(list);
    }
  });

  it.each([23, 24, 127, 128, 255, 256, 32_767, 32_768, 65_535, 65_536, 400_000])(
    "is whole with %i characters",
    (length) => {
      for (const char of ["x", "é", "世", "\u2028"]) {
        const sent = char.repeat(length);
        const bytes = codec.encode(sent);
        expect(codec.decode(bytes)).toBe(sent);
        expect(Buffer.from(bytes).subarray(-Buffer.byteLength(sent)).toString()).toBe(sent);
      }
    },
  );
});
