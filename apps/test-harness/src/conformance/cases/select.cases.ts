import {
  BoundExcluded,
  BoundIncluded,
  Duration,
  eq,
  gt,
  InvalidRecordIdError,
  NotFoundError,
  Range,
  RecordId,
  RowValidationError,
  SurrealError,
  surql,
  Table,
} from "surreal-sdk";
import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { raised } from "../run.ts";
import { ScratchDatabase } from "../scratch-database.ts";
import type { Target } from "../target.ts";

const users = `
  CREATE user:1 SET name = 'Ada', age = 36, home = { city: 'London' };
  CREATE user:2 SET name = 'Bob', age = 17, home = { city: 'Bern' };
  CREATE user:3 SET name = 'Cem', age = 50, home = { city: 'Bern' }, friend = user:1;
`;
const names = (rows: readonly unknown[]): unknown[] => rows.map((row) => (row as { name: string }).name);

/** `select`: its targets and its options. */
export function selectCases(target: Target): void {
  const scratch = new ScratchDatabase(target);
  beforeEach(() => scratch.read(users));

  describe("targets", () => {
    it.each([
      ["a RecordId", new RecordId("user", 1)],
      ["text with a colon", "user:1"],
    ] as const)("%s gives one record", async (_name, id) => {
      expect(await scratch.db.select(id)).toEqual({
        id: new RecordId("user", 1),
        name: "Ada",
        age: 36,
        home: { city: "London" },
      });
    });

    it("selecting an absent record gives undefined, with a schema as well", async () => {
      expect(await scratch.db.select(new RecordId("user", 99))).toBeUndefined();
      expect(await scratch.db.select("user:99", { into: z.object({ name: z.string() }) })).toBeUndefined();
    });

    it("a Table and a name give a list", async () => {
      expect(names(await scratch.db.select(new Table("user")))).toStrictEqual(["Ada", "Bob", "Cem"]);
      expect(names(await scratch.db.select("user"))).toEqual(["Ada", "Bob", "Cem"]);
    });

    it.each([
      ["with both ends", new Range(new BoundIncluded(1), new BoundExcluded(3)), ["Ada", "Bob"]],
      ["with the end included", new Range(new BoundIncluded(2), new BoundIncluded(3)), ["Bob", "Cem"]],
      ["with the beginning excluded", new Range(new BoundExcluded(1), new BoundIncluded(3)), ["Bob", "Cem"]],
      ["open at its end", new Range(new BoundIncluded(2), undefined), ["Bob", "Cem"]],
      ["open on both sides, the whole table", new Range(undefined, undefined), ["Ada", "Bob", "Cem"]],
      ["that holds one record, still as a list", new Range(new BoundIncluded(1), new BoundExcluded(2)), ["Ada"]],
      ["that holds none", new Range(new BoundIncluded(7), new BoundExcluded(9)), []],
    ])("a record id with a range %s gives all rows within", async (_name, range, expected) => {
      expect(names(await scratch.db.select(new RecordId("user", range)))).toStrictEqual(expected);
    });

    it("a range as text means what the Range means", async () => {
      expect(names(await scratch.db.select("user:1..3"))).toEqual(["Ada", "Bob"]);
      expect(names(await scratch.db.select("user:1..=3"))).toEqual(["Ada", "Bob", "Cem"]);
    });

    it("maps each row of a range into a schema", async () => {
      const range = new RecordId("user", new Range(new BoundIncluded(1), new BoundExcluded(3)));
      expect(await scratch.db.select(range, { into: z.object({ name: z.string() }) })).toEqual([
        { name: "Ada" },
        { name: "Bob" },
      ]);
    });

    it.each(["a:b:c", "user:", ":1", "a-b", "1tbl", "", "user:1..=", "user; REMOVE TABLE user"])(
      "%j is refused before anything is sent, with advice",
      async (text) => {
        const error = await raised(() => scratch.db.select(text));
        expect(error).toBeInstanceOf(SurrealError);
        expect(error).toMatchObject({ outcome: "not_sent" });
        expect(error.message).toMatch(/RecordId|Table/);
      },
    );

    it("a text with two colons is an InvalidRecordIdError", async () => {
      expect(await raised(() => scratch.db.select("user:a:b"))).toBeInstanceOf(InvalidRecordIdError);
    });

    it("a statement hidden behind a range is refused before anything is sent", async () => {
      const error = await raised(() => scratch.db.select("user:1..10; REMOVE TABLE user;"));
      expect(error).toMatchObject({ outcome: "not_sent" });
      expect(await scratch.value("RETURN count(SELECT id FROM user)")).toBe(3);
    });

    it("a bare Range names no table and is refused with advice that works", async () => {
      const bare = new Range(new BoundIncluded(1), new BoundExcluded(3)) as unknown as Table;
      const error = await raised(() => scratch.db.select(bare));
      expect(error.message).toContain("RecordId");
    });

    it.each([null, undefined, 42, {}])("%j is a TypeError", async (what) => {
      expect(await raised(() => scratch.db.select(what as unknown as string))).toBeInstanceOf(TypeError);
    });

    it("the text id 231 and the number id 231 are different records", async () => {
      await scratch.read("CREATE item:231 SET kind = 'number'; CREATE item:⟨231⟩ SET kind = 'text'");
      expect(await scratch.db.select(new RecordId("item", 231))).toMatchObject({ kind: "number" });
      expect(await scratch.db.select(new RecordId("item", "231"))).toMatchObject({ kind: "text" });
      expect(await scratch.db.select("item:231")).toMatchObject({ kind: "number" });
    });

    it("a hostile id is an id like any other", async () => {
      const hostile = new RecordId("item", "x`; REMOVE TABLE user; --⟩");
      await scratch.db.create(hostile, { n: 1 });
      expect(await scratch.db.select(hostile)).toEqual({ id: hostile, n: 1 });
      expect(await scratch.value("RETURN count(SELECT id FROM user)")).toBe(3);
    });

    it("a table that does not exist is a NotFoundError that names it", async () => {
      const error = await raised(() => scratch.db.select("nowhere"));
      expect(error).toBeInstanceOf(NotFoundError);
      expect((error as NotFoundError).tableName).toBe("nowhere");
    });
  });

  describe("options", () => {
    it("value gives the value of one field instead of rows", async () => {
      expect(await scratch.db.select("user:1", { value: "age" })).toBe(36);
      expect(await scratch.db.select("user", { value: "home.city", where: gt("age", 30) })).toEqual(["London", "Bern"]);
      expect(await scratch.db.select("user:99", { value: "age" })).toBeUndefined();
      expect(await scratch.db.select("user", { value: "name", into: z.array(z.string()).element })).toHaveLength(3);
    });

    it("fields with a star gives everything, and what stands beside it", async () => {
      expect(await scratch.db.select("user:2", { fields: ["*", surql`age + ${1} AS next`] })).toEqual({
        ...(await scratch.db.select("user:2")),
        next: 18,
      });
    });

    it("fields gives only those, the id only when asked for", async () => {
      expect(await scratch.db.select("user:1", { fields: ["name"] })).toEqual({ name: "Ada" });
      expect(await scratch.db.select("user:1", { fields: ["id", "age"] })).toEqual({
        id: new RecordId("user", 1),
        age: 36,
      });
    });

    it("a dotted path gives the nested field, nested", async () => {
      expect(await scratch.db.select("user:1", { fields: ["home.city"] })).toEqual({ home: { city: "London" } });
    });

    it("field names with spaces and other scripts are quoted", async () => {
      await scratch.read("CREATE odd:1 SET `my field` = 1, `größe` = 2");
      expect(await scratch.db.select("odd:1", { fields: ["my field", "größe"] })).toEqual({ "my field": 1, größe: 2 });
    });

    it("an injection among the fields is refused before anything is sent", async () => {
      const fields = ["name FROM user; REMOVE TABLE user; --"];
      expect(await raised(() => scratch.db.select("user:1", { fields }))).toBeInstanceOf(TypeError);
      expect(await scratch.value("RETURN count(SELECT id FROM user)")).toBe(3);
    });

    it.each([["name"], [[]], [[""]], [["a..b"]], [[".a"]], [[42]]])(
      "fields %j are refused before anything is sent",
      async (fields) => {
        const error = await raised(() => scratch.db.select("user", { fields: fields as unknown as string[] }));
        expect(error instanceof TypeError || error instanceof RangeError).toBe(true);
      },
    );

    it("where, orderBy, start and limit choose and order", async () => {
      expect(names(await scratch.db.select("user", { where: eq("home.city", "Bern") }))).toEqual(["Bob", "Cem"]);
      expect(names(await scratch.db.select("user", { where: gt("age", 30), orderBy: "age DESC" }))).toEqual([
        "Cem",
        "Ada",
      ]);
      expect(names(await scratch.db.select("user", { orderBy: "name", start: 1, limit: 1 }))).toEqual(["Bob"]);
      expect(names(await scratch.db.select("user", { orderBy: "age DESC", limit: 2 }))).toEqual(["Cem", "Ada"]);
      expect(names(await scratch.db.select("user", { orderBy: ["name DESC", "id"], limit: 1 }))).toEqual(["Cem"]);
    });

    it("orderBy and limit give the first of all rows, and not some rows in order", async () => {
      await scratch.db.insert(
        "score",
        [30, 10, 20, 50, 40].map((points, id) => ({ id, points })),
      );
      const points = async (start: number) => {
        const rows = await scratch.db.select<{ points: number }>("score", { orderBy: "points DESC", limit: 2, start });
        return rows.map((row) => row.points);
      };
      expect(await points(0)).toEqual([50, 40]);
      expect(await points(2)).toEqual([30, 20]);
    });

    it("fetch replaces a link by its record", async () => {
      const row = await scratch.db.select<{ friend: { name: string } }>("user:3", { fetch: ["friend"] });
      expect(row?.friend.name).toBe("Ada");
    });

    it("timeout ends a select that takes too long", async () => {
      const rows = await scratch.db.select("user", { timeout: Duration.parse("10s") });
      expect(rows).toHaveLength(3);
      const error = await raised(() => scratch.db.select("user", { timeout: Duration.parse("1ns") }));
      expect(error).toMatchObject({ kind: "Query", isTimedOut: true });
    });

    it.each([{ limit: -1 }, { limit: 1.5 }, { start: Number.NaN }])(
      "%j is refused before anything is sent",
      async (options) => {
        const error = await raised(() => scratch.db.select("user", options));
        expect(error instanceof TypeError || error instanceof RangeError).toBe(true);
      },
    );

    it("into reads every row, and names the one that does not fit", async () => {
      const Adult = z.object({ name: z.string(), age: z.number().min(18) });
      expect(await scratch.db.select("user:1", { into: Adult })).toEqual({ name: "Ada", age: 36 });
      const error = await raised(() => scratch.db.select("user", { into: Adult }));
      expect(error).toBeInstanceOf(RowValidationError);
      expect(error).toMatchObject({ row: 1, path: "age" });
    });

    it("into that is no schema is refused before anything is sent", async () => {
      const error = await raised(() => scratch.db.select("user", { into: 42 as unknown as z.ZodType }));
      expect(error).toBeInstanceOf(TypeError);
    });
  });

  describe("rows", () => {
    type Options = Parameters<typeof scratch.db.rows>[1];
    const read = async (source: Parameters<typeof scratch.db.rows>[0], options?: Options): Promise<unknown[]> => {
      const stream = scratch.db.rows(source, options);
      const seen: unknown[] = [];
      for (let step = await stream.next(); step.done !== true; step = await stream.next()) seen.push(step.value);
      return seen;
    };

    it.each([1, 2, 3, 1000])("are the records of a table, whole, in pages of %i", async (pageSize) => {
      expect(await read("user", { pageSize })).toEqual(await scratch.db.select("user"));
    });

    it("are those of a range, with the condition and the fields that were asked for", async () => {
      expect(await read("user:2..", { pageSize: 1 })).toEqual(await scratch.db.select("user:2.."));
      const [where, fields, fetch] = [gt("age", 18), ["name", "friend"], ["friend"]];
      expect(await read("user", { where, fields, fetch, pageSize: 1 })).toEqual(
        await scratch.db.select("user", { where, fields, fetch }),
      );
      expect(await read("user", { fields: ["id"], pageSize: 2 })).toEqual(
        [1, 2, 3].map((id) => ({ id: new RecordId("user", id) })),
      );
    });
  });
}
