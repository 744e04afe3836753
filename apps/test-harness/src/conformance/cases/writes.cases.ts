import {
  AlreadyExistsError,
  BoundExcluded,
  BoundIncluded,
  Duration,
  eq,
  gt,
  NotFoundError,
  QueryError,
  Range,
  RecordId,
  RowValidationError,
  SurrealError,
  Table,
} from "surreal-sdk";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { raised, run } from "../run.ts";
import { ScratchDatabase } from "../scratch-database.ts";
import type { Target } from "../target.ts";

const ada = new RecordId("user", "ada");

/** `create`, `update`, `upsert`, `merge`, `patch` and `delete`, with their clauses. */
export function writeCases(target: Target): void {
  const scratch = new ScratchDatabase(target);
  const stored = (): Promise<unknown> => scratch.value("SELECT * FROM user ORDER BY id");

  describe("create", () => {
    it("creates a record with this id, and answers with it", async () => {
      expect(await run(scratch.db.create(ada, { name: "Ada" }))).toEqual({ id: ada, name: "Ada" });
      expect(await stored()).toEqual([{ id: ada, name: "Ada" }]);
    });

    it("creates a record with a fresh id in a table", async () => {
      const record = await run(scratch.db.create("user", { name: "Ada" }));
      expect(record.id).toBeInstanceOf(RecordId);
      expect(await stored()).toEqual([record]);
      const another = await run(scratch.db.create(new Table("user"), { name: "Bob" }));
      expect(another).toMatchObject({ name: "Bob" });
    });

    it("does not claim that it failed when what comes back does not fit a schema", async () => {
      const error = await raised(() => scratch.db.create(ada, { n: 1 }, { into: z.object({ n: z.string() }) }));
      expect(error).toBeInstanceOf(RowValidationError);
      expect(error).toMatchObject({ path: "n", outcome: "unknown", retrySafe: false });
      expect(await stored()).toEqual([{ id: ada, n: 1 }]);
    });

    it("without data makes an empty record", async () => {
      expect(await run(scratch.db.create(ada))).toEqual({ id: ada });
      expect(await stored()).toEqual([{ id: ada }]);
    });

    it("takes its data from a clause as well", async () => {
      expect(await run(scratch.db.create("user:ada").content({ name: "Ada" }))).toEqual({ id: ada, name: "Ada" });
    });

    it("of a record that exists is an AlreadyExistsError that names it", async () => {
      await run(scratch.db.create(ada, { n: 1 }));
      const error = await raised(() => scratch.db.create(ada, { n: 2 }));
      expect(error).toBeInstanceOf(AlreadyExistsError);
      expect((error as AlreadyExistsError).recordId).toBe("user:ada");
      expect(await stored()).toEqual([{ id: ada, n: 1 }]);
    });

    it("an explicit undefined as data is not the same as leaving it out", async () => {
      const error = await raised(() => scratch.db.create(ada, undefined as never));
      expect(error.message).toMatch(/NONE|undefined/);
      expect(await scratch.read("DEFINE TABLE user; SELECT * FROM user")).toEqual([undefined, []]);
    });

    it("reads its answer into a schema", async () => {
      const into = z.object({ name: z.string() });
      expect(await run(scratch.db.create(ada, { name: "Ada", age: 36 }, { into }))).toEqual({ name: "Ada" });
    });
  });

  describe("update", () => {
    it("replaces the content of a record, and answers with it", async () => {
      await scratch.read("CREATE user:ada SET name = 'Ada', age = 36");
      expect(await run(scratch.db.update(ada, { name: "Ada L." }))).toEqual({ id: ada, name: "Ada L." });
      expect(await stored()).toEqual([{ id: ada, name: "Ada L." }]);
    });

    it("of an absent record changes nothing and gives undefined", async () => {
      await scratch.read("DEFINE TABLE user");
      expect(await run(scratch.db.update(ada, { n: 1 }))).toBeUndefined();
      expect(await stored()).toEqual([]);
    });

    it("of a table gives a list, of an empty one an empty list", async () => {
      await scratch.read("DEFINE TABLE user");
      expect(await run(scratch.db.update("user", { n: 1 }))).toEqual([]);
      await scratch.read("CREATE user:1; CREATE user:2");
      const rows = await run(scratch.db.update("user", { n: 1 }));
      expect(rows).toEqual([
        { id: new RecordId("user", 1), n: 1 },
        { id: new RecordId("user", 2), n: 1 },
      ]);
      expect(await stored()).toEqual(rows);
    });

    it("of a range changes all rows within, and no other", async () => {
      await scratch.read("CREATE user:1; CREATE user:2; CREATE user:3");
      const range = new RecordId("user", new Range(new BoundIncluded(1), new BoundExcluded(3)));
      expect(await run(scratch.db.update(range, { n: 1 }))).toHaveLength(2);
      expect(await scratch.value("RETURN (SELECT id, n FROM user ORDER BY id).n")).toEqual([1, 1, undefined]);
    });

    it("without a clause gives the record as it is", async () => {
      await scratch.read("CREATE user:ada SET n = 1");
      expect(await run(scratch.db.update(ada))).toEqual({ id: ada, n: 1 });
    });

    it("of a table that does not exist is a NotFoundError", async () => {
      expect(await raised(() => scratch.db.update("nowhere", { n: 1 }))).toBeInstanceOf(NotFoundError);
    });
  });

  describe("clauses", () => {
    it("content and replace drop what was there, merge keeps it", async () => {
      await scratch.read("CREATE user:ada SET a = 1, b = { c: 1 }");
      expect(await run(scratch.db.update(ada).merge({ b: { d: 2 } }))).toEqual({ id: ada, a: 1, b: { c: 1, d: 2 } });
      expect(await run(scratch.db.update(ada).content({ e: 3 }))).toEqual({ id: ada, e: 3 });
      expect(await run(scratch.db.update(ada).replace({ f: 4 }))).toEqual({ id: ada, f: 4 });
      expect(await stored()).toEqual([{ id: ada, f: 4 }]);
    });

    it("patch applies the operations of a JSON Patch", async () => {
      await scratch.read("CREATE user:ada SET a = 1, b = 2");
      const ops = [
        { op: "add", path: "/c", value: 3 },
        { op: "remove", path: "/a" },
        { op: "replace", path: "/b", value: "two" },
      ] as const;
      expect(await run(scratch.db.update(ada).patch(ops))).toEqual({ id: ada, b: "two", c: 3 });
      expect(await stored()).toEqual([{ id: ada, b: "two", c: 3 }]);
    });

    it("merge and patch are methods of their own too", async () => {
      await scratch.read("CREATE user:ada SET a = 1");
      expect(await run(scratch.db.merge(ada, { b: 2 }))).toEqual({ id: ada, a: 1, b: 2 });
      expect(await run(scratch.db.patch(ada, [{ op: "remove", path: "/a" }]))).toEqual({ id: ada, b: 2 });
      expect(await run(scratch.db.merge("user", { c: 3 }))).toEqual([{ id: ada, b: 2, c: 3 }]);
      expect(await stored()).toEqual([{ id: ada, b: 2, c: 3 }]);
    });

    it("where chooses what is changed", async () => {
      await scratch.read("CREATE user:1 SET age = 17; CREATE user:2 SET age = 40");
      const rows = await run(scratch.db.update("user").where(gt("age", 18)).merge({ adult: true }));
      expect(rows).toStrictEqual([{ id: new RecordId("user", 2), age: 40, adult: true }]);
      expect(await scratch.value("RETURN (SELECT id, adult FROM user ORDER BY id).adult")).toEqual([undefined, true]);
    });

    it.each([
      ["none", []],
      ["before", [{ id: ada, n: 1 }]],
      ["after", [{ id: ada, n: 2 }]],
      ["diff", [[{ op: "replace", path: "/n", value: 2 }]]],
      [["n"], [{ n: 2 }]],
    ] as const)("return %j of a table gives what it says", async (mode, expected) => {
      await scratch.read("CREATE user:ada SET n = 1");
      expect(await run(scratch.db.update("user").return(mode).merge({ n: 2 }))).toEqual(expected);
      expect(await stored()).toEqual([{ id: ada, n: 2 }]);
    });

    it("return none of a record gives undefined", async () => {
      expect(await run(scratch.db.create(ada).return("none").content({ n: 1 }))).toBeUndefined();
      expect(await stored()).toEqual([{ id: ada, n: 1 }]);
    });

    it("timeout ends a change that takes too long, and nothing is changed", async () => {
      await scratch.read("CREATE user:ada SET n = 1");
      expect(await run(scratch.db.update(ada).timeout(Duration.parse("10s")).merge({ n: 2 }))).toMatchObject({ n: 2 });
      const error = await raised(() => scratch.db.update("user").timeout(Duration.parse("1ns")).merge({ n: 3 }));
      expect(error).toBeInstanceOf(QueryError);
      expect(await stored()).toEqual([{ id: ada, n: 2 }]);
    });

    it("changes once, however often its result is asked for", async () => {
      await scratch.read("CREATE user:ada SET n = 1");
      const pending = scratch.db.patch(ada, [{ op: "add", path: "/log", value: [1] }]);
      await run(pending);
      await run(pending);
      expect(await scratch.value("RETURN user:ada.log")).toEqual([1]);
    });

    it("a hostile value stays a value", async () => {
      const hostile = "x'; REMOVE TABLE user; --";
      await run(scratch.db.create(ada, { name: hostile, [hostile]: 1 }));
      expect(await stored()).toEqual([{ id: ada, name: hostile, [hostile]: 1 }]);
    });
  });

  describe("upsert", () => {
    it("creates what is absent and replaces what is there", async () => {
      expect(await run(scratch.db.upsert(ada, { n: 1 }))).toEqual({ id: ada, n: 1 });
      expect(await run(scratch.db.upsert(ada, { m: 2 }))).toEqual({ id: ada, m: 2 });
      expect(await stored()).toEqual([{ id: ada, m: 2 }]);
    });

    it("with merge keeps what is there", async () => {
      await scratch.read("CREATE user:ada SET n = 1");
      expect(await run(scratch.db.upsert(ada).merge({ m: 2 }))).toEqual({ id: ada, n: 1, m: 2 });
    });

    it("without a clause gives the record, made if need be", async () => {
      expect(await run(scratch.db.upsert(ada))).toEqual({ id: ada });
      expect(await stored()).toEqual([{ id: ada }]);
    });

    it("of a table gives a list", async () => {
      expect(await run(scratch.db.upsert("user").merge({ n: 1 }))).toMatchObject([{ n: 1 }]);
      expect(await scratch.value("SELECT VALUE n FROM user")).toEqual([1]);
    });
  });

  describe("delete", () => {
    it("gives the record it deleted, undefined where there was none", async () => {
      await scratch.read("CREATE user:ada SET n = 1");
      expect(await run(scratch.db.delete(ada))).toEqual({ id: ada, n: 1 });
      expect(await run(scratch.db.delete(ada))).toBeUndefined();
      expect(await stored()).toEqual([]);
    });

    it("of a table or a range gives the list of what it deleted", async () => {
      await scratch.read("CREATE user:1; CREATE user:2; CREATE user:3");
      expect(await run(scratch.db.delete("user:1..3"))).toHaveLength(2);
      expect(await stored()).toStrictEqual([{ id: new RecordId("user", 3) }]);
      expect(await run(scratch.db.delete("user"))).toHaveLength(1);
      expect(await run(scratch.db.delete("user"))).toEqual([]);
    });

    it("of chosen rows leaves the others", async () => {
      await scratch.read("CREATE user:1 SET n = 1; CREATE user:2 SET n = 2");
      const gone = await run(scratch.db.delete("user", { where: eq("n", 1) }));
      expect(gone).toStrictEqual([{ id: new RecordId("user", 1), n: 1 }]);
      expect(await scratch.value("SELECT VALUE n FROM user")).toEqual([2]);
    });

    if (target.mode === "async")
      it("has no data clause", async () => {
        await scratch.read("CREATE user:ada SET n = 1");
        const builder = scratch.db.delete(ada) as unknown as { content?(data: object): unknown };
        const error = await raised(() => builder.content?.({ n: 2 }));
        expect(error instanceof SurrealError || error instanceof TypeError).toBe(true);
      });
  });
}
