import {
  AlreadyExistsError,
  InvalidRecordIdError,
  InvalidTableError,
  RecordId,
  SurrealError,
  Table,
} from "surreal-sdk";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { raised, run } from "../run.ts";
import { ScratchDatabase } from "../scratch-database.ts";
import type { Target } from "../target.ts";

const [a, b, c] = ["a", "b", "c"].map((id) => new RecordId("node", id)) as [RecordId, RecordId, RecordId];

/** `insert`, `insertRelation` and `relate`, and every table name there can be. */
export function insertCases(target: Target): void {
  const scratch = new ScratchDatabase(target);

  describe("insert", () => {
    it("of one object gives a list of one", async () => {
      expect(await run(scratch.db.insert("node", { id: "a", n: 1 }))).toEqual([{ id: a, n: 1 }]);
      expect(await scratch.value("SELECT * FROM node")).toEqual([{ id: a, n: 1 }]);
    });

    it("of a list gives every row, with ids as text or as record ids", async () => {
      const rows = await run(scratch.db.insert("node", [{ id: "a" }, { id: b, n: 2 }, { n: 3 }]));
      expect(rows).toHaveLength(3);
      expect(await scratch.value("SELECT * FROM node WHERE id INSIDE [node:a, node:b]")).toEqual([
        { id: a },
        { id: b, n: 2 },
      ]);
    });

    it("takes its data from a clause as well", async () => {
      expect(await run(scratch.db.insert("node").content([{ id: "a" }]))).toEqual([{ id: a }]);
    });

    it("of a record that exists is refused, and with ignore passed over", async () => {
      await scratch.read("CREATE node:a SET n = 1");
      expect(await raised(() => scratch.db.insert("node", { id: "a", n: 2 }))).toBeInstanceOf(AlreadyExistsError);
      expect(await run(scratch.db.insert("node", [{ id: "a", n: 2 }, { id: "b" }], { ignore: true }))).toEqual([
        { id: b },
      ]);
      expect(await scratch.value("SELECT * FROM node:a")).toEqual([{ id: a, n: 1 }]);
    });

    it("of an id with an empty key is refused before it makes the table unreadable", async () => {
      await scratch.read("DEFINE TABLE node");
      const id = [{ "": 1 }];
      const attempts: readonly (() => unknown)[] = [
        () => scratch.db.insert("node", [{ id: "a" }, { id }]),
        () => scratch.db.insert("node", new Map([["id", id]]) as never),
        () => scratch.db.insertRelation("node", { id, in: a, out: b }),
        () => scratch.db.relate(a, "node", b, { id }),
        () => scratch.db.create("node", { id }),
        () => scratch.db.upsert("node").replace({ id }),
        () => scratch.db.select('node:{ "": 1 }'),
      ];
      for (const attempt of attempts) {
        const error = await raised(attempt);
        expect(String(error.cause ?? error)).toMatch("cannot contain an object with an empty key");
        expect([error instanceof TypeError, error instanceof InvalidRecordIdError]).toContain(true);
      }
      expect(await scratch.value("SELECT * FROM node")).toEqual([]);
    });

    it("reads each row into a schema", async () => {
      const into = z.object({ n: z.number() });
      expect(await run(scratch.db.insert("node", [{ n: 1 }, { n: 2 }], { into }))).toEqual([{ n: 1 }, { n: 2 }]);
    });

    it("without data is refused, and nothing is sent", async () => {
      const error = await raised(() => scratch.db.insert("node"));
      expect(error instanceof SurrealError || error instanceof TypeError).toBe(true);
      expect(await scratch.read("DEFINE TABLE node; SELECT * FROM node")).toEqual([undefined, []]);
    });

    it("into a record id is refused with advice", async () => {
      const error = await raised(() => scratch.db.insert(a as unknown as Table, { n: 1 }));
      expect(error.message).toMatch(/table/i);
      expect(await scratch.read("DEFINE TABLE node; SELECT * FROM node")).toEqual([undefined, []]);
    });

    it("a hyphenated name works as a Table, and is refused as text with a hint", async () => {
      expect(await run(scratch.db.insert(new Table("hyphen-table"), { n: 1 }))).toMatchObject([{ n: 1 }]);
      expect(await scratch.value("SELECT VALUE n FROM `hyphen-table`")).toEqual([1]);
      const error = await raised(() => scratch.db.insert("hyphen-table", { n: 1 }));
      expect(error).toBeInstanceOf(InvalidTableError);
      expect(error.message).toContain("Table");
    });

    it.each(["héllo", "表格", "αβγ", "таблица", "🚀", "tbl²", "has space", "1tbl", "kebab-case", "a`b", "a⟩b"])(
      "insert, create, select and delete agree on the table %j",
      async (name) => {
        const table = new Table(name);
        await run(scratch.db.insert(table, { id: "one", n: 1 }));
        await run(scratch.db.create(new RecordId(name, "two"), { n: 2 }));
        expect(await scratch.db.select(table)).toEqual([
          { id: new RecordId(name, "one"), n: 1 },
          { id: new RecordId(name, "two"), n: 2 },
        ]);
        const info = (await scratch.value("INFO FOR DB")) as { tables: Record<string, string> };
        expect(Object.keys(info.tables)).toEqual([name]);
        expect(await run(scratch.db.delete(table))).toHaveLength(2);
        expect(await scratch.db.select(table)).toEqual([]);
      },
    );

    it.each(["héllo", "表格", "has space", "1tbl", "a⟩b", "a`b", "a\\b"])(
      "the text of a record id in the table %j is SurrealQL that means it",
      async (name) => {
        const id = new RecordId(name, "x y");
        await run(scratch.db.create(id, { n: 1 }));
        expect(await scratch.value(`SELECT * FROM ${id}`)).toEqual([{ id, n: 1 }]);
      },
    );
  });

  describe("relations", () => {
    it("insert with relation makes an edge", async () => {
      await scratch.read("CREATE node:a; CREATE node:b");
      const [edge] = await run(scratch.db.insert("knows", { in: a, out: b, since: 1 }, { relation: true }));
      expect(edge).toMatchObject({ in: a, out: b, since: 1 });
      expect(await scratch.value("SELECT VALUE ->knows->node FROM ONLY node:a")).toEqual([b]);
    });

    it("relation as a clause means the same", async () => {
      await run(scratch.db.insert("knows").relation().content({ in: a, out: b }));
      expect(await scratch.value("SELECT VALUE [in, out] FROM knows")).toEqual([[a, b]]);
    });

    it("insertRelation gives the edges it made, one or many", async () => {
      expect(await run(scratch.db.insertRelation("knows", { id: "ab", in: a, out: b }))).toEqual([
        { id: new RecordId("knows", "ab"), in: a, out: b },
      ]);
      expect(
        await run(
          scratch.db.insertRelation(new Table("knows"), [
            { in: a, out: c },
            { in: b, out: c },
          ]),
        ),
      ).toHaveLength(2);
      expect(await scratch.value("RETURN count(SELECT id FROM knows)")).toBe(3);
    });

    it("relate between two records gives one edge, with its data", async () => {
      const edge = await run(scratch.db.relate(a, "knows", b, { since: 1 }));
      expect(edge).toMatchObject({ in: a, out: b, since: 1 });
      expect(await scratch.value("SELECT VALUE [in, out, since] FROM knows")).toEqual([[a, b, 1]]);
    });

    it("relate to many gives many edges", async () => {
      const edges = await run(scratch.db.relate(a, new Table("knows"), [b, c]));
      expect(edges).toHaveLength(2);
      expect(await scratch.value("SELECT VALUE out FROM knows ORDER BY out")).toEqual([b, c]);
    });

    it("relate reads each edge into a schema", async () => {
      const into = z.object({ since: z.number() });
      expect(await run(scratch.db.relate(a, "knows", b, { since: 1 }, { into }))).toEqual({ since: 1 });
      expect(await run(scratch.db.relate(a, "knows", [b, c], { since: 2 }, { into }))).toEqual([
        { since: 2 },
        { since: 2 },
      ]);
      expect(await run(scratch.db.relate(a, "knows", b, undefined, { return: "none" }))).toBeUndefined();
    });

    it("relate with an edge's own id uses it", async () => {
      const id = new RecordId("knows", "first");
      expect(await run(scratch.db.relate(a, id, b))).toEqual({ id, in: a, out: b });
      expect(await scratch.value("SELECT * FROM knows")).toEqual([{ id, in: a, out: b }]);
    });

    it("relate takes hostile ids as ids", async () => {
      const hostile = new RecordId("node", "x; REMOVE TABLE node; --");
      await scratch.read("CREATE node:a");
      await run(scratch.db.relate(a, "knows", hostile));
      expect(await scratch.value("SELECT VALUE out FROM knows")).toEqual([hostile]);
      expect(await scratch.value("RETURN count(SELECT id FROM node)")).toBe(1);
    });

    it("relate from something that is no record is refused before anything is sent", async () => {
      const error = await raised(() => scratch.db.relate("node" as unknown as RecordId, "knows", b));
      expect(error instanceof TypeError || error instanceof SurrealError).toBe(true);
      expect(await scratch.read("DEFINE TABLE knows; SELECT * FROM knows")).toEqual([undefined, []]);
    });
  });
}
