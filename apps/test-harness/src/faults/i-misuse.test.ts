import { inspect } from "node:util";
import { quoteIdentifier } from "@surreal-sdk/values";
import { InvalidRecordIdError, RecordId, raw, ServerError, SurrealError, surql, Table } from "surreal-sdk";
import { describe, expect, it } from "vitest";
import { runChild } from "./kit/child.ts";
import { client } from "./kit/client.ts";
import { Refusal, statement } from "./kit/fake-exchange.ts";
import { FakeSurreal } from "./kit/fake-surreal.ts";
import { rejection, settled } from "./kit/watchdog.ts";

const names = [
  "a⟩ b",
  "back\\slash",
  "tick`",
  "semi; DROP",
  "quo'te\"",
  "new\nline",
  "nul\u0000",
  "\ufeffbom",
  "⟨⟩\\⟩",
  "🦀",
];

/** Text and bindings of the one query that was executed. */
function queried(server: FakeSurreal): [text: string, bindings: Record<string, unknown>] {
  const [request] = server.executed("query");
  return (request?.params ?? []) as unknown as [string, Record<string, unknown>];
}

describe("names from outside", () => {
  it.each(names)("I01 %j as a record's id, a table and a field is bound or quoted, never code", async (name) => {
    await using server = await FakeSurreal.start();
    const db = client(server.ws);
    await settled(Promise.resolve(db.select(new RecordId("user", name))));
    await settled(Promise.resolve(db.select(new Table(name))));
    await settled(Promise.resolve(db.select(new Table("user"), { fields: [raw(quoteIdentifier(name))] })));
    const texts = server.executed("query").map(({ params }) => JSON.stringify(params));
    for (const { params } of server.executed("query")) {
      const text = String(params[0]).replace(/`(?:[^`\\]|\\.)*`|⟨(?:[^⟩\\]|\\.)*⟩/gs, "name");
      expect(text, texts.join("\n")).toMatch(/^[\w\s$.,*():]+;?$/);
    }
  });

  it.each(["user:1;DELETE user", "user:a:b", "user; DROP", "a b", "user:", ":1", "user:⟨x⟩; REMOVE TABLE user", ""])(
    "I02 the target %j is refused before any I/O",
    async (target) => {
      await using server = await FakeSurreal.start();
      const db = client(server.ws);
      const error = await rejection(Promise.resolve().then(() => db.select(target)));
      expect(error instanceof SurrealError || error instanceof TypeError).toBe(true);
      expect(server.peers).toHaveLength(0);
      if (target.includes(":1;")) expect(error).toBeInstanceOf(InvalidRecordIdError);
    },
  );

  it("I03 a surql template inlines other templates and binds everything else", async () => {
    await using server = await FakeSurreal.start();
    const evil = "1; DELETE user";
    const condition = surql`age > ${evil}`;
    await settled(client(server.ws).query(surql`SELECT * FROM user WHERE ${condition} AND name = ${"x' OR true"}`));
    const [text, bindings] = queried(server);
    expect(text).toMatch(/^SELECT \* FROM user WHERE age > \$\w+ AND name = \$\w+$/);
    expect(Object.values(bindings).sort()).toEqual([evil, "x' OR true"].sort());
  });

  it("I04 patches go to the server as they are: the path is the caller's, and is data", async () => {
    await using server = await FakeSurreal.start();
    const operations = [{ op: "replace" as const, path: "/a~1b; DELETE", value: 1 }];
    await settled(Promise.resolve(client(server.ws).patch(new RecordId("user", 1), operations)));
    const [text, bindings] = queried(server);
    expect(text).not.toContain("DELETE");
    expect(Object.values(bindings)).toContainEqual(operations);
  });
});

describe("what an error says", () => {
  it("I07 of a failed query is its first 200 characters, never its variables", async () => {
    await using server = await FakeSurreal.start();
    server.on("query", () => [{ status: "ERR", time: "1ms", result: "it broke", kind: "Thrown" }]);
    const text = `RETURN "${"q".repeat(1_000)}"`;
    const error = await rejection(client(server.ws).query(text, { secret: "canary-7d1f" }));
    expect((error as ServerError).query?.length).toBeLessThanOrEqual(200);
    expect(inspect(error, { showHidden: true })).not.toContain("canary-7d1f");
  });

  it("I10 of a hostile server is cut, and touches no prototype", async () => {
    await using server = await FakeSurreal.start();
    server.on("query", () => {
      const details = JSON.parse('{"kind":"__proto__","__proto__":{"polluted":true},"details":{"name":"x"}}');
      const message = `\u001b[31m\u202e${"m".repeat(1_000_000)}`;
      throw new Refusal({ code: -32000, kind: "constructor", message, details });
    });
    const error = await rejection(client(server.ws).query("RETURN 1"));
    expect(error).toBeInstanceOf(ServerError);
    expect(error.message.length).toBeLessThanOrEqual(8_200);
    expect((error as unknown as { polluted?: boolean }).polluted).toBeUndefined();
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it("I10 of a hostile server steers no terminal", async () => {
    await using server = await FakeSurreal.start();
    server.on("query", () => {
      throw new Refusal({ code: -32000, kind: "Internal", message: "red \u001b[31m and \u202e turned \u0007" });
    });
    const error = await rejection(client(server.ws).query("RETURN 1"));
    expect(inspect(error)).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
  });
});

describe("prototypes", () => {
  it("I11 options are read by own keys alone", async () => {
    await using server = await FakeSurreal.start();
    const options = JSON.parse(
      '{"__proto__":{"namespace":"evil","auth":"aaa.bbb.ccc"},"database":"b","namespace":"a"}',
    );
    const db = client(server.ws, Object.assign(Object.create({ auth: "aaa.bbb.ccc", timeout: 1 }), options));
    await settled(db.query("RETURN 1"));
    expect(server.methods()).not.toContain("authenticate");
    expect(({} as { namespace?: string }).namespace).toBeUndefined();
  });

  const pollution = `
    const poison = {
      headers: { "x-evil": "1" }, reconnect: false, namespace: "evil", database: "evil", token: "aaa.bbb.evil", txn: "evil",
      result: "evil", fetch: () => { throw new Error("evil"); }, connectTimeout: 1, requireTls: true, drain: 1,
      webSocket: class { constructor() { throw new Error("evil"); } }, maxMessageBytes: 1, retryReads: true, engines: {},
    };
    const pollute = (entries) => {
      for (const [key, value] of Object.entries(entries)) {
        Object.defineProperty(Object.prototype, key, { value, configurable: true, writable: true });
      }
    };
    const { AsyncSurreal, RecordId } = await import("surreal-sdk");`;

  it.each(["ws", "http"] as const)("I12 a polluted Object.prototype changes nothing over %s", async (scheme) => {
    await using server = await FakeSurreal.start();
    // The first client loads what is to be loaded: Node's own loader does not bear a polluted prototype, nor do its
    // sockets bear names such as `error` and `timeout`.
    const end = await runChild(`${pollution}
      const first = AsyncSurreal(${JSON.stringify(server[scheme])});
      await first.version();
      await first.close();
      pollute(poison);
      const db = AsyncSurreal(${JSON.stringify(server[scheme])}, { heartbeat: false });
      const [answer] = await db.query("RETURN $x", { x: 1 });
      await db.create(new RecordId("user", 1), { a: 1 });
      await db.close();
      process.stdout.write(JSON.stringify({ first: Object.keys(answer), status: db.status }));`);
    expect(end.stderr).toBe("");
    expect(JSON.parse(end.stdout)).toEqual({ first: ["x"], status: "closed" });
    const queries = server.executed("query");
    expect(queries).toHaveLength(2);
    for (const { session, txn, headers } of queries) {
      expect([session, txn, headers["x-evil"], headers.authorization, headers["surreal-ns"]]).toEqual(
        Array(5).fill(undefined),
      );
    }
  });

  it("I12 nor does a polluted signal, where the platform itself does not read it", async () => {
    const end = await runChild(`${pollution}
      const { stdout } = process;
      const first = await AsyncSurreal("mem://").connect();
      await first.close();
      const signal = AbortSignal.abort(new Error("evil"));
      pollute({ signal, timeout: 1 });
      const db = AsyncSurreal("mem://");
      await db.use("a", "b");
      await db.with({ timeout: 5_000 }).query("RETURN 1");
      stdout.write(JSON.stringify(await db.query("RETURN 1")));
      await db.close();`);
    expect(end.stderr).toBe("");
    expect(end.stdout).toBe("[1]");
  });
});

/** A name that makes a promise of any object, for those who do not look twice. */
const THEN = "then";

describe("objects of the caller", () => {
  it("I17 that are frozen, or have accessors, are left as they are, and read once", async () => {
    await using server = await FakeSurreal.start();
    let reads = 0;
    const data = Object.freeze({
      list: Object.freeze([1, Object.freeze({ deep: true })]),
      get once() {
        reads += 1;
        return reads;
      },
    });
    const vars = Object.freeze({ data });
    await settled(client(server.ws).query("RETURN $data", vars));
    expect(reads).toBe(1);
    expect(server.executed("query")[0]?.params[1]).toEqual({ data: { list: [1, { deep: true }], once: 1 } });
  });

  it("I18 builders run once however often they are awaited, and never when nobody awaits them", async () => {
    await using server = await FakeSurreal.start();
    const db = client(server.ws);
    await settled(db.connect());
    db.query("CREATE never");
    const query = db.query("CREATE once");
    await settled(Promise.all([query, query, Promise.resolve(query), query.first()]));
    const create = db.create("user").content({ a: 1 });
    await settled(Promise.all([create, create]));
    await settled(db.version());
    const texts = server.executed("query").map(({ params }) => String(params[0]));
    expect(texts.filter((text) => text.includes("never"))).toEqual([]);
    expect(texts.filter((text) => text.includes("once"))).toHaveLength(1);
    expect(texts).toHaveLength(2);
  });

  it("I18 a signal that is aborted before the builder is awaited sends nothing", async () => {
    await using server = await FakeSurreal.start();
    const db = client(server.ws);
    const abort = new AbortController();
    const query = db.with({ signal: abort.signal }).query("CREATE user");
    abort.abort(new Error("never mind"));
    expect((await rejection(query)).message).toBe("never mind");
    expect(server.peers).toHaveLength(0);
  });

  it("I19 a row with a property `then` is a row", async () => {
    await using server = await FakeSurreal.start();
    server.on("query", () => statement([{ id: new RecordId("user", 1), [THEN]: "later", catch: 1 }]));
    const db = client(server.ws);
    const [rows] = await settled(db.query<[object[]]>("SELECT * FROM user"));
    expect(rows).toStrictEqual([{ id: new RecordId("user", 1), [THEN]: "later", catch: 1 }]);
    expect(await settled(Promise.resolve(db.select(new RecordId("user", 1))))).toMatchObject({ [THEN]: "later" });
  });

  it("I20 with a million elements and a hundred thousand variables are sent", async () => {
    await using server = await FakeSurreal.start();
    const list = Array.from({ length: 1_000_000 }, (_, index) => index & 255);
    const variables = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`v${index}`, index]));
    await settled(client(server.ws).query("RETURN $list", { ...variables, list }), 20_000);
    const bindings = server.executed("query")[0]?.params[1] as Record<string, unknown>;
    expect((bindings.list as number[]).length).toBe(1_000_000);
    expect(Object.keys(bindings)).toHaveLength(100_001);
  });
});

describe("what the caller brings", () => {
  it.each([
    [
      "throws",
      () => {
        throw new Error("no");
      },
    ],
    ["rejects with nothing", () => Promise.reject()],
    ["gives garbage", () => Promise.resolve({ nothing: true })],
    ["gives nothing", () => Promise.resolve(undefined)],
  ])("I16 a fetch that %s is contained", async (_what, fetch) => {
    const error = await rejection(client("http://127.0.0.1:1", { fetch: fetch as never }).query("RETURN 1"));
    expect(error).toBeInstanceOf(SurrealError);
    expect(["not_sent", "unknown"]).toContain(error.outcome);
  });
});
