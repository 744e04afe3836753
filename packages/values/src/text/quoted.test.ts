import { expect, it } from "vitest";
import { quoted, visible } from "./quoted.ts";

it.each([
  ["plain, grüße 日本 👍", '"plain, grüße 日本 👍"'],
  ['a"b\\', '"a\\"b\\\\"'],
  ["\u001b[31m\u0000\u009b", '"\\u001b[31m\\u0000\\u009b"'],
  ["a\u202eb\u2066c\u061cd\u200fe", '"a\\u202eb\\u2066c\\u061cd\\u200fe"'],
  ["\u2028\ufeff\u{e0041}", '"\\u2028\\ufeff\\u{e0041}"'],
])("shows %j with nothing in it that acts", (text, expected) => {
  expect(quoted(text)).toBe(expected);
});

it("cuts long texts off", () => {
  expect(quoted("x".repeat(300))).toBe(`"${"x".repeat(200)}…"`);
  expect(quoted("x".repeat(300), 3)).toBe('"xxx…"');
});

it("shows a text without quotes too", () => {
  expect(visible('"a"\n\u202e')).toBe('"a"\\u000a\\u202e');
});
