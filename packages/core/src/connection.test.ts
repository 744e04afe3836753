import { inspect } from "node:util";
import { Uuid } from "@surreal-sdk/values";
import { afterEach, describe, expect, it, vi } from "vitest";
import { refused, rows, token } from "../test/default-answer.ts";
import type { WireRequest } from "../test/scripted-channel.ts";
import { answering, asyncWorld, blockingWorld, failure, settled, stateless } from "../test/test-world.ts";
import { SurrealConnection } from "./connection.ts";

const methods = (wire: readonly WireRequest[]): string[] => wire.map(({ method }) => method);

describe("a connection", () => {
  it("does nothing until it is used, and connects by itself then", async () => {
    const { db, backstage, events } = asyncWorld();
    expect([backstage.channels.length, db.status]).toEqual([0, "disconnected"]);
    await db.ping();
    expect([backstage.channels.length, db.status]).toEqual([1, "connected"]);
    expect(events).toEqual(["status: connecting", "status: connected"]);
  });

  it("gives itself when it has connected, and connects once", async () => {
    const { db, channel, backstage } = asyncWorld();
    expect(await Promise.all([db.connect(), db.connect("ws://TEST:80/rpc")])).toEqual([db, db]);
    await db.connect();
    expect([channel.wire, channel.closed, backstage.channels.length]).toEqual([[], [], 1]);
  });

  it("goes elsewhere with another URL: the old channel is closed, nothing of it is remembered (A17)", async () => {
    const { db, channel, backstage } = asyncWorld();
    await db.use("n", "d");
    await db.signin({ username: "u", password: "p" });
    await db.connect("ws://elsewhere:9000/base");
    expect(channel.closed).toEqual([0]);
    expect([db.url, db.rawUrl, db.host, db.port]).toEqual([
      "ws://elsewhere:9000/base",
      "ws://elsewhere:9000/base/rpc",
      "elsewhere",
      9000,
    ]);
    expect([db.namespace, db.token, backstage.channels.length]).toEqual([undefined, undefined, 2]);
    expect(backstage.channels[1]?.wire).toEqual([]);
  });

  it.each([["nonsense"], ["ws://"], [5 as never]])("refuses the URL %j, and stays where it is", async (url) => {
    const { db, channel } = asyncWorld();
    await db.ping();
    expect(() => db.connect(url)).toThrow();
    expect(channel.closed).toEqual([]);
  });

  it("forgets everything when it is closed, and begins anew by its options", async () => {
    const { db, channel } = asyncWorld({ namespace: "n", database: "d" });
    await db.use("m", "e");
    await db.let("x", 1);
    const session = await db.newSession();
    await db.close();
    expect([db.status, db.namespace, channel.remembered]).toEqual(["closed", "n", ["default use"]]);
    expect(await failure(session.ping())).toMatchObject({ name: "SessionClosedError", outcome: "not_sent" });
    const before = channel.wire.length;
    await db.ping();
    expect(channel.wire.slice(before).map(({ method, params }) => [method, ...params])).toEqual([
      ["use", "n", "d"],
      ["ping"],
    ]);
  });

  it.each([
    [{}, 0],
    [{ drain: false }, 0],
    [{ drain: true }, 5_000],
    [{ drain: 70 }, 70],
  ])("closes with %j", async (options, patience) => {
    const { db, channel } = asyncWorld();
    await db.ping();
    await db.close(options);
    expect(channel.closed).toEqual([patience]);
  });

  it.each([{ drain: -1 }, { drain: "5s" }, { drain: Number.NaN }, { drains: true }])(
    "refuses to close with %j",
    async (options) => {
      const { db, channel } = asyncWorld();
      await db.ping();
      expect(await failure(db.close(options as never))).toBeInstanceOf(TypeError);
      expect(channel.closed).toEqual([]);
    },
  );

  it("that was never used is closed without a channel", async () => {
    const { db, backstage } = asyncWorld();
    await db.close();
    expect(backstage.channels).toEqual([]);
  });

  it("tells its channel whether it holds the process", () => {
    const { db, channel } = asyncWorld();
    expect(db.unref().ref()).toBe(db);
    expect(channel.refs.slice(-2)).toEqual([false, true]);
  });

  it.each<[string, (db: SurrealConnection<"async">) => Promise<unknown>, string]>([
    ["version", (db) => db.version(), "surrealdb-3.0.2"],
  ])("%s() gives what the server says", async (_, call, expected) => {
    const { db } = asyncWorld();
    expect(await call(db)).toBe(expected);
  });

  it("takes nothing but text for a version", async () => {
    const { db, channel } = asyncWorld();
    await db.connect();
    channel.script = answering("version", { result: 3 });
    expect(await failure(db.version())).toMatchObject({ name: "UnexpectedResponseError" });
  });
});

