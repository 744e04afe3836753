import { equals, InvalidRecordIdError, Range, RecordId, Uuid } from "surreal-sdk";
import { describe, expect, it } from "vitest";
import { raised, run } from "../run.ts";
import { ScratchDatabase } from "../scratch-database.ts";
import type { Target } from "../target.ts";

const uuid = Uuid.parse("018f4d3c-89ab-7def-8123-456789abcdef");
const texts = [
  "12",
  "a`b",
  "a\\b",
  "⟩",
  "x-1",
  "select",
  "a b",
  "é",
  "表😀",
  "a\nb",
  "1..5",
  "ulid()",
  "'",
  '"',
  "`:x",
  "1e5",
  "\\u{41}",
];
const keys: readonly RecordId["id"][] = [
  ...texts,
  0,
  -5,
  2n ** 63n - 1n,
  -(2n ** 63n),
  uuid,
  ["London", 5, null, true, [uuid, 1.5]],
  { a: 1, "b c": ["d"], "12": null },
  [new RecordId("a b", "c d"), { deep: [Number.NaN] }],
];
const ids = [...keys.map((key) => new RecordId("place", key)), ...texts.map((table) => new RecordId(table, 1))];

/** The text of a record id: what the SDK and the server write is what both read. */
export function recordTextCases(target: Target): void {
  const scratch = new ScratchDatabase(target);

  it("finds the record that it was made of, by the SDK or by the server", async () => {
    for (const id of ids) {
      await run(scratch.db.create(id, { n: 1 }));
      const theirs = (await scratch.value("RETURN <string> $id", { id })) as string;
      for (const text of [String(id), JSON.parse(JSON.stringify(id)) as string, theirs]) {
        const row = await scratch.db.select(text as `${string}:${string}`);
        expect(equals(row?.id, id), text).toBe(true);
      }
      // The server cannot cast what it wrote of a table that begins with a digit.
      if (/^\d/.test(theirs)) continue;
      expect(equals(await scratch.value("RETURN <record> $theirs", { theirs }), id), theirs).toBe(true);
    }
  });

  it.each<[text: `${string}:${string}`, id: RecordId["id"]]>([
    ["user:`x-1`", "x-1"],
    ["user:⟨ada@home⟩", "ada@home"],
    ["user:`12`", "12"],
    ["user:12", 12],
    ["user:['London', 5]", ["London", 5]],
    ["user:{ a: 1 }", { a: 1 }],
    [`user:u"${uuid.text}"`, uuid],
  ])("%s is the same record in every method", async (text, key) => {
    const id = new RecordId("user", key as string);
    await run(scratch.db.create(text, { n: 1 }));
    await run(scratch.db.upsert(text, { n: 2 }));
    await run(scratch.db.merge(text, { m: 3 }));
    expect(await scratch.read("SELECT * FROM user")).toEqual([[{ id, n: 2, m: 3 }]]);
    expect(await run(scratch.db.delete(text))).toMatchObject({ id });
    expect(await scratch.read("SELECT * FROM user")).toEqual([[]]);
  });

  it("a record with a whole float in its id is found by the id that was read", async () => {
    await scratch.read("CREATE place:[1f]; CREATE place:[1]");
    const rows = await scratch.db.select<{ id: RecordId }>("place");
    for (const { id } of rows) {
      expect(String((await scratch.db.select(id))?.id)).toBe(String(id));
      expect(String((await scratch.db.select(String(id) as "place:1"))?.id)).toBe(String(id));
    }
    expect(rows.map(({ id }) => String(id)).sort()).toEqual(["place:[1]", "place:[1f]"]);
  });

  describe("as the ends of an edge", () => {
    it("is taken in insertRelation, in insert with relation, and in relate", async () => {
      await scratch.read("CREATE user:`x-1`; CREATE user:2");
      const row = { in: "user:`x-1`", out: "user:2", since: 1 };
      await run(scratch.db.insertRelation("knows", row));
      await run(scratch.db.insert("knows", [row, { ...row, in: new RecordId("user", 2) }], { relation: true }));
      await run(scratch.db.insert("knows").relation().content(row));
      await run(scratch.db.relate("user:`x-1`", "knows", "user:2"));
      expect(row.in).toBe("user:`x-1`");
      const ends = await scratch.value("SELECT VALUE [in, out] FROM knows");
      const [x1, two] = [new RecordId("user", "x-1"), new RecordId("user", 2)];
      expect(ends).toHaveLength(5);
      expect((ends as unknown[]).filter((pair) => equals(pair, [x1, two]))).toHaveLength(4);
    });

    it.each(["user", "a:b:c", "user:1..5", "http://x"])("is refused when it is %j", async (text) => {
      const error = await raised(() => scratch.db.insertRelation("knows", { in: text, out: "user:2" }));
      expect(error instanceof TypeError || error instanceof InvalidRecordIdError).toBe(true);
      expect(await scratch.read("DEFINE TABLE knows; SELECT * FROM knows")).toEqual([undefined, []]);
    });

    it("stays text where the rows are no edges", async () => {
      await run(scratch.db.insert("note", { in: "user:1" }));
      expect(await scratch.value("SELECT VALUE in FROM note")).toEqual(["user:1"]);
    });
  });

  it.each(["user:john-doe", "http://x", "a:b:c", "user:ulid()", "user:rand()", "user:uuid()"])(
    "%s is refused before anything is sent",
    async (text) => {
      for (const act of [
        () => scratch.db.select(text as "a:b"),
        () => scratch.db.create(text as "a:b", {}),
        () => scratch.db.upsert(text as "a:b", {}),
      ]) {
        expect(await raised(act)).toBeInstanceOf(InvalidRecordIdError);
      }
      expect(await scratch.read("DEFINE TABLE user; SELECT * FROM user")).toEqual([undefined, []]);
    },
  );

  it("names a range of records", async () => {
    await scratch.read("CREATE user:1; CREATE user:2; CREATE user:[1]");
    expect(await scratch.db.select("user:1>..=2")).toStrictEqual([{ id: new RecordId("user", 2) }]);
    expect(await scratch.db.select("user:[0]..")).toStrictEqual([{ id: new RecordId("user", [1]) }]);
    expect(String(new RecordId("user", new Range()))).toBe("user:..");
  });
}
