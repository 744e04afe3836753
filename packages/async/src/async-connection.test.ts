import { RecordId, Uuid } from "@surreal-sdk/values";
import { describe, expect, it, vi } from "vitest";
import { ScriptedEngine } from "../test/scripted-engine.ts";
import { AsyncSurrealConnection } from "./async-connection.ts";
import type { AsyncOptions } from "./options.ts";

const rows = (...results: unknown[]): { result: unknown } => ({
  result: results.map((result) => ({ status: "OK", time: "1µs", result })),
});

function connected(options: AsyncOptions = {}): { db: AsyncSurrealConnection; engine: ScriptedEngine } {
  const engine = new ScriptedEngine();
  engine.script = ({ method }) => {
    if (method === "query") return rows([1]);
    return { result: method === "live" || method === "begin" ? Uuid.v7() : undefined };
  };
  return { db: new AsyncSurrealConnection("my+proto://host", { ...options, engines: { "my+proto": engine } }), engine };
}

describe("a builder", () => {
  it("is sent when it is awaited, once however often that happens", async () => {
    const { db, engine } = connected();
    const query = db.query("RETURN [1]");
    expect(engine.calls).toEqual([]);
    expect(await Promise.all([query, query, query.execute(), query.first()])).toEqual([[[1]], [[1]], [[1]], [1]]);
    expect(await query).toEqual([[1]]);
    expect(engine.methods).toEqual(["query"]);
  });

  it("of every kind can be awaited", async () => {
    const { db, engine } = connected();
    expect(await db.create("user", {})).toBe(1);
    expect(await db.update("user").merge({})).toEqual([1]);
    expect(await db.upsert("user:1")).toBe(1);
    expect(await db.delete("user:1")).toBe(1);
    expect(await db.insert("user", [{}])).toEqual([1]);
    expect(await db.insert("user").relation().content({})).toEqual([1]);
    expect(engine.calls).toHaveLength(6);
  });

  it("has then, catch and finally of a promise, and shows none of them", async () => {
    const { db, engine } = connected();
    const query = db.query("THROW 1");
    engine.script = () => ({ error: { kind: "Thrown", message: "boom" } });
    const done = vi.fn();
    expect(await query.then(undefined, (error: Error) => error.message)).toBe("boom");
    expect(await query.catch((error) => (error as Error).name)).toBe("ThrownError");
    await expect(query.finally(done)).rejects.toThrow("boom");
    expect(done).toHaveBeenCalledTimes(1);
    expect(engine.calls).toHaveLength(1);
    expect(Object.keys(query)).toEqual([]);
    expect(Object.keys(Object.getPrototypeOf(query))).toEqual([]);
  });

  it.each<[string, (db: AsyncSurrealConnection) => PromiseLike<unknown>]>([
    ["query", (db) => db.query(5 as never)],
    ["query with variables", (db) => db.query("RETURN 1", 5 as never)],
    ["create", (db) => db.create("a:b:c", {})],
    ["an option of create", (db) => db.create("user", {}, { were: 1 } as never)],
    ["update", (db) => db.update(5 as never).merge({})],
    ["upsert", (db) => db.upsert("a-b" as string)],
    ["delete", (db) => db.delete("user:")],
    ["merge", (db) => db.merge(null as never, {})],
    ["patch", (db) => db.patch("user:1", 5 as never)],
    ["insert", (db) => db.insert("user:1" as never, {})],
    ["insertRelation", (db) => db.insertRelation(5 as never, {})],
    ["queryRaw", (db) => db.queryRaw(5 as never)],
    ["connect", (db) => db.connect("nonsense")],
  ])("rejects where something is wrong with %s, and throws nothing", async (_what, call) => {
    const { db, engine } = connected();
    const pending = call(db);
    await expect(pending).rejects.toThrow(/^(?!undefined)./);
    expect(engine.calls).toEqual([]);
  });

  it("cannot be changed after it was awaited", async () => {
    const { db } = connected();
    const update = db.update("user");
    await update;
    expect(() => update.merge({})).toThrow(expect.objectContaining({ name: "SurrealError" }));
    const insert = db.insert("user", {});
    await insert;
    expect(() => insert.relation()).toThrow(expect.objectContaining({ name: "SurrealError" }));
  });
});