describe("what happens is told", () => {
  it("to every listener, though one of them throws; what it threw is told on `error` (B27)", async () => {
    const { db } = asyncWorld();
    const [told, errors] = [vi.fn(), vi.fn()];
    db.on("status", () => {
      throw new RangeError("mine");
    });
    db.on("status", told);
    db.on("error", errors);
    db.on("error", () => {
      throw new Error("also mine");
    });
    await db.ping();
    expect(told.mock.calls).toEqual([["connecting"], ["connected"]]);
    expect(errors.mock.calls).toEqual([[new RangeError("mine")], [new RangeError("mine")]]);
  });

  it("until it is switched off, and to each registration once", async () => {
    const { db, channel } = asyncWorld();
    const told = vi.fn();
    const off = [db.on("status", told), db.on("status", told)];
    await db.ping();
    off[0]?.();
    off[0]?.();
    channel.drop();
    off[1]?.();
    channel.restore();
    expect(told.mock.calls.map(([status]) => status)).toEqual([
      "connecting",
      "connecting",
      "connected",
      "connected",
      "reconnecting",
    ]);
  });

  it("of what no call can be rejected with", async () => {
    const { db, channel, errors } = asyncWorld();
    await db.ping();
    channel.diagnose("orphan-error", "somebody's request failed");
    channel.diagnose("latency", "12 ms");
    expect(errors.map(({ message }) => message)).toEqual(["somebody's request failed"]);
  });

  it("lets a listener close the connection (B28)", async () => {
    const { db, channel } = asyncWorld();
    const closing = new Promise((resolve) =>
      db.on("status", (status) => status === "reconnecting" && resolve(db.close())),
    );
    await db.ping();
    channel.drop();
    await closing;
    expect(db.status).toBe("closed");
  });

  it("to functions alone, of events there are", () => {
    const { db } = asyncWorld();
    expect(() => db.on("nothing" as never, () => undefined)).toThrow(/no event "nothing".*status, error, auth, gap/);
    expect(() => db.on("constructor" as never, () => undefined)).toThrow(TypeError);
    expect(() => db.on("status", "listener" as never)).toThrow("A listener is a function.");
  });
});

describe("with()", () => {
  it("gives a view of the same connection, whose calls have the settings", async () => {
    const { db, channel } = asyncWorld();
    const view = db.with({ timeout: 5 });
    await view.use("n", "d");
    await view.with({}).query("RETURN 1").execute();
    await db.query("RETURN 1").execute();
    expect(view).toBeInstanceOf(SurrealConnection);
    expect(channel.wire.map(({ call }) => call.timeout)).toEqual([5, 5, 30_000]);
    expect([db.namespace, view.namespace]).toEqual(["n", "n"]);
  });

  it("reaches sessions and transactions made through it", async () => {
    const { db, channel } = asyncWorld();
    const session = await db.with({ timeout: 7 }).newSession();
    const tx = await session.beginTransaction();
    await tx.query("RETURN 1").execute();
    expect(channel.wire.map(({ call }) => call.timeout)).toEqual([7, 7, 7]);
  });

  it("gives up waiting when its signal is aborted, and tells the channel (B13)", async () => {
    const { db, channel } = asyncWorld();
    const controller = new AbortController();
    const removed = vi.spyOn(controller.signal, "removeEventListener");
    const view = db.with({ signal: controller.signal });
    await view.ping();
    expect(removed).toHaveBeenCalledTimes(1);
    channel.script = answering("query", "silence");
    const call = failure(view.query("RETURN 1").execute());
    await settled();
    const [request] = channel.unanswered;
    controller.abort(new RangeError("enough"));
    expect(await call).toEqual(new RangeError("enough"));
    expect(channel.cancelled).toHaveLength(1);
    channel.reply(request as WireRequest, rows(1));
    await settled();
  });

  it("sends nothing when its signal is aborted already (B14)", async () => {
    const { db, channel } = asyncWorld({ auth: () => token({}) });
    const view = db.with({ signal: AbortSignal.abort(new RangeError("before")) });
    expect(await failure(view.query("RETURN 1").execute())).toEqual(new RangeError("before"));
    expect(await failure(view.connect())).toEqual(new RangeError("before"));
    expect(channel.everything).toEqual([]);
  });

  it.each([[null], [5], [{ timeout: -1 }], [{ timeout: "5" }], [{ signal: {} }], [{ signal: null }], [{ retries: 1 }]])(
    "refuses %j",
    (settings) => {
      expect(() => asyncWorld().db.with(settings as never)).toThrow(/settings|timeout|signal|no option "retries"/);
    },
  );

  describe("with a polluted Object.prototype (I12)", () => {
    afterEach(() => {
      for (const name of ["timeout", "signal"]) Reflect.deleteProperty(Object.prototype, name);
    });

    it("reads own settings alone", async () => {
      const { db, channel } = asyncWorld();
      for (const [name, value] of [
        ["timeout", 1],
        ["signal", AbortSignal.abort()],
      ] as const) {
        Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true });
      }
      await db.ping();
      await db.with({}).ping();
      expect(channel.wire.map(({ call }) => call.timeout)).toEqual([30_000, 30_000]);
    });
  });
});

