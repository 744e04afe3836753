import { describe, expect, it } from "vitest";
import { statementTexts } from "./statement-texts.ts";

describe("statementTexts", () => {
  it.each([
    ["CREATE a; CREATE b", ["CREATE a", "CREATE b"]],
    ["BEGIN; CREATE a; COMMIT; begin; cancel ;", ["BEGIN", "CREATE a", "begin"]],
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