describe("a live stream", () => {
  const change = (id: Uuid, n: number): object => ({
    id,
    action: "UPDATE",
    record: new RecordId("user", 1),
    result: n,
  });

  it("is read by for await, and break ends the query", async () => {
    const { db, engine } = connected();
    const id = await db.live("user");
    const seen: unknown[] = [];
    for (const n of [1, 2, 3]) engine.notify(change(id, n));
    for await (const item of db.subscribeLive(id)) {
      if (item.action !== "GAP") seen.push(item.result);
      if (seen.length === 2) break;
    }
    expect(seen).toEqual([1, 2]);
    expect(engine.methods).toEqual(["live", "kill"]);
  });

  it("keeps to what generators do", async () => {
    const { db, engine } = connected();
    const id = await db.live("user");
    const stream = db.subscribeLive(id);
    expect(stream[Symbol.asyncIterator]()).toBe(stream);
    engine.notify(change(id, 1));
    const [first, waiting] = [stream.next(), stream.next()];
    expect(await first).toEqual({ done: false, value: change(id, 1) });
    await expect(stream.throw(new RangeError("mine"))).rejects.toThrow(new RangeError("mine"));
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(await stream.next()).toEqual({ done: true, value: undefined });
    expect(await stream.return()).toEqual({ done: true, value: undefined });
    expect(engine.methods).toEqual(["live", "kill"]);
  });

  it("is ended by `await using`, and by an error in the loop (F10)", async () => {
    const { db, engine } = connected();
    {
      await using stream = db.subscribeLive(await db.live("user"));
      void stream;
    }
    const id = await db.live("user");
    engine.notify(change(id, 1));
    const loop = async (): Promise<void> => {
      for await (const item of db.subscribeLive(id)) throw new RangeError(item.action);
    };
    await expect(loop()).rejects.toThrow(new RangeError("UPDATE"));
    expect(engine.methods).toEqual(["live", "kill", "live", "kill"]);
  });
});

describe("leaving a scope", () => {
  it("cancels the transaction, closes the session and then the connection", async () => {
    const { db, engine } = connected();
    {
      await using connection = db;
      await using session = await connection.newSession();
      await using transaction = await session.beginTransaction();
      await transaction.query("CREATE user");
      expect(engine.closes).toBe(0);
    }
    expect(engine.methods).toEqual(["attach", "begin", "query", "cancel", "detach"]);
    expect([engine.closes, db.status]).toEqual([1, "closed"]);
  });

  it("leaves a transaction alone that was committed or lost", async () => {
    const { db, engine } = connected();
    {
      await using transaction = await db.beginTransaction();
      await transaction.commit();
    }
    {
      await using lost = await db.beginTransaction();
      void lost;
      engine.drop();
    }
    expect(engine.methods).toEqual(["begin", "commit", "begin"]);
    await db.close();
  });

  it("does the same when something is thrown in it", async () => {
    const { db, engine } = connected();
    const body = async (): Promise<void> => {
      await using transaction = await db.beginTransaction();
      void transaction;
      throw new RangeError("mine");
    };
    await expect(body()).rejects.toThrow(new RangeError("mine"));
    expect(engine.methods).toEqual(["begin", "cancel"]);
  });
});