describe("export() and import()", () => {
  it("sends what to export, and gives the text as it is", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("export", { frame: new TextEncoder().encode("\uFEFFOPTION IMPORT;\n-- 表") });
    expect(await db.export({ tables: ["user"], records: false, users: undefined as never })).toBe(
      "\uFEFFOPTION IMPORT;\n-- 表",
    );
    expect(channel.sent).toMatchObject([
      { method: "export", params: [{ tables: ["user"], records: false }], call: { kind: "export" } },
    ]);
  });

  it.each([
    ["CREATE user;", "OPTION IMPORT;\nCREATE user;"],
    ["OPTION IMPORT;\nCREATE user;", "OPTION IMPORT;\nCREATE user;"],
    [
      "-- a comment\n/* another */ # third\n  option  import;",
      "-- a comment\n/* another */ # third\n  option  import;",
    ],
    ["-- OPTION IMPORT;\nCREATE user;", "OPTION IMPORT;\n-- OPTION IMPORT;\nCREATE user;"],
    ["", "OPTION IMPORT;\n"],
  ])("imports %j as an import", async (sql, sent) => {
    const { db, channel } = asyncWorld();
    channel.script = answering("import", { result: [{ status: "OK", time: "1µs", result: undefined }] });
    await db.import(sql);
    expect(channel.sent).toMatchObject([{ method: "import", params: [sent], call: { kind: "import" } }]);
  });

  it("raises the statement of an import that failed", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("import", { result: [{ status: "ERR", time: "1µs", result: "boom", kind: "Thrown" }] });
    expect(await failure(db.import("THROW 1"))).toMatchObject({ name: "ThrownError", statement: 0 });
  });

  it("refuses what is no text, no options, or cannot be done here", async () => {
    const { db, channel } = asyncWorld();
    for (const sql of [5, null, undefined, new Uint8Array()])
      expect(await failure(db.import(sql as never))).toBeInstanceOf(TypeError);
    expect(await failure(db.export({ table: [] } as never))).toBeInstanceOf(TypeError);
    expect(channel.sent).toEqual([]);
    const unable = asyncWorld({ capabilities: { export: false, import: false } }).db;
    expect(() => unable.export()).toThrow(expect.objectContaining({ name: "UnsupportedFeatureError" }));
    expect(() => unable.import("")).toThrow(expect.objectContaining({ name: "UnsupportedFeatureError" }));
  });
});

