import { CborCodec } from "@surreal-sdk/codec";
import { describe, expect, it } from "vitest";
import { MalformedCborError } from "./head.ts";
import { readUuid, readUuidOrText } from "./read.ts";
import { arrayItems, itemEnd, mapEntries, readText } from "./walk.ts";

const codec = new CborCodec();
const hex = (text: string) => Uint8Array.from(Buffer.from(text, "hex"));

describe("itemEnd", () => {
  it.each([
    ["an integer of eight bytes", "1b0020000000000001"],
    ["a float", "fb3ff8000000000000"],
    ["a text in chunks", "7f61616162ff"],
    ["an open array", "9f0102ff"],
    ["an open map", "bf616101ff"],
    ["a tag", "c6f6"],
    ["an array nested in a map", "a1616182018102"],
  ])("ends %s where it ends, whatever follows", (_, text) => {
    expect(itemEnd(hex(`${text}ffff`), 0)).toBe(text.length / 2);
  });

  it.each([
    ["nothing", ""],
    ["a lone break", "ff"],
    ["a reserved length", "1c"],
    ["half a head", "19ff"],
    ["half a text", "63ab"],
    ["a length of four gigabytes", "5affffffff"],
    ["a count of four billion", "9affffffff"],
    ["an array that goes on for ever", "9f01"],
    ["a tag of nothing", "c6"],
    ["an open tag", "df00"],
    ["a chunk of another kind", "7f41ffff"],
    ["a chunk of chunks", "7f7f6161ffff"],
  ])("refuses %s", (_, text) => {
    expect(() => itemEnd(hex(text), 0)).toThrow(MalformedCborError);
  });

  it("goes 256 levels deep and no further", () => {
    expect(itemEnd(hex(`${"81".repeat(256)}00`), 0)).toBe(257);
    expect(() => itemEnd(hex(`${"81".repeat(257)}00`), 0)).toThrow("The value is nested too deep.");
  });
});

describe("mapEntries", () => {
  it("finds the values without reading them", () => {
    const bytes = codec.encode({ a: 1, b: [1, "x"] });
    const entries = mapEntries(bytes, 0)?.map(({ key, value }) => [
      key,
      codec.decode(bytes.slice(value.start, value.end)),
    ]);
    expect(entries).toEqual([
      ["a", 1],
      ["b", [1, "x"]],
    ]);
  });

  it("gives nothing for other items, and for maps with other keys", () => {
    expect(mapEntries(hex("80"), 0)).toBeUndefined();
    expect(mapEntries(hex("a10102"), 0)).toBeUndefined();
    expect(arrayItems(hex("a0"), 0)).toBeUndefined();
  });
});

describe("reading", () => {
  it("joins the chunks of a text, and refuses what is no UTF-8", () => {
    expect(readText(hex("7f61616162ff"), 0)).toBe("ab");
    expect(() => readText(hex("61ff"), 0)).toThrow("A text is not UTF-8.");
  });

  const uuid = "0190b5c4-1111-7000-8000-00000000000a";
  it.each([
    ["tag 37", "d82550" + uuid.replaceAll("-", ""), uuid, uuid],
    ["tag 9", `c97824${Buffer.from(uuid.toUpperCase()).toString("hex")}`, uuid, uuid],
    ["a text", `7824${Buffer.from(uuid).toString("hex")}`, undefined, uuid],
    ["a text in braces", `7826${Buffer.from(`{${uuid}}`).toString("hex")}`, undefined, uuid],
    ["a text without hyphens", `7820${Buffer.from(uuid.replaceAll("-", "")).toString("hex")}`, undefined, uuid],
    ["another text", "6161", undefined, undefined],
    ["bytes", "4161", undefined, undefined],
  ])("reads a uuid in %s", (_, text, value, either) => {
    expect(readUuid(hex(text), 0)).toBe(value);
    expect(readUuidOrText(hex(text), 0)).toBe(either);
  });
});
