import { AlreadyExistsError, RecordId, surql, ThrownError } from "surreal-sdk";
import { beforeEach, expect, it } from "vitest";
import { raised } from "../run.ts";
import { ScratchDatabase } from "../scratch-database.ts";
import type { Target } from "../target.ts";

/** `transaction` of a list: one request, on every engine. */
export function statementListCases(target: Target): void {
  const scratch = new ScratchDatabase(target);
  const names = (): Promise<unknown> => scratch.value("SELECT VALUE name FROM person ORDER BY name");
  beforeEach(() => scratch.read("DEFINE TABLE person; CREATE person:1 SET name = 'Ada'"));

  it("applies all of a list, and gives the result of each part", async () => {
    const { db } = scratch;
    const results = await db.transaction([
      surql`CREATE ONLY person:2 SET name = ${"Bo"}`,
      db.query<[number, { a: number }]>("RETURN $n + 1; -- a comment\nRETURN { a: $n } -- another", { n: 1 }),
      db.query("LET $n = 5; RETURN $n", { n: 3 }),
      surql`SELECT VALUE name FROM person WHERE name != ${"Ada"}`,
    ]);
    expect(results).toMatchObject([[{ name: "Bo" }], [2, { a: 1 }], [undefined, 5], [["Bo"]]]);
    expect(await names()).toEqual(["Ada", "Bo"]);
  });

  it("applies nothing of a list when one part fails, and names that part", async () => {
    const { db } = scratch;
    const thrown = await raised(() =>
      db.transaction([surql`CREATE person:2; CREATE person:3`, surql`LET $a = 1; THROW "no"`, surql`CREATE person:4`]),
    );
    expect(thrown).toBeInstanceOf(ThrownError);
    expect(thrown).toMatchObject({ statement: 1, query: expect.stringContaining("THROW"), outcome: "failed" });
    const exists = await raised(() => db.transaction([surql`CREATE person:1`]));
    expect(exists).toBeInstanceOf(AlreadyExistsError);
    expect(exists).toMatchObject({ statement: 0 });
    expect(await names()).toEqual(["Ada"]);
  });

  if (target.mode === "async") {
    it("takes builders that were not sent", async () => {
      const { db } = scratch;
      const [created, merged, inserted, gone] = await db.transaction([
        db.create(new RecordId("person", 2)).content({ name: "Bo" }),
        db.merge(new RecordId("person", 1), { name: "Ada L." }),
        db.insert("person", [{ id: 3, name: "Cy" }]),
        db.delete(new RecordId("person", 3)),
      ]);
      expect([created, merged, inserted, gone]).toMatchObject([
        { name: "Bo" },
        { name: "Ada L." },
        [{ name: "Cy" }],
        { name: "Cy" },
      ]);
      expect(await names()).toEqual(["Ada L.", "Bo"]);
    });
  }
}
