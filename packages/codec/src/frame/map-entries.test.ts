import { describe, expect, it } from "vitest";
import { CborCodec } from "../cbor-codec.ts";
import { DecodeError } from "../format/codec-error.ts";
import { mapEntries } from "./map-entries.ts";

const codec = new CborCodec();
const bytes = (text: string) => new Uint8Array(Buffer.from(text, "hex"));

describe("mapEntries", () => {
  it("gives the range of each key and value, in order", () => {
    const value = { id: "1", résultat: [1, { a: new Uint8Array(70) }, 1.5], set: new Set([1]), none: undefined };
    const frame = codec.encode(value);
    const entries = mapEntries(frame);
    expect(entries.map((entry) => entry.key)).toStrictEqual(Object.keys(value));
    for (const { key, keyStart, valueStart, valueEnd } of entries) {
      expect(codec.decode(frame.subarray(keyStart, valueStart))).toBe(key);
      expect(codec.decode(frame.subarray(valueStart, valueEnd))).toStrictEqual(value[key as keyof typeof value]);
    }
    expect(entries.at(-1)?.valueEnd).toBe(frame.length);
  });

  it("begins at the offset and leaves what follows alone", () => {
    expect(mapEntries(bytes("ffa1616101ff"), 1)).toStrictEqual([{ key: "a", keyStart: 2, valueStart: 4, valueEnd: 5 }]);
  });

  it.each([
    ["indefinite map, array and strings", "bf61615f4101ff61629f01bf61637f6178ffffffff", ["a", "b"]],
    ["no entry", "a0", []],
    [
      "tags and every width of number",
      "a26161c81818616286190100fa000000001b0000000000000001f90000f63a00000000",
      ["a", "b"],
    ],
  ])("walks over %s", (_case, text, keys) => {
    expect(mapEntries(bytes(text)).map((entry) => entry.key)).toStrictEqual(keys);
  });

  it.each([
    ["an array", "80"],
    ["a key that is no text", "a10102"],
    ["a missing value", "a16161"],
    ["a value cut off", "a1616143 01".replace(" ", "")],
    ["a count that is a lie", "a161619affffffff"],
    ["a break where none belongs", "a16161ff"],
    ["an integer of indefinite length", "a161611f"],
    ["a chunk of another type", "a161615f6161ff"],
  ])("refuses %s", (_case, text) => {
    expect(() => mapEntries(bytes(text))).toThrow(DecodeError);
  });
});
