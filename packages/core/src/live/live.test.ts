import { Range, RecordId, Table, Uuid } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { rows } from "../../test/default-answer.ts";
import { record, take } from "../../test/live-world.ts";
import type { WireRequest } from "../../test/scripted-channel.ts";
import { answering, asyncWorld, failure, settled, type TestWorld } from "../../test/test-world.ts";
import { and, gt, knn, matches, raw } from "../index.ts";

describe("live()", () => {
  it.each<[string, Parameters<TestWorld<"async">["db"]["live"]>, string, unknown[]]>([
    ["a table", ["user"], "live", [new Table("user"), false]],
    ["any table", [new Table("a-b")], "live", [new Table("a-b"), false]],
    ["diff mode", ["user", true], "live", [new Table("user"), true]],
    ["diff mode as an option", ["user", { diff: true }], "live", [new Table("user"), true]],
    [
      "a condition",
      ["user", { where: gt("age", 18) }],
      "query",
      ["LIVE SELECT * FROM user WHERE age > $_where0", { _where0: 18 }],
    ],
    [
      "a condition whose text has the sign of a search",
      ["user", { where: raw("mail = 'a@@b' AND note != \"<|1|>\"") }],
      "query",
      ["LIVE SELECT * FROM user WHERE mail = 'a@@b' AND note != \"<|1|>\"", {}],
    ],
    ["fields", [new Table("a b"), { fields: ["name"] }], "query", ["LIVE SELECT name FROM `a b`", {}]],
    [
      "a record",
      ["user:ada"],
      "query",
      ["LIVE SELECT * FROM user WHERE id = $_where0", { _where0: new RecordId("user", "ada") }],
    ],
    [
      "a range, and a condition",
      ["user:1..=5", { where: gt("age", 18) }],
      "query",
      [
        "LIVE SELECT * FROM user WHERE ((id >= $_where0) AND (id <= $_where1)) AND (age > $_where2)",
        { _where0: new RecordId("user", 1), _where1: new RecordId("user", 5), _where2: 18 },
      ],
    ],
    [
      "a range without ends",
      [new RecordId("user", new Range(undefined, undefined))],
      "query",
      ["LIVE SELECT * FROM user WHERE true", {}],
    ],
    ["linked records", ["user", { fetch: ["friend"] }], "query", ["LIVE SELECT * FROM user FETCH friend", {}]],
    ["one value", ["user", { value: "age" }], "query", ["LIVE SELECT VALUE age FROM user", {}]],
    [
      "a condition in diff mode",
      ["user", { diff: true, where: gt("age", 1) }],
      "query",
      ["LIVE SELECT DIFF FROM user WHERE age > $_where0", { _where0: 1 }],
    ],
  ])("asks for %s", async (_, given, method, params) => {
    const { db, channel } = asyncWorld();
    const id = Uuid.v7();
    channel.script = (request) => {
      if (request.method === "version") return undefined;
      return method === "live" ? { result: id } : rows(id);
    };
    expect(await db.live(...given)).toEqual(id);
    expect(channel.wire).toMatchObject([{ method, params, facts: { exclusive: true } }]);
    expect(channel.remembered).toEqual([`live ${id.toJSON()}`]);
    expect([...channel.replays.values()].at(-1)?.live).toBe(true);
  });

  it.each<[string, unknown[], RegExp]>([
    ["no target", [5], /takes a RecordId, a Table or a string/],
    ["linked records in diff mode", ["user", { diff: true, fetch: ["a"] }], /no `fields`, `value` and `fetch`/],
    ["one value and fields", ["user", { value: "a", fields: ["b"] }], /`value` reads one field alone/],
    ["a change feed for a record", ["user:ada", { resync: "changes" }], /for a record or a range/],
    ["linked records with a resync", ["user", { fetch: ["a"], resync: "snapshot" }], /whole records/],
    ["fields in diff mode", ["user", { diff: true, fields: ["a"] }], /no `fields`/],
    ["text as options", ["user", "diff"], /live\(\)/],
    ["an unknown option", ["user", { dif: true }], /no option "dif"/],
    ["a mode that is none", ["user", { diff: "yes" }], /`diff` is true or false/],
    ["text as condition", ["user", { where: "age > 1" }], /where takes a condition/],
    ["a full-text search", ["user", { where: and(gt("age", 1), matches("bio", "sea")) }], /searches: use watch\(\)/],
    ["a full-text search by its number", ["user", { where: raw("bio @1@ $text") }], /searches: use watch\(\)/],
    ["the nearest vectors", ["user", { where: knn("face", [1, 2], 3) }], /searches: use watch\(\)/],
  ])("refuses %s", async (_, given, message) => {
    const { db, channel } = asyncWorld();
    expect((await failure((db.live as (...all: unknown[]) => Promise<unknown>)(...given))).message).toMatch(message);
    expect(channel.wire).toEqual([]);
  });

  it.each([{ result: undefined }, { result: "text" }, { result: [] }])("does not take %j for an id", async (answer) => {
    const { db, channel } = asyncWorld();
    channel.script = answering("live", answer);
    expect(await failure(db.live("user"))).toMatchObject({ name: "UnexpectedResponseError" });
    expect(channel.remembered).toEqual([]);
  });

  it("is not remembered where the server has ended it before it answered", async () => {
    const { db, channel } = asyncWorld();
    await db.ping();
    const id = Uuid.v7();
    channel.script = ({ method }) => (method === "live" ? "silence" : undefined);
    const starting = db.live("user");
    await settled();
    channel.notify({ id, action: "KILLED" });
    channel.reply(channel.unanswered[0] as WireRequest, { result: id });
    await starting;
    expect(channel.remembered).toEqual([]);
  });

  it("raises what the statement failed with", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("query", {
      result: [{ status: "ERR", time: "1µs", result: "no such table", kind: "NotFound" }],
    });
    expect(await failure(db.live("user", { fields: ["a"] }))).toMatchObject({ name: "NotFoundError" });
  });

  it("is remembered when it was started by a query that is nothing else, and by no other", async () => {
    const { db, channel } = asyncWorld();
    const [first, second] = [Uuid.v7(), Uuid.v7()];
    channel.script = answering("query", rows(first), {
      result: [
        { status: "OK", time: "1µs", result: second, type: "live" },
        { status: "OK", time: "1µs", result: Uuid.v7() },
      ],
    });
    await db.query("LIVE SELECT * FROM user WHERE age > $min", { min: 3 }).execute();
    await db.query("LIVE SELECT * FROM user; RETURN rand::uuid()").execute();
    expect(channel.remembered).toEqual([`live ${first.toJSON()}`]);
    const stream = db.subscribeLive(second);
    channel.notify({ id: second, action: "CREATE", record, result: 1 });
    expect(await take(stream, 1)).toEqual([1]);
    channel.drop();
    expect(await failure(stream.next())).toMatchObject({ name: "LiveEndedError" });
  });
});
