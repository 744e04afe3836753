import { FileRef, RecordId } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { rows } from "../../test/default-answer.ts";
import { answering, asyncWorld, blockingWorld, failure, lastQuery } from "../../test/test-world.ts";
import type { SurrealConnection } from "../client/connection.ts";
import { raw } from "../surrealql/bound-query.ts";

type Db = SurrealConnection<"blocking">;

const john = new RecordId("user", "john");

describe("what comes back", () => {
  const row = { id: john, name: "John" };

  it.each<[string, (db: Db) => unknown, unknown, unknown]>([
    ["select of a record", (db) => db.select(john), [row], row],
    ["select of no record", (db) => db.select(john), [], undefined],
    ["select of a table", (db) => db.select("user"), [row], [row]],
    ["select of a range with one record", (db) => db.select("user:1..5"), [row], [row]],
    ["create in a table", (db) => db.create("user", {}), [row], row],
    ["update of no record", (db) => db.update(john, {}), [], undefined],
    ["update of an empty table", (db) => db.update("user", {}), [], []],
    ["delete of a record", (db) => db.delete(john), [row], row],
    ["delete of a table", (db) => db.delete("user"), [row, row], [row, row]],
    ["insert of one", (db) => db.insert("user", {}), [row], [row]],
    ["relate of two records", (db) => db.relate(john, "knows", john), [row], row],
    ["relate of many", (db) => db.relate([john], "knows", john), [row], [row]],
    ["files.get of no file", (db) => db.files.get(new FileRef("b", "k")), undefined, undefined],
    ["files.get of an empty file", (db) => db.files.get(new FileRef("b", "k")), new Uint8Array(), new Uint8Array()],
    ["files.head of no file", (db) => db.files.head(new FileRef("b", "k")), null, undefined],
    ["files.put", (db) => db.files.put(new FileRef("b", "k"), new Uint8Array()), row, undefined],
  ])("of %s", (_, call, result, expected) => {
    const { db, channel } = blockingWorld();
    channel.script = answering("query", rows(result));
    expect(call(db)).toEqual(expected);
  });

  it.each<[string, (db: Db) => unknown]>([
    ["files.get", (db) => db.files.get(new FileRef("b", "k"))],
    ["files.head", (db) => db.files.head(new FileRef("b", "k"))],
    ["files.list", (db) => db.files.list("b")],
  ])("of %s must have the right form", (_, call) => {
    const { db, channel } = blockingWorld();
    channel.script = answering("query", rows({ some: "thing" }));
    expect(() => call(db)).toThrow(expect.objectContaining({ name: "UnexpectedResponseError" }));
  });
});

describe("a builder", () => {
  it("copies its variables, and never writes into them", async () => {
    const { db, channel } = asyncWorld();
    const variables: Record<string, unknown> = Object.freeze({ a: 1 }) as Record<string, unknown>;
    const mine = { a: 1 };
    const builder = db.query("RETURN $a", mine);
    mine.a = 2;
    await builder.execute();
    await db.query("RETURN $a", variables).execute();
    expect(channel.wire.map(({ params }) => params[1])).toEqual([{ a: 1 }, { a: 1 }]);
  });

  it("is sent once however much is asked of it", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("query", rows([1, 2], "x"));
    const builder = db.query<[number[], string]>("SELECT …; RETURN 'x'");
    const answers = await Promise.all([
      builder.execute(),
      builder.first(),
      builder.rows(),
      builder.into((all) => (all as unknown[]).length),
    ]);
    expect(answers).toEqual([[[1, 2], "x"], [1, 2], [1, 2], 2]);
    expect((await builder.responses()).map(({ status }) => status)).toEqual(["OK", "OK"]);
    expect(channel.wire).toHaveLength(1);
  });

  it("that is never asked sends nothing", () => {
    const { db, channel } = asyncWorld();
    db.query("RETURN 1");
    db.create("user", {});
    db.insert("user", {});
    expect(channel.wire).toEqual([]);
    expect(channel.unanswered).toEqual([]);
  });

  it("keeps its failure", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("query", { error: { message: "no" } }, rows(1));
    const builder = db.query("RETURN 1");
    const first = await failure(builder.execute());
    expect(await failure(builder.first())).toBe(first);
    expect(channel.wire).toHaveLength(1);
  });

  it.each<[string, (db: SurrealConnection<"async">) => { execute(): Promise<unknown>; change(): unknown }]>([
    ["CRUD builder, by a clause", (db) => withChange(db.update("user"), (b) => b.merge({}))],
    ["CRUD builder, by a modifier", (db) => withChange(db.update("user"), (b) => b.where(raw("true")))],
    ["insert builder, by data", (db) => withChange(db.insert("user", {}), (b) => b.content({}))],
    ["insert builder, by a modifier", (db) => withChange(db.insert("user", {}), (b) => b.relation())],
  ])("cannot be changed after it was sent: %s", async (_, make) => {
    const { db, channel } = asyncWorld();
    const builder = make(db);
    await builder.execute();
    expect(builder.change).toThrow(
      expect.objectContaining({
        name: "SurrealError",
        message: expect.stringContaining("sent already"),
        outcome: "not_sent",
      }),
    );
    expect(channel.wire).toHaveLength(1);
  });

  it("takes the last of several clauses", async () => {
    const { db, channel } = asyncWorld();
    await db.update("user").content({ a: 1 }).merge({ b: 2 }).execute();
    expect(lastQuery(channel)).toEqual(["UPDATE user MERGE $_data", { _data: { b: 2 } }]);
  });

  it("gives every statement's answer without throwing", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("query", {
      result: [
        { status: "OK", time: "1µs", result: 1 },
        { status: "ERR", time: "2µs", result: "An error occurred: boom", kind: "Thrown" },
      ],
    });
    const builder = db.query("RETURN 1; THROW 'boom'");
    expect(await builder.responses()).toEqual([
      { status: "OK", time: "1µs", result: 1 },
      {
        status: "ERR",
        time: "2µs",
        error: expect.objectContaining({ name: "ThrownError", statement: 1, query: "RETURN 1; THROW '…'" }),
      },
    ]);
    expect(await failure(builder.execute())).toMatchObject({ name: "ThrownError", statement: 1 });
    expect((await db.queryRaw("…"))[1]).toMatchObject({ status: "ERR", kind: "Thrown" });
  });

  it.each([
    [
      [1, 2],
      [1, 2],
    ],
    [[], []],
    [undefined, []],
    [null, []],
    [5, [5]],
    [{ a: 1 }, [{ a: 1 }]],
  ])("reads the rows of %j", async (result, expected) => {
    const { db, channel } = asyncWorld();
    channel.script = answering("query", rows(result));
    expect(await db.query("…").rows()).toEqual(expected);
  });
});

function withChange<B extends { execute(): Promise<unknown> }>(
  builder: B,
  change: (builder: B) => unknown,
): { execute(): Promise<unknown>; change(): unknown } {
  return { execute: () => builder.execute(), change: () => change(builder) };
}
