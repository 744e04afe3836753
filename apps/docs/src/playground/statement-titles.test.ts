import { AsyncSurreal } from "surreal-sdk";
import { expect, it } from "vitest";
import { statementTitles } from "./statement-titles.ts";

/** The titles of a query's answers by a database. */
async function titles(query: string): Promise<string[]> {
  await using db = AsyncSurreal("mem://", { namespace: "a", database: "b" });
  return statementTitles(query, (await db.query(query).responses()).length);
}

it("answers are titled by their statements", async () => {
  expect(await titles("CREATE person:a; -- no; \nSELECT *\n  FROM person;")).toEqual([
    "CREATE person:a",
    "SELECT * FROM person",
  ]);
});

it("the statements of a transaction title its answers", async () => {
  const expected = ["BEGIN", "CREATE person:a", "RETURN 1", "COMMIT", "RETURN 2"];
  expect(await titles("BEGIN; CREATE person:a; RETURN 1; COMMIT; RETURN 2")).toEqual(expected);
});

it("one answer for several statements has a number", () => {
  expect(statementTitles("RETURN 1; RETURN", 1)).toEqual(["Statement 1"]);
});

it("a long statement is cut", () => {
  expect(statementTitles(`RETURN "${"a".repeat(200)}"`, 1)[0]).toMatch(/^RETURN "a{81}…$/);
});
