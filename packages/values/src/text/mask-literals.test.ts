import fc from "fast-check";
import { expect, it } from "vitest";
import { literalsOf, maskLiterals, maskQuotedSource } from "./mask-literals.ts";

it.each([
  ["DEFINE USER ada ON ROOT PASSWORD 'secret' ROLES OWNER", "DEFINE USER ada ON ROOT PASSWORD '…' ROLES OWNER"],
  [`RETURN "a\\"secret" + 'b\\'secret'`, `RETURN "…" + '…'`],
  [`RETURN [s'a', d"2020", u'x', r"user:secret", b"00", f'b:/k']`, `RETURN [s'…', d"…", u'…', r"…", b"…", f'…']`],
  [
    "SELECT `it's`, ⟨\"odd\"⟩, `a\\`'` FROM t WHERE x = 'secret'",
    "SELECT `it's`, ⟨\"odd\"⟩, `a\\`'` FROM t WHERE x = '…'",
  ],
  ["-- don't\nRETURN 'secret'", "-- don't\nRETURN '…'"],
  ["// don't\nRETURN 'secret' # isn't", "// don't\nRETURN '…' # isn't"],
  ["/* don't */ RETURN 'secret'", "/* don't */ RETURN '…'"],
  ["-- PASSWORD 'secret' \"secret\"\nRETURN 1 /* 'secret' */", "-- PASSWORD '…' \"…\"\nRETURN 1 /* '…' */"],
  ["RETURN 6 / 2 / 3, a/b, 'secret'", "RETURN 6 / 2 / 3, a/b, '…'"],
  ["RETURN name = /it's/; CREATE u SET p = 'secret'", "RETURN name = /…/; CREATE u SET p = '…'"],
  ["RETURN name IN /it's/; CREATE u SET p = 'secret'", "RETURN name IN /…/; CREATE u SET p = '…'"],
  ["-- it's\rRETURN 'secret' // isn't\u2028+ 'secret'", "-- it's\rRETURN '…' // isn't\u2028+ '…'"],
  ["RETURN { ⟨a\\⟩'⟩: 'secret' }", "RETURN { ⟨a\\⟩'⟩: '…' }"],
  [
    "SELECT `no end, ⟨no end /* no end FROM t WHERE x = 'secret'",
    "SELECT `no end, ⟨no end /* no end FROM t WHERE x = '…'",
  ],
  ["PASSWORD 'secret and no end", "PASSWORD '…"],
  ["RETURN '' + \"\"", "RETURN '…' + \"…\""],
  ["SELECT `no end FROM t WHERE x = 'secret'", "SELECT `no end FROM t WHERE x = '…'"],
  ["/* no end 'secret'", "/* no end '…'"],
  ["RETURN 1", "RETURN 1"],
  ["", ""],
])("masks the strings of %j alone", (text, expected) => {
  expect(maskLiterals(text)).toBe(expected);
});

it("masks before it cuts: half a string does not show", () => {
  expect(maskLiterals("PASSWORD 'secret'", 12)).toBe("PASSWORD '…");
  expect(maskLiterals("PASSWORD 'secret'", 10)).toBe("PASSWORD '");
  expect(maskLiterals(`RETURN ${"1+".repeat(500)}'secret'`, 200)).toBe(`RETURN ${"1+".repeat(500)}`.slice(0, 200));
});

it("masks every string that is written in quotes, whatever it holds", () => {
  const literal = fc.string({ unit: "grapheme" }).map((text) => `'${text.replace(/[\\']/g, "\\$&")}'`);
  fc.assert(
    fc.property(literal, literal, (first, second) => {
      expect(maskLiterals(`LET $a = ${first}; -- it's\nRETURN ${second};`)).toBe("LET $a = '…'; -- it's\nRETURN '…';");
    }),
  );
});

it.each(["'", "/ /", "/\\", "= /", "= /a/ ", "/*", "`", " ", "''", "⟨", "\\"])(
  "reads a megabyte of %j once",
  (part) => {
    const text = part.repeat(1_000_000 / part.length);
    expect(maskLiterals(text).length).toBeLessThanOrEqual(text.length * 2);
  },
);

it("masks the lines of source that a message quotes, and leaves its sentences", () => {
  const message =
    "Parse error: Unexpected `'`, can't go on\n --> [1:30]\n  |\n3 | DEFINE USER a PASSWORD 'secret' X\n  | ^^^";
  expect(maskQuotedSource(message)).toBe(
    "Parse error: Unexpected `'`, can't go on\n --> [1:30]\n  |\n3 | DEFINE USER a PASSWORD '…' X\n  | ^^^",
  );
});

it.each([
  ["a line that is cut before it", "1 | ...secret' NOSUCH", "1 | …"],
  ["a line that is cut on both sides", "1 | ...secret' + 'secret...", "1 | …"],
  ["the last line of a string", "2 | secret' NOSUCH", "2 | …"],
  ["the last line of a string, and another one", "12 | secret' NOSUCH 'secret...", "12 | …"],
  ["a whole line", "2 | RETURN 'secret' NOSUCH", "2 | RETURN '…' NOSUCH"],
  ["a first line that is cut behind it", "1 | RETURN 'secret...", "1 | RETURN '…"],
  ["a line that is cut before it, without strings", "1 | ...ce) LIMIT 1", "1 | ...ce) LIMIT 1"],
])("shows no string of a quoted line: %s", (_, line, expected) => {
  const around = (inner: string): string => `Parse error\n --> [1:1]\n  |\n${inner}\n  | ^^^\n`;
  expect(maskQuotedSource(around(line))).toBe(around(expected));
  const json = JSON.stringify({ information: around(line) });
  expect(maskQuotedSource(json)).toBe(JSON.stringify({ information: around(expected) }));
});

it("gives the strings alone", () => {
  expect(literalsOf("LET $a = 'one' + `it's`; RETURN r\"two\" -- 'no'")).toStrictEqual(["one", "two"]);
});
