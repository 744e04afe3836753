import { Duration, FileRef, Range, RecordId, Table } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { rows } from "../test/default-answer.ts";
import { answering, asyncWorld, blockingWorld, failure, lastQuery, stateless } from "../test/test-world.ts";
import { raw, surql } from "./bound-query.ts";
import type { SurrealConnection } from "./connection.ts";
import { and, eq, gt } from "./expressions.ts";

type Db = SurrealConnection<"blocking">;

const john = new RecordId("user", "john");
const range = new RecordId("user", new Range(undefined, undefined));
const day = new Date("2024-01-02T03:04:05Z");

describe("the text and the bindings of", () => {
  it.each<[string, (db: Db) => unknown, string, object]>([
    ["select of a table", (db) => db.select("user"), "SELECT * FROM type::table($_resource)", { _resource: "user" }],
    [
      "select of any table",
      (db) => db.select(new Table("a-b; c")),
      "SELECT * FROM type::table($_resource)",
      { _resource: "a-b; c" },
    ],
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
      'SELECT name, address.city, count($_field2_0) AS n FROM type::table($_resource) WHERE (age > $_where0) AND (`a b` = $_where1 + $_where2) ORDER BY name, age DESC, address.city DESC LIMIT 10 START 20 FETCH friend VERSION d"2024-01-02T03:04:05Z" TIMEOUT 2s',
      { _resource: "user", _field2_0: 1, _where0: 18, _where1: 2, _where2: 3 },
    ],
    [
      "create",
      (db) => db.create("user", { a: 1 }),
      "CREATE type::table($_resource) CONTENT $_content",
      { _resource: "user", _content: { a: 1 } },
    ],
    [
      "create without data",
      (db) => db.create("user").execute(),
      "CREATE type::table($_resource)",
      { _resource: "user" },
    ],
    [
      "create with NONE",
      (db) => db.create("user", undefined),
      "CREATE type::table($_resource) CONTENT $_content",
      { _resource: "user", _content: undefined },
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
      (db) => db.update(john).merge(null),
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
      "UPDATE type::table($_resource) MERGE $_data WHERE age > $_where0 RETURN NONE",
      { _resource: "user", _data: { a: 1 }, _where0: 1 },
    ],
    ["patch", (db) => db.patch(john, []), "UPDATE $_resource PATCH $_patches", { _resource: john, _patches: [] }],
    [
      "upsert with modifiers",
      (db) => db.upsert("user").where(eq("a", 1)).return(["name", "a.b"]).timeout(1500).content({ b: 2 }),
      "UPSERT type::table($_resource) CONTENT $_content WHERE a = $_where0 RETURN name, a.b TIMEOUT 1500ms",
      { _resource: "user", _content: { b: 2 }, _where0: 1 },
    ],
    ["delete", (db) => db.delete(john), "DELETE $_resource RETURN BEFORE", { _resource: john }],
    [
      "delete with options",
      (db) => db.delete("user", { where: raw("true"), return: "diff", timeout: Duration.parse("1m") }),
      "DELETE type::table($_resource) WHERE true RETURN DIFF TIMEOUT 1m",
      { _resource: "user" },
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

describe("what is refused before anything is sent", () => {
  it.each<[string, (db: Db) => unknown, string, RegExp]>([
    ["two colons", (db) => db.select("a:b:c"), "InvalidRecordIdError", /new RecordId\(table, id\)/],
    ["a second statement", (db) => db.select("user:1; REMOVE TABLE user"), "InvalidRecordIdError", /RecordId/],
    ["a table that is no plain name", (db) => db.select("a-b" as string), "InvalidTableError", /new Table\(name\)/],
    ["a bare range", (db) => db.select(new Range(1 as never, 2 as never) as never), "TypeError", /Range|bound/i],
    ["no target", (db) => db.select(undefined as never), "TypeError", /takes a RecordId, a Table or a string/],
    ["a list as target", (db) => db.update([john] as never), "TypeError", /not a list/],
    [
      "an option that nobody knows",
      (db) => db.select("user", { limits: 5 } as never),
      "TypeError",
      /select\(\) has no option "limits"/,
    ],
    [
      "an option of create that nobody knows",
      (db) => db.create("user", {}, { were: 1 } as never),
      "TypeError",
      /no option "were"/,
    ],
    ["text as condition", (db) => db.select("user", { where: "age > 18" as never }), "TypeError", /surql/],
    [
      "fields that are no list",
      (db) => db.select("user", { fields: "name" as never }),
      "TypeError",
      /`fields` is a list/,
    ],
    ["no fields", (db) => db.select("user", { fields: [] }), "RangeError", /`fields` is empty/],
    ["an empty segment", (db) => db.select("user", { fields: ["a..b"] }), "RangeError", /names no field/],
    [
      "a field that is no text",
      (db) => db.select("user", { fields: [5 as never] }),
      "TypeError",
      /named by a string, not number/,
    ],
    ["half a limit", (db) => db.select("user", { limit: 1.5 }), "RangeError", /`limit`/],
    ["a negative start", (db) => db.select("user", { start: -1 }), "RangeError", /`start`/],
    [
      "a direction",
      (db) => db.select("user", { orderBy: { field: "a", direction: "up" as never } }),
      "TypeError",
      /direction/,
    ],
    ["a timeout", (db) => db.select("user", { timeout: -5 }), "TypeError", /`timeout`/],
    ["a version", (db) => db.select("user", { version: "now" as never }), "TypeError", /`version`/],
    [
      "a date that is none",
      (db) => db.select("user", { version: new Date(Number.NaN) }),
      "InvalidDatetimeError|RangeError|TypeError",
      /./,
    ],
    [
      "what to return",
      (db) =>
        db
          .update("user")
          .return("all" as never)
          .execute(),
      "TypeError",
      /`return`/,
    ],
    [
      "what to return of a prototype",
      (db) =>
        db
          .update("user")
          .return("constructor" as never)
          .execute(),
      "TypeError",
      /`return`/,
    ],
    ["a schema", (db) => db.select("user", { into: {} as never }), "TypeError", /`into`/],
    ["a schema of rows", (db) => db.query("RETURN 1").rows({} as never), "TypeError", /`into`/],
    ["no schema", (db) => db.query("RETURN 1").into(undefined as never), "TypeError", /into\(\)/],
    [
      "data for delete",
      (db) =>
        new (db.update("user").constructor as new (...given: unknown[]) => { content(data: unknown): unknown })(
          (db as unknown as { context: unknown }).context,
          { verb: "DELETE", target: { value: john, single: true } },
        ).content({}),
      "SurrealError",
      /A delete takes no data/,
    ],
    ["a patch that is no list", (db) => db.patch(john, { op: "remove" } as never), "TypeError", /JSON Patch/],
    [
      "an insert into a record",
      (db) => db.insert(john as never, {}),
      "TypeError",
      /Can not execute INSERT statement using value 'user:john'/,
    ],
    ["an insert into a record by text", (db) => db.insert("user:john", {}), "TypeError", /names a record/],
    ["an insert of nothing", (db) => db.insert("user", undefined), "SurrealError", /nothing to insert/],
    ["an insert of null", (db) => db.insert("user").content(null), "SurrealError", /nothing to insert/],
    ["an edge that is none", (db) => db.relate(john, 5 as never, john), "TypeError", /second argument/],
    ["a table as an end", (db) => db.relate("user" as never, "knows", john), "TypeError", /"from" is a RecordId/],
    ["a query that is none", (db) => db.query(5 as never), "TypeError", /A query is a string/],
    [
      "variables that are none",
      (db) => db.query("RETURN 1", [] as never),
      "TypeError",
      /variables of a query are an object/,
    ],
    [
      "a variable that the query binds itself",
      (db) => db.query(surql`RETURN ${1}`, { _0: 2 }),
      "TypeError",
      /\$_0 is bound by the query itself/,
    ],
    [
      "a value that nobody can encode",
      (db) => db.query("RETURN $a", { a: 2n ** 70n }).execute(),
      "RangeError|EncodeError",
      /./,
    ],
    ["a function as a value", (db) => db.create("user", { f: () => 1 }), "TypeError|EncodeError", /./],
    ["text as file content", (db) => db.files.put(new FileRef("b", "k"), "text" as never), "TypeError", /TextEncoder/],
    [
      "a handle as file content",
      (db) => db.files.put(new FileRef("b", "k"), {} as never),
      "TypeError",
      /read a handle/,
    ],
    ["text as a file", (db) => db.files.get("b:/k" as never), "TypeError", /new FileRef/],
    [
      "a file as a key",
      (db) => db.files.copy(new FileRef("b", "k"), new FileRef("b", "l") as never),
      "TypeError",
      /pass "\/?l"/,
    ],
    ["a bucket that is none", (db) => db.files.list(5 as never), "TypeError", /bucket/],
    ["a limit of files", (db) => db.files.list("b", { limit: 0 }), "RangeError", /`limit`/],
    ["a limit that is no number", (db) => db.files.list("b", { limit: true as never }), "TypeError", /`limit`/],
    ["a prefix that is none", (db) => db.files.list("b", { prefix: 5 as never }), "TypeError", /`prefix`/],
    ["an option of files.list", (db) => db.files.list("b", { after: "x" } as never), "TypeError", /no option "after"/],
  ])("%s", (_, call, name, message) => {
    const { db, channel } = blockingWorld();
    let error: unknown;
    try {
      call(db);
    } catch (thrown) {
      error = thrown;
    }
    expect((error as Error | undefined)?.name).toMatch(new RegExp(`^(${name})$`));
    expect((error as Error).message).toMatch(message);
    expect(channel.wire).toEqual([]);
  });
});

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
      expect.objectContaining({ name: "SurrealError", message: expect.stringContaining("sent already") }),
    );
    expect(channel.wire).toHaveLength(1);
  });

  it("takes the last of several clauses", async () => {
    const { db, channel } = asyncWorld();
    await db.update("user").content({ a: 1 }).merge({ b: 2 }).execute();
    expect(lastQuery(channel)).toEqual([
      "UPDATE type::table($_resource) MERGE $_data",
      { _resource: "user", _data: { b: 2 } },
    ]);
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
        error: expect.objectContaining({ name: "ThrownError", statement: 1, query: "RETURN 1; THROW 'boom'" }),
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

describe("run()", () => {
  it.each<[string, unknown[], unknown[]]>([
    ["a name", ["time::now"], ["time::now"]],
    ["arguments", ["fn::add", [1, 2]], ["fn::add", null, [1, 2]]],
    ["a version", ["ml::price", undefined, "1.0"], ["ml::price", "1.0"]],
    ["all of it", ["ml::price", [1], "1.0"], ["ml::price", "1.0", [1]]],
  ])("sends %s", (_, given, params) => {
    const { db, channel } = blockingWorld();
    db.run(...(given as [string]));
    expect(channel.wire).toMatchObject([{ method: "run", params }]);
  });

  it.each<[unknown[], RegExp]>([
    [[5], /not number/],
    [[""], /no name of a function/],
    [["fn::"], /no name of a function/],
    [["::x"], /no name of a function/],
    [["fn::a`b"], /no name of a function/],
    [["fn::a\nb"], /no name of a function/],
    [["ml::price", "1.0", [1]], /arguments before the version/],
    [["fn::a", { 0: 1 }], /as a list/],
    [["ml::price", [1], 5], /version of a function is a string/],
  ])("refuses %j", (given, message) => {
    const { db, channel } = blockingWorld();
    expect(() => db.run(...(given as [string]))).toThrow(message);
    expect(channel.wire).toEqual([]);
  });

  it("becomes a query where variables are kept on this side", () => {
    const { db, channel } = blockingWorld({ capabilities: stateless });
    db.let("x", 1);
    db.run("fn::my-fn", [2]);
    expect(lastQuery(channel)).toEqual(["RETURN fn::`my-fn`($__surreal_run_arg0)", { x: 1, __surreal_run_arg0: 2 }]);
    expect(() => db.run("ml::price", [1], "1.0")).toThrow(expect.objectContaining({ name: "UnsupportedFeatureError" }));
    db.unset("x");
    db.run("fn::my-fn", [2]);
    expect(channel.wire.at(-1)).toMatchObject({ method: "run", params: ["fn::my-fn", null, [2]] });
  });
});
