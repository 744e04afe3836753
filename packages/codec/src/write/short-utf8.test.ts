import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { utf8Length, writeUtf8 } from "./short-utf8.ts";

const encoder = new TextEncoder();
const unit = fc.oneof(
  fc.integer({ min: 0, max: 0xffff }),
  fc.integer({ min: 0xd800, max: 0xdfff }),
  fc.constantFrom(0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xfffd, 0xffff),
);
const text = fc.array(unit, { maxLength: 40 }).map((units) => String.fromCharCode(...units));

describe("short text in UTF-8", () => {
  it("G09 has the bytes of the platform's encoder, and none when half of a surrogate pair is in it", () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: "binary", maxLength: 40 })), (value) => {
        const whole = !/\p{Surrogate}/u.test(value);
        const expected = encoder.encode(value);
        expect(utf8Length(value)).toBe(whole ? expected.length : -1);
        if (!whole) return;
        const bytes = new Uint8Array(expected.length + 2);
        expect(writeUtf8(value, bytes, 1)).toBe(expected.length + 1);
        expect(bytes).toStrictEqual(Uint8Array.from([0, ...expected, 0]));
      }),
      { numRuns: 5000 },
    );
  });

  it.each(["\u{10000}", "\u{10ffff}", "a\u{1f600}b", "\ud7ff\ue000"])("G09 is right for %j", (value) => {
    const bytes = new Uint8Array(utf8Length(value));
    expect(writeUtf8(value, bytes, 0)).toBe(bytes.length);
    expect(bytes).toStrictEqual(encoder.encode(value));
  });

  it.each(["\ud800", "\udc00", "a\udbff", "\ud800\ud800\udc00", "\udc00\ud800"])("G09 refuses %j", (value) => {
    expect(utf8Length(value)).toBe(-1);
  });
});
