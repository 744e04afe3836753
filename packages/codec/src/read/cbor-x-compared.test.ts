import { BoundExcluded, BoundIncluded, Decimal, Duration, Float, Range, RecordId } from "@surreal-sdk/values";
import { addExtension, decode as decodeWithRival, Encoder } from "cbor-x";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CborCodec } from "../cbor-codec.ts";
import { DecodeError } from "../format/codec-error.ts";

const codec = new CborCodec();
const hex = (value: unknown) => Buffer.from(codec.encode(value)).toString("hex");
const read = (text: string) => codec.decode(new Uint8Array(Buffer.from(text, "hex")));

describe("what cbor-x gets wrong for SurrealDB is right here", () => {
  it("1: undefined is NONE", () => {
    expect(hex([undefined])).toBe("81c6f6");
  });

  it("2: integers beyond 32 bits stay integers", () => {
    expect(hex([2 ** 32, -(2 ** 32) - 1])).toBe("821b00000001000000003b0000000100000000");
  });

  it("3 and 4: integers of eight bytes are numbers while that is exact", () => {
    const values = [2 ** 32, 1, -(2 ** 40) - 1, -(2 ** 32) - 1, -(2n ** 63n), 2n ** 53n, -(2n ** 53n), 2n ** 63n - 1n];
    expect(codec.decode(codec.encode(values))).toStrictEqual(values);
    expect(read("821b00000000000000013b0000000000000000")).toStrictEqual([1, -1]);
  });

  it("5: minus zero keeps its sign", () => {
    expect(codec.decode(codec.encode([-0, 0]))).toStrictEqual([-0, 0]);
  });

  it("6: bounds that are left out are read", () => {
    const range = new Range(new BoundExcluded(1), new BoundIncluded(2));
    expect(codec.decode(codec.encode(range))).toStrictEqual(range);
  });

  it("8: an object of 70,000 keys is read again", () => {
    const value = Object.fromEntries(Array.from({ length: 70_000 }, (_, index) => [`k${index}`, index]));
    expect(codec.decode(codec.encode(value))).toStrictEqual(value);
  });

  it("9: __proto__ keeps its name", () => {
    const value = JSON.parse('{"__proto__":{"a":1},"b":2}');
    expect(hex(value)).toBe("a2695f5f70726f746f5f5fa1616101616202");
    expect(JSON.stringify(codec.decode(codec.encode(value)))).toBe('{"__proto__":{"a":1},"b":2}');
  });

  it("10: bignums, whose reading takes quadratic time, are refused at once", () => {
    expect(() => read(`c25a00020000${"ff".repeat(131_072)}`)).toThrow(/Tag 2 at byte 0 is not a tag of SurrealDB/);
  });

  it("11: indefinite strings are read, a break in a definite array is refused", () => {
    expect(read("827f6161ff5f4101ff")).toStrictEqual(["a", new Uint8Array([1])]);
    expect(() => read("82ff01")).toThrow(DecodeError);
    expect(() => read("ff")).toThrow(DecodeError);
  });

  it("12: a getter may encode with the same codec", () => {
    let inner = "";
    const value = {
      before: "x".repeat(50),
      get nested() {
        inner = hex({ deep: ["y".repeat(50)] });
        return 1;
      },
      after: [2],
    };
    const outer = hex(value);
    expect(inner).toBe(hex({ deep: ["y".repeat(50)] }));
    expect(read(outer)).toStrictEqual({ before: "x".repeat(50), nested: 1, after: [2] });
  });

  it("13: a large message does not stay behind, and no message is written to again", () => {
    const large = codec.encode(new Uint8Array(5_000_000));
    expect(large.buffer.byteLength).toBeLessThan(large.length * 1.3);
    const small = codec.encode({ a: 1 });
    expect(small.buffer.byteLength).toBeLessThanOrEqual(16 * 1024);
    const kept = Array.from({ length: 3000 }, (_, index) => codec.encode(["message", index]));
    for (const [index, message] of kept.entries()) expect(codec.decode(message)).toStrictEqual(["message", index]);
  });

  it("14: what is no plain data is refused, not written as an empty object", () => {
    for (const value of [new DataView(new ArrayBuffer(1)), new SharedArrayBuffer(1), new URL("http://x"), Object(1)]) {
      expect(() => codec.encode(value)).toThrow(TypeError);
    }
    expect(() => codec.encode(2n ** 64n)).toThrow(RangeError);
  });

  it("15: nothing is written onto the bytes that are read", () => {
    const bytes = codec.encode([1.5, 2 ** 40]);
    const before = Reflect.ownKeys(bytes).length;
    codec.decode(bytes);
    expect(Reflect.ownKeys(bytes).length).toBe(before);
  });

  it("a float that is whole can be sent as a float", () => {
    expect(hex([1, new Float(1)])).toBe("8201fb3ff0000000000000");
  });

  it("G17: results share no memory with the frame, nor with each other", () => {
    const frame = Buffer.from(codec.encode({ a: new Uint8Array(100).fill(7), t: "x".repeat(100) }));
    const first = codec.decode(frame) as { a: Uint8Array; t: string };
    const second = codec.decode(frame) as { a: Uint8Array };
    frame.fill(0);
    second.a.fill(1);
    expect(first).toStrictEqual({ a: new Uint8Array(100).fill(7), t: "x".repeat(100) });
    expect(Object.getPrototypeOf(first.a)).toBe(Uint8Array.prototype);
    expect(first.a.buffer.byteLength).toBe(100);
  });
});

describe("beside another user of cbor-x", () => {
  const ours = [new Duration(1, 5), new RecordId("t", 1), new Range(new BoundExcluded(1)), undefined, new Date(0)];
  const bytes = hex(ours);

  it("G13b neither side sees the other's extensions", () => {
    const before = read(bytes);
    class Theirs {}
    for (const tag of [6, 8, 12, 14, 51]) {
      addExtension({
        Class: Theirs,
        tag,
        encode: () => new Uint8Array(),
        decode: (data: unknown) => ({ theirs: tag, data }),
      });
    }
    expect(read(bytes)).toStrictEqual(before);
    expect(hex(ours)).toBe(bytes);
    expect(new CborCodec().decode(codec.encode(new Decimal("1.5")))).toStrictEqual(new Decimal("1.5"));
    expect(decodeWithRival(Buffer.from("c801", "hex"))).toStrictEqual({ theirs: 8, data: 1 });
  });
});

describe("where cbor-x is right, both agree", () => {
  const rival = new Encoder({ useRecords: false, mapsAsObjects: true, variableMapSize: true, tagUint8Array: false });
  const key = fc.string({ unit: "grapheme", maxLength: 40 }).filter((text) => text !== "__proto__");
  const { data } = fc.letrec((tie) => ({
    data: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).filter((value) => !Object.is(value, -0)),
      fc.double({ noNaN: true }).filter((value) => !Number.isInteger(value)),
      fc.string({ unit: "binary", maxLength: 200 }),
      fc.constantFrom(true, false, null),
      fc.array(tie("data"), { maxLength: 30 }),
      fc.dictionary(key, tie("data"), { maxKeys: 30, noNullPrototype: true }),
    ),
  }));

  it("on what either has written", () => {
    fc.assert(
      fc.property(data, (value) => {
        expect(rival.decode(codec.encode(value))).toStrictEqual(value);
        expect(codec.decode(rival.encode(value))).toStrictEqual(value);
      }),
      { numRuns: 2000 },
    );
  });
});
