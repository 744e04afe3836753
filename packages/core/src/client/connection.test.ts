import { describe, expect, it } from "vitest";
import { answering, asyncWorld, blockingWorld, failure } from "../../test/test-world.ts";
import type { SurrealConnection } from "./connection.ts";

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
    expect(await failure(db.connect(url))).toMatchObject({ message: expect.stringMatching(/URL|no host|No engine/) });
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
    await db.connect();
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

  it("that was never used is closed without a channel, and says so once", async () => {
    const { db, backstage } = asyncWorld();
    const told: string[] = [];
    db.on("status", (status) => told.push(status));
    await db.close();
    await db.close();
    expect([db.status, told, backstage.channels]).toEqual(["closed", ["closed"], []]);
    const { db: blocking } = blockingWorld();
    blocking.close();
    expect(blocking.status).toBe("closed");
  });

  it("lets the process end wherever it is pointed to, once it was told to", async () => {
    const { db, backstage } = asyncWorld();
    db.unref();
    await db.connect("ws://elsewhere");
    expect(backstage.channels.map(({ refs }) => refs.at(-1))).toEqual([false, false]);
  });

  it("tells its channel whether it holds the process", () => {
    const { db, channel } = asyncWorld();
    expect(db.unref().ref()).toBe(db);
    expect(channel.refs.slice(-2)).toEqual([false, true]);
  });

  it.each<[string, (db: SurrealConnection<"async">) => Promise<unknown>, string]>([
    ["version", (db) => db.version(), "surrealdb-3.3.5"],
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