describe("an error", () => {
  it("names the line of the user's call in its stack, once", async () => {
    const { db, engine } = connected();
    engine.script = () => ({ error: { kind: "Thrown", message: "boom" } });
    const callOfTheUser = async (): Promise<unknown> => await db.ping();
    const error = (await callOfTheUser().catch((thrown: unknown) => thrown)) as Error;
    expect(error.stack?.split("at ping() was called")).toHaveLength(2);
    expect(error.stack).toContain("async-connection.test.ts");
    expect(error.stack).toContain("callOfTheUser");
  });

  it("of a lost connection reaches those who wait, and nobody else", async () => {
    const unhandled = vi.fn();
    process.on("unhandledRejection", unhandled);
    const { db, engine } = connected({ reconnect: false });
    engine.script = () => undefined;
    const waiting = db.query("RETURN 1").execute();
    const outcome = expect(waiting).rejects.toMatchObject({ name: "ConnectionLostError", outcome: "unknown" });
    await expect.poll(() => engine.calls.length).toBe(1);
    db.query("RETURN 2");
    engine.drop();
    await outcome;
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });
});

describe("the engine for a URL", () => {
  it.each<[string, string, object]>([
    ["is missing for a known scheme", "ws://host", {}],
    ["was written for another contract", "my+proto://host", { "my+proto": { ...new ScriptedEngine(), contract: 99 } }],
    [
      "declares nothing",
      "my+proto://host",
      { "my+proto": { ...new ScriptedEngine(), open() {}, capabilities: undefined } },
    ],
    ["is none", "my+proto://host", { "my+proto": null }],
  ])("%s: the first call says so", async (_, url, engines) => {
    const db = new AsyncSurrealConnection(url, { engines: engines as never });
    const error = await db.ping().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "UnsupportedEngineError" });
    expect((error as Error).message).toMatch(
      /No engine for ws:\/\/|for contract|declares no capabilities|No engine for my\+proto/,
    );
  });

  it.each<[unknown, string]>([
    [() => new ScriptedEngine(), "not a function"],
    [{ module: "./engine.js" }, "not an object"],
    ["ws", "not a string"],
  ])("is an object, and %o is none: the first call says what to pass", async (engine, what) => {
    const db = new AsyncSurrealConnection("my+proto://host", { engines: { "my+proto": engine as never } });
    const error = await db.ping().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TypeError);
    expect((error as Error).message).toContain(`${what}: call the function that creates it`);
  });

  it.each(["ftp://host", "constructor://host", "__proto__://host", "", "localhost:8000"])(
    "%j has none, and the constructor says so",
    (url) => {
      expect(() => new AsyncSurrealConnection(url)).toThrow(
        expect.objectContaining({ name: "UnsupportedEngineError" }),
      );
    },
  );

  it("is taken from the built-in ones where the user gives none, and the user's comes first", async () => {
    const [own, builtIn] = [new ScriptedEngine(), new ScriptedEngine()];
    await new AsyncSurrealConnection("ws://host", {}, { ws: builtIn }).ping();
    await new AsyncSurrealConnection("ws://host", { engines: { ws: own } }, { ws: builtIn }).ping();
    expect([own.methods, builtIn.methods]).toEqual([["ping"], ["ping"]]);
  });

  it("is chosen by own keys alone", async () => {
    const db = new AsyncSurrealConnection(
      "ws://host",
      Object.create({ engines: { ws: new ScriptedEngine() } }) as AsyncOptions,
    );
    await expect(db.ping()).rejects.toMatchObject({ name: "UnsupportedEngineError" });
  });
});

it("gives the text of an export as one part where its engine cannot stream", async () => {
  const { db, engine } = connected();
  engine.text = `${"x".repeat(65_535)}😀${"y".repeat(65_535)}😀`;
  const parts: string[] = [];
  for await (const part of db.exportStream()) parts.push(part);
  expect(parts).toEqual([engine.text]);
});

it("gives views of a connection with an engine of one's own", async () => {
  const { db, engine } = connected();
  const view = db.with({ timeout: 50 });
  expect(view).toBeInstanceOf(AsyncSurrealConnection);
  await view.connect("my+proto://elsewhere");
  await db.ping();
  expect([db.host, engine.methods]).toEqual(["elsewhere", ["ping"]]);
});
