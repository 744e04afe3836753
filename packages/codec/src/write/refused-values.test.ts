import { runInNewContext } from "node:vm";
import { BoundExcluded, BoundIncluded, Range, RecordId, SurrealError, Table, VALUE_KIND } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { CborCodec } from "../cbor-codec.ts";
import { CodecError, EncodeError } from "../format/codec-error.ts";

const codec = new CborCodec();
const hex = (value: unknown) => Buffer.from(codec.encode(value)).toString("hex");
const refusal = (value: unknown): Error & { path?: string } => {
  try {
    codec.encode(value);
  } catch (error) {
    return error as Error;
  }
  throw new Error("nothing was refused");
};

class Unknown {
  readonly a = 1;
}
const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};
const foreign = (kind: string, fields: object) => Object.assign(Object.create({ [VALUE_KIND]: kind }), fields);

describe("a value that SurrealDB has no type for", () => {
  it.each([
    ["a function", () => 1, /is a function/],
    ["a symbol", Symbol("s"), /is a symbol/],
    ["an instance of an unknown class", new Unknown(), /an instance of Unknown/],
    ["a subclass of an array's sibling", new WeakMap(), /WeakMap/],
    ["a URL", new URL("http://localhost"), /URL/],
    ["a RegExp", /a/, /RegExp/],
    ["an Error", new Error("x"), /Error/],
    ["a promise", Promise.resolve(1), /Promise: await it first/],
    ["a boxed number", Object(1), /Number/],
    ["a boxed string", Object("x"), /String/],
    ["a boxed bigint", Object(1n), /BigInt/],
    ["a DataView", new DataView(new ArrayBuffer(1)), /DataView, whose elements/],
    ["an ArrayBuffer", new ArrayBuffer(1), /is an instance of ArrayBuffer, whose elements/],
    ["a SharedArrayBuffer", new SharedArrayBuffer(1), /SharedArrayBuffer, whose elements/],
    ["floats of 32 bits", new Float32Array([1.5, 300]), /is an instance of Float32Array, whose elements/],
    ["clamped bytes", new Uint8ClampedArray(1), /Uint8ClampedArray, whose elements/],
    ["a heir of a plain object", Object.create({ a: 1 }), /an instance of Object/],
    ["a Map with other keys", new Map([[1, 2]]), /Map with a key that is not a string/],
    ["an object with a symbol as key", { [Symbol("key")]: 1 }, /a symbol as a key, Symbol\(key\)/],
    ["a bound outside of a range", new BoundExcluded(1), /is a bound by itself/],
    ["a value class of the future", foreign("geometry-sphere", {}), /not known/],
    ["a Uuid of another form", foreign("uuid", { text: "12" }), /8-4-4-4-12/],
    ["a range of another form", foreign("range", { begin: 1 }), /is not a bound/],
  ])("is a TypeError with its place: %s", (_case, value, message) => {
    const error = refusal({ rows: [0, { "a key": value }] });
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toMatch(message);
    expect(error.message).toContain('The value at $.rows[1]["a key"]');
    expect(error.path?.startsWith('$.rows[1]["a key"]')).toBe(true);
  });

  it("is found inside of value classes, sets and maps too", () => {
    const bound = new Range(new BoundIncluded([Symbol("s")]));
    expect(refusal([new RecordId("t", 1), bound]).path).toBe("$[1].begin[0]");
    expect(refusal(new Set([1, { f: () => 1 }])).path).toBe("$[1].f");
    expect(refusal(new Map([["m", () => 1]])).path).toBe("$.m");
  });
});

describe("a number that SurrealDB cannot hold", () => {
  it.each([
    ["2^63", 2n ** 63n, /beyond the 64 bits/],
    ["-2^63 - 1", -(2n ** 63n) - 1n, /beyond the 64 bits/],
    ["2^64 - 1", 2n ** 64n - 1n, /beyond the 64 bits/],
    ["an invalid Date", new Date(Number.NaN), /invalid Date/],
    ["a Date of the year 275760", new Date(8.64e15), /no datetime/],
    [
      "too many nanoseconds",
      foreign("duration", { seconds: 1n, nanoseconds: 1_000_000_000 }),
      /1000000000 nanoseconds/,
    ],
    ["negative nanoseconds", foreign("datetime", { seconds: 1, nanoseconds: -1 }), /-1 nanoseconds/],
    ["half a nanosecond", foreign("datetime", { seconds: 1, nanoseconds: 0.5 }), /0.5 nanoseconds/],
    ["half a second", foreign("datetime", { seconds: 0.5, nanoseconds: 0 }), /no datetime/],
    ["a duration below zero", foreign("duration", { seconds: -1n, nanoseconds: 0 }), /does not have/],
    ["a duration beyond 64 bits", foreign("duration", { seconds: 2n ** 64n, nanoseconds: 0 }), /does not have/],
  ])("G10 is a RangeError with its place: %s", (_case, value, message) => {
    const error = refusal([[value]]);
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toMatch(message);
    expect(error.path).toBe("$[0][0]");
  });
});

