import { Datetime } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { CborCodec } from "./cbor-codec.ts";
import { DecodeError } from "./format/codec-error.ts";

const codec = new CborCodec();
const read = (hex: string) => codec.decode(new Uint8Array(Buffer.from(hex, "hex")));
const upTo25 = Array.from({ length: 25 }, (_, index) => index + 1);
const upTo25Bytes = "0102030405060708090a0b0c0d0e0f101112131415161718181819";

/** The examples of RFC 8949, appendix A. */
const read8949: [hex: string, value: unknown][] = [
  ["00", 0],
  ["01", 1],
  ["0a", 10],
  ["17", 23],
  ["1818", 24],
  ["1819", 25],
  ["1864", 100],
  ["1903e8", 1000],
  ["1a000f4240", 1_000_000],
  ["1b000000e8d4a51000", 1_000_000_000_000],
  ["1bffffffffffffffff", 18_446_744_073_709_551_615n],
  ["3bffffffffffffffff", -18_446_744_073_709_551_616n],
  ["20", -1],
  ["29", -10],
  ["3863", -100],
  ["3903e7", -1000],
  ["f90000", 0],
  ["f98000", -0],
  ["f93c00", 1],
  ["fb3ff199999999999a", 1.1],
  ["f93e00", 1.5],
  ["f97bff", 65_504],
  ["fa47c35000", 100_000],
  ["fa7f7fffff", 3.4028234663852886e38],
  ["fb7e37e43c8800759c", 1e300],
  ["f90001", 2 ** -24],
  ["f90400", 0.00006103515625],
  ["f9c400", -4],
  ["fbc010666666666666", -4.1],
  ["f97c00", Number.POSITIVE_INFINITY],
  ["f97e00", Number.NaN],
  ["f9fc00", Number.NEGATIVE_INFINITY],
  ["fa7f800000", Number.POSITIVE_INFINITY],
  ["fa7fc00000", Number.NaN],
  ["faff800000", Number.NEGATIVE_INFINITY],
  ["fb7ff0000000000000", Number.POSITIVE_INFINITY],
  ["fb7ff8000000000000", Number.NaN],
  ["fbfff0000000000000", Number.NEGATIVE_INFINITY],
  ["f4", false],
  ["f5", true],
  ["f6", null],
  ["f7", undefined],
  ["c074323031332d30332d32315432303a30343a30305a", new Datetime(1_363_896_240)],
  ["40", new Uint8Array()],
  ["4401020304", new Uint8Array([1, 2, 3, 4])],
  ["60", ""],
  ["6161", "a"],
  ["6449455446", "IETF"],
  ["62225c", '"\\'],
  ["62c3bc", "ü"],
  ["63e6b0b4", "水"],
  ["64f0908591", "𐅑"],
  ["80", []],
  ["83010203", [1, 2, 3]],
  ["8301820203820405", [1, [2, 3], [4, 5]]],
  [`9819${upTo25Bytes}`, upTo25],
  ["a0", {}],
  ["a26161016162820203", { a: 1, b: [2, 3] }],
  ["826161a161626163", ["a", { b: "c" }]],
  ["a56161614161626142616361436164614461656145", { a: "A", b: "B", c: "C", d: "D", e: "E" }],
  ["5f42010243030405ff", new Uint8Array([1, 2, 3, 4, 5])],
  ["7f657374726561646d696e67ff", "streaming"],
  ["9fff", []],
  ["9f018202039f0405ffff", [1, [2, 3], [4, 5]]],
  ["9f01820203820405ff", [1, [2, 3], [4, 5]]],
  ["83018202039f0405ff", [1, [2, 3], [4, 5]]],
  ["83019f0203ff820405", [1, [2, 3], [4, 5]]],
  [`9f${upTo25Bytes}ff`, upTo25],
  ["bf61610161629f0203ffff", { a: 1, b: [2, 3] }],
  ["826161bf61626163ff", ["a", { b: "c" }]],
  ["bf6346756ef563416d7421ff", { Fun: true, Amt: -2 }],
];

/** What SurrealDB never writes is refused: other tags, other simple values, keys that are not text. */
const refused8949: [hex: string, why: RegExp, tag?: number][] = [
  ["c249010000000000000000", /Tag 2 at byte 0 is not a tag of SurrealDB/, 2],
  ["c349010000000000000000", /Tag 3 at byte 0 is not a tag of SurrealDB/, 3],
  ["c11a514b67b0", /Tag 1 at byte 0 is not a tag of SurrealDB/, 1],
  ["c1fb41d452d9ec200000", /Tag 1 at byte 0/, 1],
  ["d74401020304", /Tag 23 at byte 0/, 23],
  ["d818456449455446", /Tag 24 at byte 0/, 24],
  ["d82076687474703a2f2f7777772e6578616d706c652e636f6d", /Tag 32 at byte 0/, 32],
  ["f0", /simple value/],
  ["f8ff", /simple value/],
  ["a201020304", /key that is not text/],
];

describe("RFC 8949, appendix A", () => {
  it("is here in full", () => {
    expect(read8949.length + refused8949.length).toBe(81);
  });

  it.each(read8949)("reads %s", (hex, value) => {
    expect(read(hex)).toStrictEqual(value);
  });

  it.each(refused8949)("refuses %s", (hex, why, tag) => {
    expect(() => read(hex)).toThrow(
      expect.objectContaining({ name: "DecodeError", message: expect.stringMatching(why), tag }),
    );
    expect(() => read(hex)).toThrow(DecodeError);
  });

  const preferred = read8949.filter(([hex]) => !/^(f9|fa|1b.*ff$|3bff|c0|5f|7f|9f|bf|f7)|9f|bf|fb7/.test(hex));
  it.each(preferred)("writes %s, which is in the preferred form, in the same bytes", (hex, value) => {
    expect(Buffer.from(codec.encode(value)).toString("hex")).toBe(hex);
  });

  it("leaves out no more than what is not in the form that SurrealDB gets", () => {
    expect(preferred.length).toBe(36);
  });
});
