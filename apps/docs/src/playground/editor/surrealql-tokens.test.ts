import { StringStream } from "@codemirror/language";
import { describe, expect, it } from "vitest";
import { examples } from "../examples.ts";
import { readToken, type TokenState } from "./surrealql-tokens.ts";

/** The tokens of a text with what they are; what is only space is left out. */
function tokensOf(text: string): string[] {
  const state: TokenState = { until: undefined };
  return text.split("\n").flatMap((line) => {
    const stream = new StringStream(line, 2, 2);
    const tokens: string[] = [];
    while (!stream.eol()) {
      const kind = readToken(stream, state);
      expect(stream.pos).toBeGreaterThan(stream.start);
      if (kind !== undefined) tokens.push(`${kind} ${stream.current()}`);
      stream.start = stream.pos;
    }
    return tokens;
  });
}

describe("the tokens of SurrealQL", () => {
  it("are keywords, names, variables and operators, in any case of letters", () => {
    expect(tokensOf("select name FROM person WHERE age >= $min;")).toEqual([
      "keyword select",
      "variableName name",
      "keyword FROM",
      "variableName person",
      "keyword WHERE",
      "variableName age",
      "operator >=",
      "variableName.special $min",
      "punctuation ;",
    ]);
  });

  it("are numbers of each kind, and durations", () => {
    expect(tokensOf("42 1.5 1.10dec 3f 1h30m 2w 1e9")).toEqual(
      ["42", "1.5", "1.10dec", "3f", "1h30m", "2w", "1e9"].map((text) => `number ${text}`),
    );
  });

  it("are texts with their prefix, and with quotes inside", () => {
    expect(tokensOf(`d"2026-01-01T00:00:00Z" 'it\\'s' "a 'b'"`)).toEqual([
      'string d"2026-01-01T00:00:00Z"',
      "string 'it\\'s'",
      `string "a 'b'"`,
    ]);
  });

  it("are comments to the end of the line, and over many", () => {
    expect(tokensOf("a -- b\n/* c\nd */ e // f\n# g")).toEqual([
      "variableName a",
      "comment -- b",
      "comment /* c",
      "comment d */",
      "variableName e",
      "comment // f",
      "comment # g",
    ]);
  });

  it("are functions, record ids, quoted names, edges, types and named values", () => {
    expect(tokensOf("string::len(person:⟨a b⟩) ->knows-> NONE uuid")).toEqual([
      "variableName.function string::len",
      "punctuation (",
      "variableName person",
      "operator :",
      "variableName ⟨a b⟩",
      "punctuation )",
      "operator ->",
      "variableName knows",
      "operator ->",
      "atom NONE",
      "typeName uuid",
    ]);
  });

  it("cover every example of the playground", () => {
    for (const { query } of examples) expect(tokensOf(query).length).toBeGreaterThan(10);
  });
});