describe("a value that no database has", () => {
  it.each([
    ["half of a surrogate pair", ["a\ud800"], "$[0]", /unpaired surrogate/],
    ["half of a pair in long text", ["é".repeat(100) + "\udc00"], "$[0]", /unpaired surrogate/],
    [
      "half of a pair in a long ASCII text",
      ["a".repeat(100) + "\udc00" + "a".repeat(99)],
      "$[0]",
      /unpaired surrogate/,
    ],
    ["half of a pair in a key", { "\udfff": 1 }, '$["\\udfff"]', /unpaired surrogate/],
    ["half of a pair in a table", foreign("table", { name: "\ud800" }), "$", /unpaired surrogate/],
    ["a gap in a list", { list: Object.assign(new Array(3), { 0: 1, 2: 3 }) }, "$.list[1]", /gap in a sparse array/],
  ])("is a TypeError with its place: %s", (_case, value, path, message) => {
    const error = refusal(value);
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ path });
    expect(error.message).toMatch(message);
  });
});

describe("a value that cannot be written", () => {
  const cyclic: Record<string, unknown> = { list: [] };
  (cyclic.list as unknown[]).push(0, { back: cyclic });
  const set = new Set<unknown>();
  set.add([set]);
  const own: unknown[] = [];
  own.push(own);

  it.each([
    ["an object in itself", cyclic, "$.list[1].back", /is the value at \$ again/],
    ["a list in itself", own, "$[0]", /is the value at \$ again/],
    ["a set in itself", { set }, "$.set[0][0]", /is the value at \$\.set again/],
    [
      "a getter that throws",
      {
        a: {
          get b() {
            throw new Error("no");
          },
        },
      },
      "$.a.b",
      /could not be read/,
    ],
    ["a revoked Proxy", { p: revoked() }, "$.p", /could not be read/],
    [
      "a getter that removes its neighbour",
      {
        get a() {
          Reflect.deleteProperty(this, "b");
          return 1;
        },
        b: 2,
      },
      "$.a",
      /lost a key/,
    ],
  ])("G08 G15 is an EncodeError with its place: %s", (_case, value, path, message) => {
    const error = refusal(value);
    expect(error).toBeInstanceOf(EncodeError);
    expect(Object.values(Object.getOwnPropertyDescriptors(error)).every(({ writable }) => writable)).toBe(true);
    expect(error).toBeInstanceOf(CodecError);
    expect(error).toBeInstanceOf(SurrealError);
    expect(error).toMatchObject({ name: "EncodeError", path, outcome: "not_sent", retrySafe: true });
    expect(error.message).toMatch(message);
  });

  it("keeps what a getter threw as the cause", () => {
    const thrown = new Error("no");
    const error = refusal({
      get a() {
        throw thrown;
      },
    });
    expect(error.cause).toBe(thrown);
  });

  it("may stand in two places that are not within each other", () => {
    const shared = { a: 1 };
    expect(codec.decode(codec.encode([shared, { shared }]))).toStrictEqual([{ a: 1 }, { shared: { a: 1 } }]);
  });
});

describe("reading what it writes", () => {
  it("G15 reads each getter once, and calls no toJSON", () => {
    let read = 0;
    const value = {
      get a() {
        return ++read;
      },
      toJSON: undefined,
    };
    expect(hex(value)).toBe(`a2616101${"66746f4a534f4e"}c6f6`);
    expect(read).toBe(1);
  });

  it("G15 changes nothing of it", () => {
    const value = Object.freeze({ list: Object.freeze([1, new Table("t")]), bytes: new Uint8Array([1]) });
    codec.encode(value);
    expect(Reflect.ownKeys(value.bytes)).toStrictEqual(["0"]);
    expect(value).toStrictEqual({ list: [1, new Table("t")], bytes: new Uint8Array([1]) });
  });

  it("takes own enumerable keys alone, even while Object.prototype is extended", () => {
    const value = Object.defineProperty({ a: 1 }, "hidden", { value: 2, enumerable: false });
    Object.defineProperty(Object.prototype, "extended", { value: 3, enumerable: true, configurable: true });
    const written: string[] = [];
    try {
      written.push(hex(value), hex({}));
    } finally {
      Reflect.deleteProperty(Object.prototype, "extended");
    }
    expect(written).toStrictEqual(["a1616101", "a0"]);
  });

  it("takes objects, lists and bytes of another realm", () => {
    const value = runInNewContext("({ a: [1, { b: new Uint8Array([7]) }], s: new Set([1]).size })");
    expect(hex(value)).toBe("a261618201a161624107617301");
  });

  it("takes dates, maps and sets of another realm, and of classes that extend them", () => {
    const theirs = runInNewContext(
      "[new Date(1500), new Map([['a', 1]]), new Set([1]), new (class Mine extends Date {})(0)]",
    );
    class Mine extends Date {}
    expect(hex(theirs)).toBe(hex([new Date(1500), new Map([["a", 1]]), new Set([1]), new Mine(0)]));
    expect(refusal(runInNewContext("[new Date(NaN)]")).message).toMatch(/invalid Date/);
  });

  it.each(["Date", "Map", "Set", "Uint8Array"])("is not taken in by an object that calls itself a %s", (name) => {
    expect(refusal([Object.create({ [Symbol.toStringTag]: name })]).path).toBe("$[0]");
  });

  it("takes value classes that another copy of their package made", () => {
    const id = foreign("record-id", { table: "t", id: 1 });
    expect(hex(id)).toBe(hex(new RecordId("t", 1)));
  });

  it("looks through a Proxy", () => {
    expect(hex(new Proxy({ a: [1] }, {}))).toBe("a161618101");
  });
});
