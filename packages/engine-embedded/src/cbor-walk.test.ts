import { describe, expect, it } from "vitest";
import { encode, hex, none, tag } from "../test/wire.ts";
import { elements, fields, isNothing, itemEnd, MAX_LEVELS, readText, readUuid, UnreadableCbor } from "./cbor-walk.ts";

describe("itemEnd", () => {
  it.each([
    ["an integer in each width", "00"],
    ["a byte", "18ff"],
    ["eight bytes", "1bffffffffffffffff"],
    ["a negative", "3903e7"],
    ["bytes", "43010203"],
    ["bytes in chunks", "5f 4101 420203 ff"],
    ["text in chunks", "7f 6161 626263 ff"],
    ["an array without a length", "9f 01 9f ff ff"],
    ["a map without a length", "bf 6161 01 ff"],
    ["nested maps", "a1 6161 a1 6162 80"],
    ["a tag", "d825 50 000102030405060708090a0b0c0d0e0f"],
    ["a double", "fb3ff199999999999a"],
    ["an unusually long head", "9b0000000000000001 00"],
  ])("finds the end of %s", (_, text) => {
    const bytes = hex(text);
    expect(itemEnd(hex(`${text} ff`), 0)).toBe(bytes.length);
  });

  it.each([
    ["nothing", ""],
    ["a text that is cut off", "6361"],
    ["a head that is cut off", "19 01"],
    ["an array that is cut off", "82 00"],
    ["a count that nothing could fill", "9bffffffffffffffff"],
    ["bytes that nothing could fill", "5bffffffffffffffff"],
    ["a reserved head", "1c"],
    ["a break on its own", "ff"],
    ["an integer without a length", "1f"],
    ["a tag without a number", "df00"],
    ["a chunk of another kind", "7f 4101 ff"],
    ["a chunk without a length", "5f 5f ff ff"],
  ])("refuses %s", (_, text) => {
    expect(() => itemEnd(hex(text), 0)).toThrow(UnreadableCbor);
  });

  it("counts arrays, maps and tags as levels", () => {
    for (const level of ["81", "a16161", "c6"]) {
      const nested = (levels: number) => hex(`${level.repeat(levels - 1)}00`);
      expect(itemEnd(nested(MAX_LEVELS), 0, MAX_LEVELS)).toBe(nested(MAX_LEVELS).length);
      expect(() => itemEnd(nested(MAX_LEVELS + 1), 0, MAX_LEVELS)).toThrow("Nested deeper than 250 levels.");
    }
  });

  it.each([
    ["in a list of two", "ce 82 1bffffffffffffffff 1a3b9aca00"],
    ["in a list without a length", "ce 9f 1bffffffffffffffff 1a3b9aca00 ff"],
    ["behind a long tag head", "d9000e 82 1bffffffffffffffff 1a3b9aca00"],
    ["in big numbers", "ce 82 c248ffffffffffffffff c2443b9aca00"],
    ["deep inside", "81 a1 6161 ce 82 1bfffffffffffffffe 1a77359400"],
  ])("refuses a duration that overflows %s", (_, text) => {
    expect(() => itemEnd(hex(text), 0)).toThrow("A duration is too long for SurrealDB.");
  });

  it.each([
    ["the longest one", "ce 82 1bffffffffffffffff 1a3b9ac9ff"],
    ["nanoseconds that carry", "ce 82 00 1a3b9aca00"],
    ["seconds alone", "ce 81 1bffffffffffffffff"],
    ["an empty one", "ce 80"],
    ["an empty list without a length", "ce 9f ff"],
    ["a null for zero", "ce 82 f6 1a3b9aca00"],
  ])("lets %s pass", (_, text) => {
    const bytes = hex(text);
    expect(itemEnd(bytes, 0)).toBe(bytes.length);
  });

  it("reads durations within durations once", () => {
    const nested = hex(`${"ce81".repeat(120)}00`);
    expect(itemEnd(nested, 0, MAX_LEVELS)).toBe(nested.length);
  });
});

describe("fields and elements", () => {
  it("finds values by key, and of two equal keys takes the later", () => {
    const bytes = hex("a3 6161 01 6162 f6 7f 6161 ff 02");
    const found = fields(bytes, 0);
    expect([...found].map(([key, at]) => [key, bytes[at]])).toEqual([
      ["a", 0x02],
      ["b", 0xf6],
    ]);
  });

  it("refuses keys that are no text", () => {
    expect(() => fields(hex("a1 01 02"), 0)).toThrow("A key of a map is not text.");
  });

  it("finds nothing in other items", () => {
    expect([fields(hex("80"), 0).size, elements(hex("a0"), 0)]).toEqual([0, []]);
  });
});

describe("readText, readUuid, isNothing", () => {
  it("joins the chunks of a text", () => {
    expect(readText(hex("7f 6161 626263 ff"), 0)).toBe("abc");
    expect(readText(hex("4161"), 0)).toBeUndefined();
    expect(() => readText(hex("62c328"), 0)).toThrow("A text is not UTF-8.");
  });

  it("reads a UUID from its bytes alone", () => {
    const bytes = Buffer.from("018f0000000070008000000000000000", "hex");
    expect(readUuid(encode(tag(37, bytes)), 0)).toBe("018f0000000070008000000000000000");
    expect(readUuid(encode(tag(9, "018f0000-0000-7000-8000-000000000000")), 0)).toBeUndefined();
    expect(readUuid(encode(tag(37, bytes.subarray(1))), 0)).toBeUndefined();
  });

  it("takes NONE, null and undefined for nothing", () => {
    expect([none, null, undefined, 0, "", false].map((value) => isNothing(encode(value), 0))).toEqual([
      ...[true, true, true],
      ...[false, false, false],
    ]);
  });
});
