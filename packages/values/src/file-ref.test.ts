import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RealParser } from "../test/real-parser.ts";
import { canonical, wireOf } from "../test/wire-of.ts";
import { FileRef, InvalidFileRefError } from "./index.ts";

let parser: RealParser;
beforeAll(async () => {
  parser = await RealParser.open();
});
afterAll(() => parser.close());

describe("a FileRef", () => {
  it.each([
    ["b", "a.txt", "/a.txt", 'f"b:/a.txt"'],
    ["b", "/a/b", "/a/b", 'f"b:/a/b"'],
    ["b", "", "/", 'f"b:/"'],
    ["", "a", "/a", 'type::file("", "/a")'],
    ["b/c", "a", "/a", 'type::file("b/c", "/a")'],
    ["b", 'a "b" é', '/a "b" é', 'type::file("b", "/a \\"b\\" é")'],
    ["B-1_.x", "A-1_.x", "/A-1_.x", 'f"B-1_.x:/A-1_.x"'],
  ])("of bucket %j and key %j has the key %j and is %s", async (bucket, given, key, text) => {
    const file = new FileRef(bucket, given);
    expect(file.key).toBe(key);
    expect(String(file)).toBe(text);
    expect(canonical(await parser.evaluate(text))).toBe(canonical(wireOf(file)));
    expect(FileRef.parse(JSON.parse(JSON.stringify(file)))).toStrictEqual(file);
    expect(FileRef.parse(text)).toStrictEqual(file);
  });

  it.each(["picture.png", "", "b:a", "b/a", 'f"b:/a', 'f"b:/"a"', 'f"b:/\\u{41}"', "f'b:/a"])(
    "refuses the text %j",
    (text) => {
      expect(() => FileRef.parse(text)).toThrow(
        new InvalidFileRefError(`${JSON.stringify(text)} names no file: write bucket:/key.`),
      );
    },
  );

  it.each<[unknown, unknown]>([
    [null, "a"],
    ["b", undefined],
    ["b", new FileRef("b", "a")],
  ])("refuses to be made of %o and %o", (bucket, key) => {
    expect(() => new FileRef(bucket as never, key as never)).toThrow(TypeError);
    expect(() => FileRef.parse(bucket === "b" ? (key as never) : (bucket as never))).toThrow(TypeError);
  });

  it.each([
    ["b", 'a "b" \\ é'],
    ["b", "it's\n:/x"],
    ["b:/c", "😀"],
  ])("of bucket %j and key %j is read from what the server prints", async (bucket, key) => {
    const file = new FileRef(bucket, key);
    const printed = await parser.evaluate(`type::string(${file})`);
    expect(FileRef.parse(printed as string)).toStrictEqual(file);
  });

  it("is read from the literal in either quotes", () => {
    expect(FileRef.parse("f'b:/a b'")).toStrictEqual(new FileRef("b", "a b"));
    expect(FileRef.parse('f:/"a"')).toStrictEqual(new FileRef("f", '"a"'));
  });

  it("refuses half a surrogate pair", () => {
    expect(() => new FileRef("b", "\uD800")).toThrow(RangeError);
  });
});
