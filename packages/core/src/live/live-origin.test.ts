import { Uuid } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { refused, rows, token } from "../../test/default-answer.ts";
import { answering, asyncWorld, failure, methods, settled, type TestWorld } from "../../test/test-world.ts";
import { LiveEndedError, LiveRestoreError } from "../errors/core-errors.ts";

const renamed = Uuid.v7();
const owner = token({ ID: "owner" });
const viewer = token({ ID: "viewer" });

/** Answers whatever starts a live query again. */
function reconnect({ channel }: TestWorld<"async">): void {
  channel.script = ({ method, params, replay }) => {
    if (replay?.startsWith("live ") !== true) return undefined;
    if (method === "live") return { result: renamed };
    return String(params[0]).startsWith("USE ") ? rows({}, renamed) : rows(renamed);
  };
  channel.drop();
  channel.restore();
}

function replayed({ channel }: TestWorld<"async">): unknown[] {
  return channel.wire
    .filter(({ replay }) => replay?.startsWith("live "))
    .map(({ method, params, session }) => [method, ...params, ...(session === undefined ? [] : [session])]);
}

describe("a live query whose session has gone on", () => {
  it("to another database is started again in its own", async () => {
    const world = asyncWorld();
    const { db } = world;
    await db.use("n", "a-1");
    const id = await db.live("book");
    await db.use("n", "b");
    const stream = db.subscribeLive(id);
    reconnect(world);
    expect(replayed(world)).toEqual([["query", "USE NS n DB `a-1`; LIVE SELECT * FROM book", {}]]);
    expect((await stream.next()).value).toMatchObject({ id, action: "GAP" });
  });

  it("and come back is started as it was", async () => {
    const world = asyncWorld();
    const { db } = world;
    await db.use("n", "a");
    await db.live("book", true);
    await db.use("n", "b");
    await db.use("n", "a");
    reconnect(world);
    expect(replayed(world)).toMatchObject([["live", { name: "book" }, true]]);
  });

  it.each([
    ["diff mode", { diff: true }, "LIVE SELECT DIFF FROM book"],
    ["some fields", { fields: ["a"] }, "LIVE SELECT a FROM book"],
  ])("is started again with %s", async (_, options, text) => {
    const world = asyncWorld();
    await world.db.use("n", "a");
    world.channel.script = answering("query", rows(Uuid.v7()));
    await world.db.live("book", options);
    await world.db.use("n", "b");
    reconnect(world);
    expect(replayed(world)).toEqual([["query", `USE NS n DB a; ${text}`, {}]]);
  });

  it("to other variables is started again with its own, and without those that came later", async () => {
    const world = asyncWorld();
    const { db } = world;
    await db.use("n", "a");
    await db.let("x", 1);
    await db.let("same", 1);
    await db.live("book");
    await db.let("x", 2);
    await db.let("y", 3);
    reconnect(world);
    const [[, text, bindings] = []] = replayed(world) as unknown[][];
    expect(text).toBe("USE NS n DB a; LIVE SELECT * FROM book");
    expect(Object.entries(bindings as object)).toEqual([
      ["y", undefined],
      ["x", 1],
    ]);
  });

  it("is started again where it belongs when it was started by the text of a query", async () => {
    const world = asyncWorld();
    const { db, channel } = world;
    await db.use("n", "a");
    channel.script = answering("query", rows(Uuid.v7()));
    await db.query("LIVE SELECT * FROM book WHERE n = $n", { n: 1 }).execute();
    await db.use("n", "b");
    reconnect(world);
    expect(replayed(world)).toEqual([["query", "USE NS n DB a; LIVE SELECT * FROM book WHERE n = $n", { n: 1 }]]);
  });

  it("is started again on its own session", async () => {
    const world = asyncWorld();
    const session = await world.db.newSession();
    await session.use("n", "a");
    await session.live("book");
    await session.use("n", "b");
    await world.db.use("n", "c");
    reconnect(world);
    expect(replayed(world)).toEqual([["query", "USE NS n DB a; LIVE SELECT * FROM book", {}, session.sessionId]]);
  });

  it.each([
    ["another identity", (db: TestWorld<"async">["db"]) => db.authenticate(viewer)],
    ["no identity", (db: TestWorld<"async">["db"]) => db.invalidate()],
  ])("to %s has ended, and is not started again", async (_, change) => {
    const world = asyncWorld();
    const { db } = world;
    await db.use("n", "a");
    await db.authenticate(owner);
    const stream = db.subscribeLive(await db.live("book"));
    await change(db);
    reconnect(world);
    expect(replayed(world)).toEqual([]);
    expect(await failure(stream.next())).toBeInstanceOf(LiveEndedError);
  });

  it("to a variable that the server refuses to set again binds it itself", async () => {
    const { db, channel } = asyncWorld({ namespace: "n", database: "a" });
    await db.let("least", 1);
    await db.live("book");
    channel.script = ({ method, replay }) => {
      if (method === "let") return refused;
      return replay?.startsWith("live ") === true ? rows({}, renamed) : undefined;
    };
    db.on("error", () => undefined);
    channel.drop();
    channel.restore();
    await settled();
    expect(channel.wire.at(-1)).toMatchObject({
      method: "query",
      params: ["USE NS n DB a; LIVE SELECT * FROM book", { least: 1 }],
    });
  });

  it("from no place to one is ended with the reason", async () => {
    const world = asyncWorld();
    const stream = world.db.subscribeLive(await world.db.live("book"));
    await world.db.use("n", "a");
    reconnect(world);
    expect(await failure(stream.next())).toBeInstanceOf(LiveRestoreError);
  });

  it("to a renewed token of the same identity goes on", async () => {
    const world = asyncWorld();
    const { db } = world;
    await db.authenticate(token({ ID: "owner", iat: 1 }));
    await db.live("book");
    await db.authenticate(token({ ID: "owner", iat: 2 }));
    reconnect(world);
    expect(replayed(world)).toMatchObject([["live", { name: "book" }, false]]);
  });

  it("is ended where its identity cannot be restored: nothing is sent as nobody", async () => {
    const world = asyncWorld();
    const { db, channel } = world;
    await db.authenticate(owner);
    const stream = db.subscribeLive(await db.live("book"));
    channel.script = ({ method }) => (method === "authenticate" ? refused : undefined);
    channel.drop();
    channel.restore();
    expect(await failure(stream.next())).toBeInstanceOf(LiveRestoreError);
    expect(replayed(world)).toEqual([]);
  });

  it("is ended, and killed on the server, when the server would not go to its database", async () => {
    const world = asyncWorld();
    const { db, channel } = world;
    await db.use("n", "a");
    const stream = db.subscribeLive(await db.live("book"));
    await db.use("n", "b");
    channel.script = ({ replay }) =>
      replay?.startsWith("live ") === true
        ? {
            result: [
              { status: "ERR", time: "1µs", result: "no", kind: "NotAllowed" },
              { status: "OK", time: "1µs", result: renamed, type: "live" },
            ],
          }
        : undefined;
    channel.drop();
    channel.restore();
    expect(await failure(stream.next())).toBeInstanceOf(LiveRestoreError);
    await settled();
    expect(channel.wire.at(-1)).toMatchObject({ method: "kill", params: [renamed] });
  });

  it("without reconnecting ends as any other", async () => {
    const { db, channel } = asyncWorld({ capabilities: { reconnect: false } });
    await db.authenticate(owner);
    const stream = db.subscribeLive(await db.live("book"));
    channel.drop("disconnected");
    const error = await failure(stream.next());
    expect([error instanceof LiveEndedError, error instanceof LiveRestoreError]).toEqual([true, false]);
  });
});

