import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tokensOf } from "./tokens.ts";

describe("tokens", () => {
  it("cover every text without a hole, whatever it is", () => {
    const pieces = [
      "'",
      '"',
      "`",
      "⟨",
      "⟩",
      "\\",
      "/",
      "/*",
      "*/",
      "--",
      "#",
      "\n",
      ";",
      "{",
      ")",
      "a",
      " ",
      "𐐀",
      "😀",
      "\ud83d",
      "\ude00",
    ];
    const texts = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom(...pieces)).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(texts, (text) => {
        for (const tokens of [[...tokensOf(text)], [...tokensOf(text, "mark")]]) {
          expect(tokens.map(({ start, end }) => text.slice(start, end)).join("")).toBe(text);
          expect(tokens.every(({ start, end }) => end > start)).toBe(true);
        }
      }),
    );
  });

  it.each([
    ["'it\\'s'", "string"],
    ['"a;b"', "string"],
    ["`a\\`b`", "name"],
    ["⟨a;b⟩", "name"],
    ["/* ; */", "comment"],
    ["-- it's", "comment"],
    ["// it's", "comment"],
    ["# it's", "comment"],
    ["/it's;/", "regex"],
    ["größe_1", "word"],
    ["\n\t ", "space"],
    ["$", "mark"],
  ])("%j is one token: a %s", (text, kind) => {
    expect([...tokensOf(text)]).toMatchObject([{ kind, start: 0, end: text.length }]);
  });

  it("a slash divides behind a value, and begins a regular expression elsewhere", () => {
    const kinds = (text: string): string[] => Array.from(tokensOf(text), ({ kind }) => kind);
    expect(kinds("a / b / 'c'")).not.toContain("regex");
    expect(kinds("(a) / b / 'c'")).not.toContain("regex");
    expect(kinds("a = /b'c/")).toContain("regex");
    expect(kinds("a IN /b'c/")).toContain("regex");
  });

  it.each(["`", "⟨", "/*"])("go on behind %j that does not end, where it is to be a mark", (opening) => {
    const text = `${opening} a 'b' c`;
    expect([...tokensOf(text)].at(-1)).toMatchObject({ start: 0, end: text.length, isOpen: true });
    const tokens = Array.from(tokensOf(text, "mark"), ({ kind, start, end }) => [kind, text.slice(start, end)]);
    expect(tokens).toContainEqual(["string", "'b'"]);
    expect(tokens).toContainEqual(["word", "c"]);
  });

  it("a regular expression ends on its line, behind a backslash too", () => {
    const kinds = (text: string): string[] => Array.from(tokensOf(text), ({ kind }) => kind);
    for (const end of ["\n", "\r", "\u0085", "\u2028", "\u2029"]) {
      expect(kinds(`= /a${end}b/`)).not.toContain("regex");
      expect(kinds(`= /a\\${end}b/`)).not.toContain("regex");
    }
    expect(kinds("= /a\\/b/")).toContain("regex");
    expect(kinds("= /a\\")).not.toContain("regex");
  });

  it.each(["= /", "= /a/ ", "a /b", "/\\", "-- ", "`"])("reads a long text of %j once", (part) => {
    const text = part.repeat(300_000 / part.length);
    let end = 0;
    for (const token of tokensOf(text)) end = token.end;
    expect(end).toBe(text.length);
  });

  it("looks once at a line that is full of unclosed regular expressions", () => {
    const text = "= /\\".repeat(1_000);
    expect([...tokensOf(text)].length).toBeLessThanOrEqual(text.length);
  });
});