describe("a session", () => {
  it("has the identity of the connection, and everything else of its own", async () => {
    const { db, channel } = asyncWorld();
    await db.use("n", "d");
    await db.signin({ username: "u", password: "p" });
    const session = await db.newSession();
    await session.use("m", "e");
    await session.signin({ username: "v", password: "p" });
    expect([session.namespace, db.namespace]).toEqual(["m", "n"]);
    await session.invalidate();
    expect([session.token, typeof db.token]).toEqual([undefined, "string"]);
    expect(Uuid.parse(session.sessionId).toJSON()).toBe(session.sessionId);
    expect(channel.wire.slice(2).map(({ method, session: on }) => [method, on === session.sessionId])).toEqual([
      ["attach", true],
      ["authenticate", true],
      ["use", true],
      ["signin", true],
      ["invalidate", true],
    ]);
  });

  it("is let go when it cannot have that identity", async () => {
    const { db, channel } = asyncWorld();
    await db.signin({ username: "u", password: "p" });
    channel.script = answering("authenticate", refused);
    expect(await failure(db.newSession())).toMatchObject({ name: "NotAllowedError" });
    expect(methods(channel.wire)).toEqual(["signin", "attach", "authenticate", "detach"]);
    expect(channel.remembered).toEqual(["default identity"]);
  });

  it("is closed once, and says so afterwards without I/O", async () => {
    const { db, channel } = asyncWorld();
    const session = await db.newSession();
    await session.let("x", 1);
    await Promise.all([session.closeSession(), session.close()]);
    const count = channel.wire.length;
    for (const call of [
      session.ping(),
      session.select("user"),
      session.use("n", "d"),
      session.beginTransaction(),
      session.signin({}),
    ]) {
      expect(await failure(call)).toMatchObject({ name: "SessionClosedError", outcome: "not_sent" });
    }
    expect(channel.wire).toHaveLength(count);
    expect(methods(channel.wire)).toEqual(["attach", "let", "detach"]);
    expect(channel.remembered).toEqual([]);
  });

  it("that is closed while the connection is lost is not brought back (C19)", async () => {
    const { db, channel } = asyncWorld();
    const session = await db.newSession();
    channel.drop();
    await session.close();
    channel.restore();
    expect(methods(channel.wire)).toEqual(["attach"]);
  });
});

describe("reading again", () => {
  it.each([
    [false, 1],
    [true, 2],
  ])("with retryReads %s asks %i times for a select whose answer was lost (B22)", async (retryReads, times) => {
    const { db, channel } = asyncWorld({ retryReads });
    await db.ping();
    channel.script = answering("query", "silence");
    const reading = db.select("user").catch((error: Error) => error.name);
    await settled();
    channel.script = () => undefined;
    channel.drop();
    channel.restore();
    expect(await reading).toEqual(retryReads ? [] : "ConnectionLostError");
    expect(methods(channel.sent).filter((method) => method === "query")).toHaveLength(times);
  });

  it("is never done for a query of the user's own", async () => {
    const { db, channel } = asyncWorld({ retryReads: true });
    await db.ping();
    channel.script = answering("query", "silence");
    const reading = failure(db.query("SELECT * FROM user").execute());
    await settled();
    channel.drop();
    channel.restore();
    expect(await reading).toMatchObject({ name: "ConnectionLostError", outcome: "unknown" });
  });
});

describe("secrets (I06)", () => {
  const canary = "c4n4ry";
  const secret = token({ ID: canary }, canary);

  /** Everything that can be seen of a value from outside. */
  function seen(value: unknown): string {
    return [
      inspect(value, { showHidden: true, depth: 12, getters: true, showProxy: true }),
      inspect(value, { showHidden: true, depth: 12, customInspect: false }),
      JSON.stringify(value) ?? "",
      String(value),
      Object.keys(value as object).join(),
      value instanceof Error ? `${value.stack} ${value.message} ${inspect(value.cause, { depth: 12 })}` : "",
    ].join("\n");
  }

  it("are in nothing that can be printed of connection, session, transaction and builder", async () => {
    const auth = { access: secret, refresh: `surreal-refresh-${canary}` };
    const { db, channel } = asyncWorld({ auth });
    const encoded = Buffer.from(canary).toString("base64url");
    await db.signin({ username: "u", password: canary });
    await db.authenticate(auth);
    expect(db.token).toContain(canary);
    const session = await db.newSession();
    const tx = await session.beginTransaction();
    const query = db.query("SELECT * FROM $password", { password: canary });
    for (const value of [
      db,
      db.with({ timeout: 5 }),
      session,
      tx,
      query,
      db.create("user", { password: canary }),
      db.files,
      db.insert("user", {}),
    ]) {
      expect(seen(value)).not.toMatch(new RegExp(`${canary}|${encoded}`));
    }
    expect(channel.everything.some(({ params }) => JSON.stringify(params).includes(canary))).toBe(true);
  });

  it("are in no error", async () => {
    const { db, channel } = asyncWorld();
    const errors = [
      failure(db.signin({ username: "u", passwrod: canary } as never)),
      failure(db.signin({ username: 5 as never, password: canary })),
      failure(db.authenticate(canary)),
      failure(db.authenticate({ access: canary })),
    ];
    channel.script = (request) =>
      request.method === "query" || request.method.startsWith("sign") ? refused : undefined;
    errors.push(failure(db.signin({ username: "u", password: canary })));
    errors.push(failure(db.query("SELECT * FROM $password", { password: canary }).execute()));
    errors.push(failure(db.query("RETURN $a", { a: { password: canary, wrong: () => 1 } }).execute()));
    for (const error of await Promise.all(errors)) expect(seen(error)).not.toContain(canary);
  });

  it("shows what is no secret of a connection", () => {
    const { db } = asyncWorld();
    expect(inspect(db)).toBe('SurrealConnection { url: "ws://test/rpc", status: "disconnected" }');
    expect(JSON.stringify(db)).toBe('{"url":"ws://test/rpc","status":"disconnected"}');
  });
});

