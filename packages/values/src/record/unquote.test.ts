import { expect, it } from "vitest";
import { quoteIdentifier } from "../quote.ts";
import { unquote } from "./unquote.ts";

it.each([
  ["'a'", "a"],
  ['"it\'s"', "it's"],
  ["'\\u{1F600}\\n'", "😀\n"],
  ["⟨a\\⟩b⟩", "a⟩b"],
  ["``", ""],
])("reads %s", (text, content) => {
  expect(unquote(text)).toBe(content);
});

it.each(["", "plain", "'open", "'a' 'b'", "'\\q'"])("does not take %j for one literal", (text) => {
  expect(unquote(text)).toBeUndefined();
});

it("reads what quoteIdentifier writes", () => {
  expect(unquote(quoteIdentifier("a`b\\c.d"))).toBe("a`b\\c.d");
});
