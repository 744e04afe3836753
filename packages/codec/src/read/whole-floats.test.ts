import { Float, GeometryPoint, RecordId } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { CborCodec } from "../cbor-codec.ts";

const codec = new CborCodec();
const keeping = new CborCodec({ floats: "keep" });
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const sent = codec.encode({
  a: [new Float(3), 3, 1.5, -0, Number.NaN, new Float(2 ** 53)],
  point: new GeometryPoint(1, 2),
  b: new Float(0),
});

describe("a whole float", () => {
  it("is read as a plain number, and so written back as an integer", () => {
    expect(codec.decode(sent)).toStrictEqual({
      a: [3, 3, 1.5, -0, Number.NaN, 2 ** 53],
      point: new GeometryPoint(1, 2),
      b: 0,
    });
  });

  it("is kept as a Float where that is asked for, so that every value is written back as it was read", () => {
    const read = keeping.decode(sent);
    expect(read).toStrictEqual({
      a: [new Float(3), 3, 1.5, -0, Number.NaN, 2 ** 53],
      point: new GeometryPoint(1, 2),
      b: new Float(0),
    });
    expect(hex(keeping.encode(read))).toBe(hex(sent));
  });

  it.each([
    ["16", "f94200"],
    ["32", "fa40400000"],
    ["64", "fb4008000000000000"],
  ])("is kept when it comes in %s bits", (_bits, bytes) => {
    expect(keeping.decode(Buffer.from(bytes, "hex"))).toStrictEqual(new Float(3));
    expect(codec.decode(Buffer.from(bytes, "hex"))).toBe(3);
  });

  it("is kept in the id of a record always, which is another one than that of the integer", () => {
    const bytes = codec.encode([new RecordId("t", [new Float(1), { b: [new Float(2)] }]), new Float(3)]);
    const read = codec.decode(bytes);
    expect(read).toStrictEqual([new RecordId("t", [new Float(1), { b: [new Float(2)] }]), 3]);
    expect(String((read as RecordId[])[0])).toBe('t:[1f, { "b": [2f] }]');
    expect(hex(codec.encode((read as RecordId[])[0]))).toBe(
      hex(codec.encode(new RecordId("t", [new Float(1), { b: [new Float(2)] }]))),
    );
  });

  it("is read plainly again behind a message that was refused within the id of a record", () => {
    expect(() => codec.decode(Buffer.from("c882617481c1", "hex"))).toThrow("not a tag of SurrealDB");
    expect(codec.decode(Buffer.from("f94200", "hex"))).toBe(3);
  });

  it("is read in no third way", () => {
    expect(() => new CborCodec({ floats: "Keep" as never })).toThrow(new TypeError('floats is "number" or "keep".'));
  });
});