describe("batch()", () => {
  it("sends everything before it waits for anything, and gives all results in order", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("query", "silence");
    const batch = db.batch((b) => [
      b.select("user:ada"),
      b.query("RETURN 1").first(),
      b.create("user", {}),
      b.insert("user", {}),
      b.query("RETURN 2"),
    ]);
    await settled();
    const open = channel.unanswered;
    expect(open).toHaveLength(5);
    for (const [index, request] of [...open.entries()].reverse()) channel.reply(request, rows([index]));
    expect(await batch).toEqual([0, [1], 2, [3], [[4]]]);
  });

  it("fails with the first failure, when nothing of it runs any more", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("query", { error: { message: "first" } }, rows(1));
    expect(await failure(db.batch((b) => [b.query("THROW 1"), b.query("RETURN 1")]))).toMatchObject({
      message: "first",
    });
    expect(channel.sent).toHaveLength(2);
  });

  it("holds calls made on the batch, and nothing else", async () => {
    const { db } = asyncWorld();
    expect(await db.batch(() => [])).toEqual([]);
    expect(() => db.batch(5 as never)).toThrow(TypeError);
    expect(await failure(db.batch((() => 5) as never))).toBeInstanceOf(TypeError);
    expect(await failure(db.batch((() => [5]) as never))).toBeInstanceOf(TypeError);
    expect(await failure(db.batch(() => [db.select("user")] as never))).toBeInstanceOf(TypeError);
  });

  it("works while the thread is blocked", () => {
    const { db, channel } = blockingWorld({ capabilities: stateless });
    channel.script = answering("query", rows(1), rows(2));
    expect(db.batch((b) => [b.query("RETURN 1").first(), b.query("RETURN 2").first()])).toEqual([1, 2]);
  });
});

describe("rows()", () => {
  const page = (from: number, to: number): object[] =>
    Array.from({ length: to - from + 1 }, (_, n) => ({ n: from + n, __cursor: null }));

  it("reads the rows of a query once, each into its schema", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("query", rows(page(1, 2)));
    const { surql } = await import("./bound-query.ts");
    const seen: unknown[] = [];
    for await (const row of db.rows(surql`SELECT * FROM user`, { into: (value) => (value as { n: number }).n }))
      seen.push(row);
    expect([seen, channel.sent.length]).toEqual([[1, 2], 1]);
  });

  it("gives each row to one of several who ask at once", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("query", rows(page(1, 3)));
    const stream = db.rows("user");
    const asked = await Promise.all([stream.next(), stream.next(), stream.next(), stream.next()]);
    expect(asked.map(({ value }) => (value as { n: number } | undefined)?.n)).toEqual([1, 2, 3, undefined]);
    expect(channel.sent).toHaveLength(1);
  });

  it.each<[string, unknown, object]>([
    ["one record", "user:ada", {}],
    ["a page of nothing", "user", { pageSize: 0 }],
    ["no fields", "user", { fields: [] }],
    ["fields that are no list", "user", { fields: "name" }],
    ["an option that nobody knows", "user", { size: 5 }],
    ["a schema that is none", "user", { into: {} }],
  ])("refuses %s at the call", (_, source, options) => {
    const { db, channel } = asyncWorld();
    expect(() => db.rows(source as string, options)).toThrow(/TypeError|rows|pageSize|fields|into/);
    expect(channel.wire).toEqual([]);
  });
});
