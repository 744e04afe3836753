import { ConnectionClosedError, ConnectionLostError, InvalidUrlError, TransportError } from "@surreal-sdk/transport";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ask, decode, encode, hex, none, query, request, tag } from "../test/wire.ts";
import { EmbeddedDatabase } from "./embedded-database.ts";

const NONE = { tag: 6, value: null };
const session = "018f0000-0000-7000-8000-000000000001";

let db: EmbeddedDatabase;

beforeEach(async () => {
  db = await EmbeddedDatabase.open("mem://");
  await ask(db, "use", ["n", "d"]);
});

afterEach(() => db.close());

/** The error within an envelope. */
async function errorOf(answer: Promise<Uint8Array>): Promise<unknown> {
  return (decode(await answer) as { error: unknown }).error;
}

/** Collects notifications; `next` waits for as many as requested. */
function hear(database: EmbeddedDatabase): { all: Notification[]; until(count: number): Promise<Notification[]> } {
  const all: Notification[] = [];
  let wake: () => void = () => {};
  database.subscribe((frame) => {
    all.push((decode(frame) as { result: Notification }).result);
    wake();
  });
  return {
    all,
    async until(count) {
      while (all.length < count) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return all;
    },
  };
}

interface Notification {
  action: string;
  id: { value: string };
  record: unknown;
  result: unknown;
  session: unknown;
}

describe("execute", () => {
  it("answers a value in an envelope", async () => {
    expect(await ask(db, "version")).toEqual({ result: "surrealdb-3.0.2" });
    expect(await ask(db, "ping")).toEqual({ result: NONE });
  });

  it("answers the database's own errors as they are", async () => {
    expect(await ask(db, "nope")).toEqual({
      error: {
        cause: NONE,
        code: -32601,
        details: { kind: "Method", details: { name: "unknown" } },
        kind: "NotFound",
        message: "Method not found",
      },
    });
  });

  it("tells a value with the one key error from a failure", async () => {
    await query(db, "DEFINE FUNCTION fn::e() { RETURN { error: { code: 1, message: 'x' } } }");
    expect(await ask(db, "run", ["fn::e"])).toEqual({ result: { error: { code: 1, message: "x" } } });
  });

  it("needs no id in the frame", async () => {
    expect(decode(await db.execute(encode({ method: "query", params: ["RETURN 1"] })))).toMatchObject({
      result: [{ result: 1 }],
    });
  });

  it.each([
    ["no bytes", new Uint8Array(), -32700],
    ["an array", hex("80"), -32700],
    ["an unknown tag", encode({ method: "query", params: [tag(1, 0)] }), -32700],
    ["a negative duration", encode({ method: "query", params: [tag(14, [-1])] }), -32700],
    ["a map without a method", hex("a0"), -32600],
    ["a version that does not exist", encode({ method: "ping", version: 9 }), -32600],
  ])("answers %s with an error", async (_, frame, code) => {
    expect(await errorOf(db.execute(frame))).toMatchObject({ code, kind: "Validation" });
  });

  it("answers a result that cannot be written with an error", async () => {
    expect(await errorOf(db.execute(request("query", ["RETURN /a/"])))).toMatchObject({
      code: -32700,
      message: "Parse error",
      cause: { message: "Unsupported value type: Regex" },
    });
  });

  it("refuses what is no frame", async () => {
    await expect(db.execute("ping" as unknown as Uint8Array)).rejects.toThrow(TypeError);
  });
});

