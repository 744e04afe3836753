import { Duration, FileRef, Range, RecordId, Table } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { blockingWorld, lastQuery } from "../../test/test-world.ts";
import { raw, surql } from "../surrealql/bound-query.ts";
import { and, eq, gt } from "../surrealql/expressions.ts";
import type { SurrealConnection } from "./connection.ts";

type Db = SurrealConnection<"blocking">;

const john = new RecordId("user", "john");
const range = new RecordId("user", new Range(undefined, undefined));
const day = new Date("2024-01-02T03:04:05Z");

describe("the text and the bindings of", () => {
  it.each<[string, (db: Db) => unknown, string, object]>([
    ["select of a table", (db) => db.select("user"), "SELECT * FROM user", {}],
    ["select of any table", (db) => db.select(new Table("a-b; c")), "SELECT * FROM `a-b; c`", {}],
    ["select of a record", (db) => db.select("user:john"), "SELECT * FROM $_resource", { _resource: john }],
    ["select of a range", (db) => db.select(range), "SELECT * FROM $_resource", { _resource: range }],
    [
      "select with every clause",
      (db) =>
        db.select("user", {
          fields: ["name", "address.city", surql`count(${1}) AS n`],
          where: and(gt("age", 18), eq("a b", surql`${2} + ${3}`)),
          orderBy: ["name", "age DESC", { field: "address.city", direction: "desc" }],
          limit: 10,
          start: 20,
          fetch: ["friend"],
          version: day,
          timeout: "2s",
        }),
      'SELECT name, address.city, count($_field2_0) AS n FROM user WHERE (age > $_where0) AND (`a b` = ($_where1 + $_where2)) ORDER BY name, age DESC, address.city DESC LIMIT 10 START 20 FETCH friend VERSION d"2024-01-02T03:04:05Z" TIMEOUT 2s',
      { _field2_0: 1, _where0: 18, _where1: 2, _where2: 3 },
    ],
    [
      "select that sorts a table with an odd name",
      (db) => db.select(new Table("a`b; c"), { orderBy: "a", limit: 1 }),
      "SELECT * FROM `a\\`b; c` ORDER BY a LIMIT 1",
      {},
    ],
    ["create", (db) => db.create("user", { a: 1 }), "CREATE user CONTENT $_content", { _content: { a: 1 } }],
    ["create without data", (db) => db.create("user").execute(), "CREATE user", {}],
    [
      "create with NONE",
      (db) => db.create("user", undefined as never),
      "CREATE user CONTENT $_content",
      { _content: undefined },
    ],
    [
      "update",
      (db) => db.update(john, { a: 1 }),
      "UPDATE $_resource CONTENT $_content",
      { _resource: john, _content: { a: 1 } },
    ],
    [
      "update by replace",
      (db) => db.update(john).replace({ a: 1 }),
      "UPDATE $_resource REPLACE $_data",
      { _resource: john, _data: { a: 1 } },
    ],
    [
      "update by merge",
      (db) => db.update(john).merge({ a: 1 }),
      "UPDATE $_resource MERGE $_data",
      { _resource: john, _data: { a: 1 } },
    ],
    [
      "update by an empty merge",
      (db) => db.update(john).merge(null as never),
      "UPDATE $_resource MERGE $_data",
      { _resource: john, _data: {} },
    ],
    [
      "update by patch",
      (db) => db.update(john).patch([{ op: "remove", path: "/a~1b" }]),
      "UPDATE $_resource PATCH $_patches",
      { _resource: john, _patches: [{ op: "remove", path: "/a~1b" }] },
    ],
    ["update that changes nothing", (db) => db.update(john).execute(), "UPDATE $_resource", { _resource: john }],
    [
      "merge",
      (db) => db.merge("user", { a: 1 }, { where: gt("age", 1), return: "none" }),
      "UPDATE user MERGE $_data WHERE age > $_where0 RETURN NONE",
      { _data: { a: 1 }, _where0: 1 },
    ],
    ["patch", (db) => db.patch(john, []), "UPDATE $_resource PATCH $_patches", { _resource: john, _patches: [] }],
    [
      "upsert with modifiers",
      (db) => db.upsert("user").where(eq("a", 1)).return(["name", "a.b"]).timeout(1500).content({ b: 2 }),
      "UPSERT user CONTENT $_content WHERE a = $_where0 RETURN name, a.b TIMEOUT 1500ms",
      { _content: { b: 2 }, _where0: 1 },
    ],
    ["delete", (db) => db.delete(john), "DELETE $_resource RETURN BEFORE", { _resource: john }],
    [
      "delete with options",
      (db) => db.delete("user", { where: raw("true"), return: "diff", timeout: Duration.parse("1m") }),
      "DELETE user WHERE true RETURN DIFF TIMEOUT 1m",
      {},
    ],
    ["insert", (db) => db.insert("user", [{ id: 1 }]), "INSERT INTO user $_data", { _data: [{ id: 1 }] }],
    [
      "insert with options",
      (db) => db.insert(new Table("a b"), { id: 1 }, { ignore: true, return: "after", timeout: 5 }),
      "INSERT IGNORE INTO `a b` $_data RETURN AFTER TIMEOUT 5ms",
      { _data: { id: 1 } },
    ],
    [
      "insert, chained",
      (db) => db.insert("knows").relation().ignore().content({ in: john, out: john }),
      "INSERT RELATION IGNORE INTO knows $_data",
      { _data: { in: john, out: john } },
    ],
    [
      "insertRelation",
      (db) => db.insertRelation("knows", { in: john, out: john }),
      "INSERT RELATION INTO knows $_data",
      { _data: { in: john, out: john } },
    ],
    [
      "relate",
      (db) => db.relate("user:john", "knows", john, { a: 1 }),
      "RELATE $_from->knows->$_to CONTENT $_content",
      { _from: john, _to: john, _content: { a: 1 } },
    ],
    [
      "relate of many, by a named edge",
      (db) => db.relate([john, "user:john"], "knows:1", john),
      "RELATE $_from->$_edge->$_to",
      { _from: [john, john], _edge: new RecordId("knows", 1), _to: john },
    ],
    [
      "relate with options",
      (db) => db.relate(john, "knows", john, { a: 1 }, { return: ["id"], timeout: "1s" }),
      "RELATE $_from->knows->$_to CONTENT $_content RETURN id TIMEOUT 1s",
      { _from: john, _to: john, _content: { a: 1 } },
    ],
    [
      "relate with options and no data",
      (db) => db.relate(john, "knows", john, undefined, { return: "none" }),
      "RELATE $_from->knows->$_to RETURN NONE",
      { _from: john, _to: john },
    ],
    ["query", (db) => db.query("RETURN $a", { a: 1 }).execute(), "RETURN $a", { a: 1 }],
    [
      "query with bound values",
      (db) => db.query(surql`RETURN ${1} + $b`, { b: 2 }).execute(),
      "RETURN $_0 + $b",
      { _0: 1, b: 2 },
    ],
    ["queryRaw", (db) => db.queryRaw("RETURN 1"), "RETURN 1", {}],
    [
      "files.put",
      (db) => db.files.put(new FileRef("b", "k"), Uint8Array.of(1)),
      "RETURN file::put($_file0, $_file1)",
      { _file0: new FileRef("b", "k"), _file1: Uint8Array.of(1) },
    ],
    [
      "files.list",
      (db) => db.files.list("b", { limit: 2, prefix: "a", start: "c" }),
      "RETURN file::list($_file0, $_file1)",
      { _file0: "b", _file1: { limit: 2, prefix: "a", start: "c" } },
    ],
    [
      "files.renameIfNotExists",
      (db) => db.files.renameIfNotExists(new FileRef("b", "k"), "l"),
      "RETURN file::rename_if_not_exists($_file0, $_file1)",
      { _file0: new FileRef("b", "k"), _file1: "l" },
    ],
  ])("%s", (_, call, text, bindings) => {
    const { db, channel } = blockingWorld();
    call(db);
    expect(lastQuery(channel)).toEqual([text, bindings]);
    expect(channel.wire).toHaveLength(1);
  });
});
