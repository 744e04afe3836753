import { describe, expect, it } from "vitest";
import { answeredTexts, statementTexts } from "./statement-texts.ts";

describe("statementTexts", () => {
  it.each([
    ["CREATE a; CREATE b", ["CREATE a", "CREATE b"]],
    ["BEGIN; CREATE a; COMMIT; begin; cancel ;", ["BEGIN", "CREATE a", "COMMIT", "begin", "cancel"]],
    ["-- a;b\nCREATE a; # c;d\n/* e;\n */ CREATE b // f;", ["CREATE a", "CREATE b"]],
    [`CREATE a SET x = "1;\\";2", y = '3;'; CREATE b`, [`CREATE a SET x = "1;\\";2", y = '3;'`, "CREATE b"]],
    ["CREATE a:`x;y`; CREATE b:⟨;⟩", ["CREATE a:`x;y`", "CREATE b:⟨;⟩"]],
    ["IF true { CREATE a; CREATE b }; RETURN [(1; 2)]", ["IF true { CREATE a; CREATE b }", "RETURN [(1; 2)]"]],
    ["; ;\n", []],
    ["RETURN 'never closed;", ["RETURN 'never closed;"]],
    ["RETURN 4 - 2 / 1", ["RETURN 4 - 2 / 1"]],
  ])("cuts %j", (surrealql, texts) => {
    expect(statementTexts(surrealql)).toEqual(texts);
  });

  it("takes texts that are very long", () => {
    const long = `RETURN '${"a;\\n".repeat(1_000_000)}'`;
    expect(statementTexts(`${long}; RETURN 2`)).toEqual([long, "RETURN 2"]);
  });
});

describe("answeredTexts", () => {
  const texts = statementTexts("COMMIT; BEGIN; A; B; COMMIT; C; BEGIN; D; CANCEL; E");

  it.each([
    [[], texts],
    // Outside of transactions a failure ends nothing.
    [[0, 5], texts],
    [[3], texts.filter((_text, index) => index !== 4)],
    [[7], texts.filter((_text, index) => index !== 8)],
    [[2, 6], texts.filter((_text, index) => index !== 4 && index !== 8)],
  ])("leaves out what ends a transaction in which the answers %j are failures", (failed, answered) => {
    expect(answeredTexts(texts, (index) => failed.includes(index))).toEqual(answered);
  });
});