describe("what would end the process", () => {
  it.each([
    ["in the default session", {}],
    ["in an attached one", { session }],
  ])("refuses to use a database without a namespace %s", async (_, more) => {
    await ask(db, "attach", [], { session });
    await ask(db, "reset");
    const refused = { error: { code: -32600, kind: "Validation", details: { kind: "NamespaceEmpty" } } };
    expect(await ask(db, "use", [none, "x"], more)).toMatchObject(refused);
    expect(await ask(db, "use", [null, "x"], more)).toMatchObject(refused);
  });

  it("uses a database in the namespace in force, with and without one before it", async () => {
    expect(await ask(db, "use", [none, "x"])).toEqual({ result: { namespace: "n", database: "x" } });
    await ask(db, "use", [none, null]);
    expect(await ask(db, "use", [none, "y"])).toEqual({ result: { namespace: "n", database: "y" } });
    expect(await ask(db, "use", [null, "z"])).toMatchObject({ error: { details: { kind: "NamespaceEmpty" } } });
    expect(await ask(db, "use", [none, "x"], { session })).toMatchObject({ error: { details: { kind: "Session" } } });
  });

  it("uses a database in the current namespace where functions are switched off", async () => {
    const quiet = await EmbeddedDatabase.open("mem://", { capabilities: { functions: false } });
    expect(await ask(quiet, "use", [none, "x"])).toMatchObject({ error: { details: { kind: "NamespaceEmpty" } } });
    await ask(quiet, "use", ["n", null]);
    expect(await ask(quiet, "use", [none, "x"])).toEqual({ result: { namespace: "n", database: "x" } });
    expect(await ask(quiet, "use", [none, "y"])).toEqual({ result: { namespace: "n", database: "y" } });
    await quiet.close();
  });

  it("uses a database in the current namespace after the database before it, or the namespace, was removed", async () => {
    await ask(db, "use", ["n", "lost"]);
    await query(db, "REMOVE DATABASE lost");
    expect(await ask(db, "use", [none, "next"])).toEqual({ result: { namespace: "n", database: "next" } });
    await query(db, "REMOVE NAMESPACE n");
    expect(await ask(db, "use", [none, "last"])).toEqual({ result: { namespace: "n", database: "last" } });
  });

  it("refuses a duration that overflows", async () => {
    const overflow = tag(14, [0xffff_ffff_ffff_ffffn, 1_000_000_000]);
    const answer = errorOf(db.execute(request("query", ["RETURN $a", { a: [overflow] }])));
    expect(await answer).toMatchObject({ code: -32700, cause: { message: "A duration is too long for SurrealDB." } });
  });

  it("refuses nesting that the database gives up on, and takes what is allowed", async () => {
    const nested = (levels: number) => JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`);
    expect(await errorOf(db.execute(request("query", ["RETURN $a", { a: nested(300) }])))).toMatchObject({
      code: -32700,
    });
    expect(await query(db, "CREATE t:1 SET a = $a RETURN NONE", { a: nested(240) })).toEqual([[]]);
  });

  it("refuses every call after close", async () => {
    await db.close();
    const refused = { name: "ConnectionClosedError", outcome: "not_sent" };
    await expect(db.execute(request("ping"))).rejects.toMatchObject(refused);
    await expect(db.execute(hex("80"))).rejects.toMatchObject(refused);
    await expect(db.export()).rejects.toMatchObject(refused);
    await expect(db.import("")).rejects.toMatchObject(refused);
  });
});

describe("the order of requests", () => {
  it("never dead-locks when state changes and queries come all at once", async () => {
    const asked: Promise<unknown>[] = [];
    for (let round = 0; round < 150; round++) {
      asked.push(ask(db, "use", ["n", "d"]), ask(db, "query", ["RETURN 1"]));
      asked.push(ask(db, "set", ["x", round]), ask(db, "query", ["RETURN $x"]));
    }
    const answers = (await Promise.all(asked)) as { result: { result: unknown }[] }[];
    expect(answers.filter((_, at) => at % 4 === 3).map((answer) => answer.result[0]?.result)).toEqual(
      Array.from({ length: 150 }, (_, round) => round),
    );
  });

  it("answers ping while its session waits", async () => {
    const order: string[] = [];
    const slow = ask(db, "query", ["SLEEP 100ms"]).then(() => order.push("query"));
    const change = ask(db, "set", ["a", 1]).then(() => order.push("set"));
    await ask(db, "ping").then(() => order.push("ping"));
    await Promise.all([slow, change]);
    expect(order).toEqual(["ping", "query", "set"]);
  });

  it("lets sessions pass each other", async () => {
    await ask(db, "attach", [], { session });
    const order: string[] = [];
    const slow = ask(db, "query", ["SLEEP 100ms"]).then(() => order.push("slow"));
    const change = ask(db, "set", ["a", 1]).then(() => order.push("behind it"));
    await ask(db, "set", ["a", 1], { session }).then(() => order.push("elsewhere"));
    await Promise.all([slow, change]);
    expect(order).toEqual(["elsewhere", "slow", "behind it"]);
  });

  it("keeps requests apart that the caller says are exclusive", async () => {
    const slow = db.execute(request("query", ["SLEEP 50ms; CREATE t:1"]), { exclusive: true });
    const after = query(db, "SELECT VALUE id FROM t");
    await slow;
    expect(await after).toEqual([[{ tag: 8, value: ["t", 1] }]]);
  });

  it("commits after the queries of the transaction", async () => {
    await query(db, "DEFINE TABLE t");
    const { result } = (await ask(db, "begin")) as { result: { value: string } };
    const id = tag(37, Buffer.from(result.value, "hex"));
    const writes = Array.from({ length: 40 }, (_, i) => query(db, "CREATE t SET i = $i", { i }, { txn: id }));
    expect(await ask(db, "commit", [id])).toEqual({ result: NONE });
    await Promise.all(writes);
    expect(await query(db, "RETURN count(SELECT * FROM t)")).toEqual([40]);
  });
});

describe("sessions and transactions", () => {
  it("keeps the state of sessions apart", async () => {
    await ask(db, "attach", [], { session });
    await ask(db, "use", ["other", "d"], { session });
    expect(await query(db, "RETURN session::ns()", {}, { session })).toEqual(["other"]);
    expect(await query(db, "RETURN session::ns()")).toEqual(["n"]);
    await ask(db, "detach", [], { session });
    expect(await ask(db, "query", ["RETURN 1"], { session })).toMatchObject({
      error: { details: { kind: "Session" } },
    });
  });

  it("drops what a cancelled transaction wrote", async () => {
    const { result } = (await ask(db, "begin")) as { result: { value: string } };
    const id = tag(37, Buffer.from(result.value, "hex"));
    await query(db, "DEFINE TABLE t");
    await query(db, "CREATE t", {}, { txn: id });
    await ask(db, "cancel", [id]);
    expect(await query(db, "SELECT * FROM t")).toEqual([[]]);
  });
});

describe("notifications", () => {
  it("come in the form of a server, for every session", async () => {
    const heard = hear(db);
    await query(db, "DEFINE TABLE t");
    await ask(db, "attach", [], { session });
    await ask(db, "use", ["n", "d"], { session });
    const live = (await ask(db, "live", ["t"], { session })) as { result: { value: string } };
    await query(db, "CREATE t:1 SET a = 1");
    expect(await heard.until(1)).toEqual([
      {
        action: "CREATE",
        id: live.result,
        record: { tag: 8, value: ["t", 1] },
        result: { a: 1, id: { tag: 8, value: ["t", 1] } },
        session: { tag: 37, value: session.replaceAll("-", "") },
      },
    ]);
  });

  it("miss no write that was sent after the LIVE without waiting", async () => {
    const heard = hear(db);
    const tables = Array.from({ length: 100 }, (_, i) => `t${i}`);
    await query(db, tables.map((table) => `DEFINE TABLE ${table};`).join(""));
    await Promise.all(
      tables.flatMap((table) => [query(db, `LIVE SELECT * FROM ${table}`), query(db, `CREATE ${table}`)]),
    );
    await heard.until(tables.length);
    expect(heard.all.every(({ action }) => action === "CREATE")).toBe(true);
  });

  it("end with kill, and begin again with the next live query", async () => {
    const heard = hear(db);
    await query(db, "DEFINE TABLE t");
    const [first] = (await query(db, "LIVE SELECT * FROM t")) as [{ value: string }];
    await ask(db, "kill", [tag(37, Buffer.from(first.value, "hex"))]);
    expect((await heard.until(1))[0]).toMatchObject({ action: "KILLED", id: first, record: NONE });
    await query(db, "CREATE t");
    await query(db, "LIVE SELECT * FROM t; CREATE t:2");
    expect((await heard.until(2))[1]).toMatchObject({ action: "CREATE", record: { value: ["t", 2] } });
  });

  it("stop for one who does not listen any more", async () => {
    const frames: Uint8Array[] = [];
    const unsubscribe = db.subscribe((frame) => frames.push(frame));
    const heard = hear(db);
    await query(db, "DEFINE TABLE t; LIVE SELECT * FROM t; CREATE t:1");
    await heard.until(1);
    unsubscribe();
    await query(db, "CREATE t:2");
    await heard.until(2);
    expect(frames).toHaveLength(1);
  });
});

describe("export and import", () => {
  it("carry a database over whole", async () => {
    await query(
      db,
      "DEFINE TABLE t SCHEMALESS; DEFINE INDEX i ON t FIELDS a; DEFINE PARAM $p VALUE 5; " +
        "CREATE t:1 SET a = 1dec, b = d'2024-01-01T00:00:00Z'; CREATE t:⟨ü 2⟩ SET a = 2, c = 1h; RELATE t:1->e->t:2",
    );
    const text = await db.export();
    const copy = await EmbeddedDatabase.open("mem://");
    await ask(copy, "use", ["n", "copy"]);
    expect(decode(await copy.import(text))).toEqual({ result: [] });
    expect(await copy.export()).toBe(text);
    await copy.close();
  });

  it("export what the configuration asks for", async () => {
    await query(db, "CREATE a:1; CREATE b:1");
    const text = await db.export(encode({ tables: ["a"] }));
    expect([text.includes("a:1"), text.includes("b:1")]).toEqual([true, false]);
  });

  it.each([
    ["a configuration that is no map", encode(1), "The export failed: Expected object, got number"],
    ["no namespace in force", undefined, "The export failed: Specify a namespace to use"],
  ])("refuse to export with %s", async (_, config, message) => {
    await ask(db, "reset");
    const failure = db.export(config);
    await expect(failure).rejects.toThrow(TransportError);
    await expect(failure).rejects.toMatchObject({ message, outcome: "failed" });
  });

  it("tell which statements of an import failed", async () => {
    const answer = decode(await db.import("CREATE t:1; CREATE t:1; THROW 'x'; CREATE t:2"));
    expect(answer).toMatchObject({
      result: [
        { status: "ERR", kind: "AlreadyExists", statement: 1, query: "CREATE t:1" },
        { status: "ERR", result: "An error occurred: x", statement: 2, query: "THROW 'x'" },
      ],
    });
    expect(await query(db, "SELECT VALUE record::id(id) FROM t")).toEqual([[1, 2]]);
  });

  it("tell the statement behind a regex that holds a semicolon, and cut what is long", async () => {
    const long = `'${"x".repeat(500)}'`;
    const [regex, cut] = await Promise.all(
      ["LET $r = /a;b/; THROW 1", `BEGIN; CREATE t:1; COMMIT; THROW ${long}`].map(
        async (text) => (decode(await db.import(text)) as { result: object[] }).result[0],
      ),
    );
    expect(regex).toMatchObject({ status: "ERR", statement: 1, query: "THROW 1" });
    expect(cut).toMatchObject({ status: "ERR", statement: 3, query: `THROW ${long}`.slice(0, 200) });
  });

  it("answer an import that cannot be parsed with an error", async () => {
    expect(decode(await db.import("CREATE ;"))).toMatchObject({ error: { kind: "Validation", code: -32000 } });
  });
});

describe("close", () => {
  it("waits for what runs and refuses what waits", async () => {
    const running = query(db, "SLEEP 50ms; RETURN 1");
    const waiting = ask(db, "set", ["a", 1]);
    const behind = ask(db, "query", ["RETURN 1"]);
    const settled = Promise.allSettled([running, waiting, behind]);
    await Promise.all([db.close(), db.close()]);
    const [first, second, third] = await settled;
    expect(first).toMatchObject({ status: "fulfilled", value: [NONE, 1] });
    for (const refused of [second, third]) expect(refused).toMatchObject({ reason: { outcome: "not_sent" } });
    await expect(waiting).rejects.toThrow(ConnectionClosedError);
  });

  it("gives up on what runs too long", async () => {
    const running = query(db, "SLEEP 300ms");
    await Promise.all([db.close(10), expect(running).rejects.toThrow(ConnectionLostError)]);
    await expect(running).rejects.toMatchObject({ outcome: "unknown" });
  });

  it("ends the reading of notifications, also where an index was defined", async () => {
    const heard = hear(db);
    await query(db, "DEFINE TABLE t; DEFINE INDEX i ON t FIELDS a; LIVE SELECT * FROM t; CREATE t:1");
    await heard.until(1);
    await db.close();
    expect(heard.all).toHaveLength(1);
  });
});

describe("options", () => {
  it("set what the database does", async () => {
    const strict = await EmbeddedDatabase.open("mem://", {
      queryTimeout: 1_000,
      defaults: { namespace: "my", database: "own" },
      capabilities: { functions: { deny: ["math"] }, experimental: ["files"] },
    });
    expect(await ask(strict, "use", [none, none])).toEqual({ result: { namespace: "my", database: "own" } });
    await expect(query(strict, "RETURN math::abs(1)")).rejects.toThrow("Function 'math::abs' is not allowed");
    expect(await query(strict, "DEFINE BUCKET b BACKEND 'memory'")).toEqual([NONE]);
    await strict.close();
  });

  it("are checked before anything is loaded", async () => {
    const opening = EmbeddedDatabase.open("mem://", { capabilities: { functions: ["no name"] } });
    await expect(opening).rejects.toThrow(RangeError);
    await expect(EmbeddedDatabase.open("ws://localhost")).rejects.toThrow(InvalidUrlError);
  });
});
