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

  it("of no statements does nothing, and text alone is neither a list nor a function", async () => {
    expect(await scratch.db.transaction([])).toEqual([]);
    const error = await raised(() => scratch.db.transaction("CREATE person:2" as never));
    expect(error).toBeInstanceOf(TypeError);
    expect(await names()).toEqual(["Ada"]);
  });

  it("gives the value of a RETURN, with its links, and goes on behind it", async () => {
    const { db } = scratch;
    await scratch.read("CREATE person:2 SET friend = person:1");
    const results = await db.transaction([
      surql`RETURN person:2 FETCH friend`,
      surql`RETURN/* all */[person:2] FETCH friend; RETURN ${[new RecordId("person", 2)]} FETCH friend`,
      surql`RETURN (SELECT VALUE id FROM person:2) FETCH friend; RETURN SELECT VALUE friend FROM person:2 FETCH friend`,
      surql`RETURN { fetch: ${1} }; RETURN RETURN 2; RETURN begin; RETURN "a; FETCH b"`,
      surql`CREATE ONLY person:3 SET name = "Cy"`,
    ]);
    const bo = { friend: { name: "Ada" } };
    const alone = [[bo], [[bo], [bo]], [[bo], [{ name: "Ada" }]], [{ fetch: 1 }, 2, undefined, "a; FETCH b"]];
    expect(results).toMatchObject([...alone, [{ name: "Cy" }]]);
  });

  it("lets each part see its own values and those of the session, and none of the other parts", async () => {
    const { db } = scratch;
    const reads = "RETURN [$a, $b, $`c d`]";
    const list = () => [
      db.query(reads),
      db.query(reads, { a: 1, "c d": 2 }),
      db.query(`LET $b = 3; ${reads}`),
      db.query(reads, { b: 4, "c d": 5 }),
      db.query(reads, { a: 1 }),
      db.query(`LET $a = $a + 1; ${reads}`, { a: 6 }),
      db.query(`${reads}; -- LET $a = 7`),
    ];
    const alone = async () => {
      const results: unknown[] = [];
      for (const part of list()) results.push(await part.execute());
      return results;
    };
    expect(await db.transaction(list())).toEqual(await alone());
    await db.let("a", "session");
    await db.let("b", "own");
    expect(await db.transaction(list())).toEqual(await alone());
    await db.unset("a");
    await db.unset("b");
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