it("starting a live query that catches up does not begin in one database and end in another", async () => {
  const { db, channel } = asyncWorld();
  await db.use("n", "a");
  const live = failure(db.live("book", { resync: "changes" }));
  await db.use("n", "b");
  expect(await live).toMatchObject({ name: "SessionChangedError", outcome: "not_sent" });
  expect(methods(channel.wire)).not.toContain("live");
});

it("a live query that catches up has the variables of its call, whatever was set meanwhile", async () => {
  const world = asyncWorld();
  const { db, channel } = world;
  await db.use("n", "a");
  await db.let("x", 1);
  channel.script = ({ method, params }) =>
    method === "query" && String(params[0]).startsWith("USE") ? rows({}, Uuid.v7()) : undefined;
  await Promise.all([db.live("book", { resync: "changes" }), db.let("x", 2), db.let("y", 3)]);
  const bound = ["USE NS n DB a; LIVE SELECT * FROM book", { x: 1, y: undefined }];
  expect(channel.wire.at(-1)).toMatchObject({ method: "query", params: bound });
  reconnect(world);
  expect(replayed(world)).toEqual([["query", ...bound]]);
});

it("a live query that reads its table later keeps its turn among the calls of its session", async () => {
  const { db, channel } = asyncWorld();
  channel.script = ({ method }) => (method === "query" ? rows({}, []) : undefined);
  const calls = [db.use("n", "a"), db.live("book", { resync: "snapshot" }), db.use("n", "b"), db.ping()];
  await Promise.all(calls);
  expect(methods(channel.wire)).toEqual(["use", "live", "use", "ping", "query"]);
  expect(channel.wire.at(-1)?.params[0]).toBe("USE NS n DB a; SELECT * FROM book");
});

it("a live query that catches up may be the first call of a connection that says who it is in its options", async () => {
  const { db, channel } = asyncWorld({ auth: { username: "root", password: "root" } });
  await db.live("book", { resync: "changes" });
  expect(methods(channel.wire).slice(0, 3)).toEqual(["signin", "query", "live"]);
});

it("what a live query reads to catch up is read in its own database, whatever was called meanwhile", async () => {
  const { db, channel } = asyncWorld();
  await db.use("n", "a");
  channel.script = ({ method, params }) =>
    method === "query" && String(params[0]).startsWith("USE") ? rows({}, []) : undefined;
  await Promise.all([db.live("book", { resync: "snapshot" }), db.use("n", "b")]);
  const read = channel.wire.filter(({ method }) => method === "query");
  expect(read.map(({ params }) => params[0])).toEqual(["USE NS n DB a; SELECT * FROM book"]);
});
