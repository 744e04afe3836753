import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fieldPath } from "./field-path.ts";

describe("the path of a field", () => {
  it.each([
    ["name", "name"],
    ["address.city", "address.city"],
    ["my field", "`my field`"],
    ["created-at", "`created-at`"],
    ["größe", "`größe`"],
    ["@type", "`@type`"],
    ["in", "in"],
    ["value", "`value`"],
    ["2024", "`2024`"],
    ["tags[0]", "tags[0]"],
    ["a.tags[12][$].b c[*].d", "a.tags[12][$].`b c`[*].d"],
    ["tags.*", "tags.*"],
    ["tags.*.name", "tags.*.name"],
    ["`a.b`.c", "`a.b`.c"],
    ["`a\\`b`", "`a\\`b`"],
    ["⟨a b⟩[0]", "`a b`[0]"],
  ])("the field %j becomes %s", (path, text) => {
    expect(fieldPath(path)).toBe(text);
  });

  it.each(["", ".", "a.", ".a", "a..b"])("the field %j is refused", (path) => {
    expect(() => fieldPath(path)).toThrow(RangeError);
  });

  it.each([5, null, undefined, ["a"]])("the field %j is refused", (path) => {
    expect(() => fieldPath(path)).toThrow(TypeError);
  });

  it.each([
    "array::len(tags)",
    "tags.len()",
    "count()",
    "name AS n",
    "age DESC",
    "a AND b",
    "NOT a",
    "a IN b",
    "a - b",
    "a + b",
    "a*b",
    "a = 1",
    "a, b",
    "->knows->person",
    "tags[WHERE a]",
    "tags[-1]",
    "tags[0",
    "[0]",
    "tags[0]x",
    "*",
    "a.*b",
    "user:ada",
    "$this.a",
    "!a",
    "a?.b",
    "a; DELETE user",
    "a`b",
    "a\nb",
    " a",
    "a.b ",
    "'a'",
    "a.{b}",
    "`a",
  ])("%j is more than a path, and refused", (path) => {
    expect(() => fieldPath(path)).toThrow(TypeError);
    expect(() => fieldPath(path)).toThrow("is not a plain path of a field");
    expect(() => fieldPath(path)).toThrow("raw(text)");
  });

  it("lets nothing through but names in quotes and places in lists, whatever the text", () => {
    const pieces = [
      "a",
      "B9",
      " ",
      ".",
      "`",
      "\\",
      "⟨",
      "⟩",
      "[",
      "]",
      "0",
      "$",
      "*",
      ";",
      "'",
      "(",
      ")",
      "-",
      "#",
      "@",
      "ü",
      "AS",
      "\n",
    ];
    const paths = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom(...pieces)).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(paths, (path) => {
        let text: string;
        try {
          text = fieldPath(path);
        } catch (error) {
          expect(["TypeError", "RangeError"]).toContain((error as Error).name);
          return;
        }
        expect(text).toMatch(
          /^(?:[A-Za-z_]\w*|`(?:[^`\\]|\\[`\\])*`)(?:\[(?:\d+|\$|\*)\]|\.\*|\.[A-Za-z_]\w*|\.`(?:[^`\\]|\\[`\\])*`)*$/,
        );
      }),
    );
  });
});
