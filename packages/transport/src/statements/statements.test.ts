import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sessionStatements, statementsOf } from "./statements.ts";

describe("statements", () => {
  it.each([
    ["CREATE a; CREATE b", ["CREATE a", "CREATE b"]],
    ["BEGIN; CREATE a; COMMIT; begin; cancel ;", ["BEGIN", "CREATE a", "COMMIT", "begin", "cancel"]],
    ["-- a;b\nCREATE a; # c;d\n/* e;\n */ CREATE b // f;", ["CREATE a", "CREATE b"]],
    [`CREATE a SET x = "1;\\";2", y = '3;'; CREATE b`, [`CREATE a SET x = "1;\\";2", y = '3;'`, "CREATE b"]],
    ["CREATE a:`x;y`; CREATE b:⟨;⟩", ["CREATE a:`x;y`", "CREATE b:⟨;⟩"]],
    ["IF true { CREATE a; CREATE b }; RETURN [(1; 2)]", ["IF true { CREATE a; CREATE b }", "RETURN [(1; 2)]"]],
    ["; ;\n", []],
    ["RETURN $value / 2; RETURN 1 / 2", ["RETURN $value / 2", "RETURN 1 / 2"]],
    ["RETURN $a.in / 2; RETURN 1 / 2", ["RETURN $a.in / 2", "RETURN 1 / 2"]],
    ["UPDATE a SET b = value / 2; RETURN 1 / 2", ["UPDATE a SET b = value / 2", "RETURN 1 / 2"]],
    ["SELECT * FROM a WHERE value / 2 > 1; RETURN 1 / 2", ["SELECT * FROM a WHERE value / 2 > 1", "RETURN 1 / 2"]],
    ["SELECT ->in / 2 FROM a; RETURN 1 / 2", ["SELECT ->in / 2 FROM a", "RETURN 1 / 2"]],
    [
      "SELECT VALUE /a;b/ FROM a; RETURN a IN /;/ OR b IS NOT /;/",
      ["SELECT VALUE /a;b/ FROM a", "RETURN a IN /;/ OR b IS NOT /;/"],
    ],
    [
      "DEFINE FIELD a ON b VALUE /;/; IF /;/ { 1 } ELSE { 2 }; RETURN 1 = /;/ AND /;/",
      ["DEFINE FIELD a ON b VALUE /;/", "IF /;/ { 1 } ELSE { 2 }", "RETURN 1 = /;/ AND /;/"],
    ],
    ["RETURN/* x */5; SELECT/**/1-- y\nFROM a", ["RETURN 5", "SELECT 1\nFROM a"]],
    ["RETURN 'never closed;", ["RETURN 'never closed;"]],
    ["RETURN 4 - 2 / 1", ["RETURN 4 - 2 / 1"]],
  ])("cuts %j", (surrealql, texts) => {
    expect(statementsOf(surrealql)).toEqual(texts);
  });

  it("takes texts that are very long", () => {
    const long = `RETURN '${"a;\\n".repeat(1_000_000)}'`;
    expect(statementsOf(`${long}; RETURN 2`)).toEqual([long, "RETURN 2"]);
  });

  it("are cut at semicolons outside of strings, names, comments, regular expressions and brackets", () => {
    expect(
      statementsOf("LET $a = ';'; -- one; two\nRETURN { $a; }; /* ; */ SELECT `a;b`, ⟨c;d⟩ FROM x WHERE y = /;/;;"),
    ).toEqual(["LET $a = ';'", "RETURN { $a; }", "SELECT `a;b`, ⟨c;d⟩ FROM x WHERE y = /;/"]);
  });

  it.each([
    ["LIVE SELECT * FROM a", ["live"]],
    ["live select diff from a", ["live"]],
    ["kill $id", ["kill"]],
    ["KILL u'018f7f2c-1111-7111-8111-111111111111'", ["kill"]],
    ['KILL "018f7f2c-1111-7111-8111-111111111111"', ["kill"]],
    ["USE NS a DB b", ["use"]],
    ["use default", ["use"]],
    [";; /* x */ USE DB b", ["use"]],
    ["LIVE-- x\nSELECT * FROM a", ["live"]],
    ["# it's\nLIVE SELECT * FROM a", ["live"]],
    ["RETURN 'it\\'s'; LIVE SELECT * FROM a", ["live"]],
    ["RETURN `a\\`b`; RETURN ⟨a⟩; KILL $x", ["kill"]],
    ["BEGIN; LIVE SELECT * FROM a; USE DB b; COMMIT", ["live", "use"]],
    ["}; USE DB b", ["use"]],
  ])("%j holds the statements %j", (text, expected) => {
    expect(sessionStatements(text)).toEqual(expected);
  });

  it.each([
    "SELECT * FROM article WHERE live = true",
    "SELECT * FROM log WHERE text CONTAINS 'how to; use it'",
    "SELECT * FROM a -- ; LIVE SELECT * FROM b",
    "SELECT * FROM a /* ; USE DB b */",
    "RETURN live:1",
    "SELECT * FROM live:1, use:abc",
    "RETURN $use; RETURN $live",
    "RETURN `;USE DB b`",
    "RETURN { live: true, use: 1 }",
    "SELECT ->live->use FROM kill",
    "DEFINE EVENT e ON t THEN { live; use; }",
    "RETURN [1, 'x;\\'; USE DB b']",
    "SELECT * FROM alive; SELECT * FROM user",
    "live:1",
    "use.a",
    "kill",
    "",
  ])("%j holds no LIVE, KILL or USE", (text) => {
    expect(sessionStatements(text)).toEqual([]);
  });

  it("finds exactly the statements that begin with the words, among texts that hold them anywhere", () => {
    const words = fc.constantFrom("live", "USE", "Kill");
    const harmless = fc.oneof(
      words.map((word) => `RETURN '${word} DB b; ${word} x'`),
      words.map((word) => `RETURN "it's; ${word} x"`),
      words.map((word) => `SELECT ${word} FROM ${word} WHERE $${word} = ${word}:1 /* ; ${word} x */`),
      words.map((word) => `RETURN { ${word}: [${word}.a] } -- ; ${word} x\n`),
      words.map((word) => `RETURN \`; ${word} x\` + ⟨; ${word} x⟩`),
    );
    const session = fc.constantFrom("LIVE SELECT * FROM a", "use db b", "KILL $id");
    const statement = fc.oneof(
      harmless.map((text) => ({ text, word: undefined })),
      session.map((text) => ({ text, word: text.split(" ")[0]?.toLowerCase() })),
    );
    fc.assert(
      fc.property(fc.array(statement), (statements) => {
        const text = statements.map((one) => one.text).join("; ");
        expect(sessionStatements(text)).toEqual(statements.flatMap(({ word }) => word ?? []));
      }),
    );
  });
});
