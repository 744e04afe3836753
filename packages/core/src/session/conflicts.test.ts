import { platformTime } from "@surreal-sdk/transport/toolkit";
import { Uuid } from "@surreal-sdk/values";
import { describe, expect, it, vi } from "vitest";
import { conflict, expired, refused, rows, token } from "../../test/default-answer.ts";
import { record, take } from "../../test/live-world.ts";
import type { WireRequest } from "../../test/scripted-channel.ts";
import { answering, asyncWorld, failure, methods, settled, stateless, type TestWorld } from "../../test/test-world.ts";
import { gt } from "../surrealql/expressions.ts";

/** Lets the pauses between attempts pass at once, and gives how long they would have been. */
async function hurry(world: TestWorld<"async">): Promise<number[]> {
  const pauses: number[] = [];
  for (let turn = 0; turn < 40; turn += 1) {
    await settled();
    for (const [timer, pause] of [...world.backstage.timers]) {
      // A longer one is the limit of a wait.
      if (pause > 1_000) continue;
      pauses.push(pause);
      timer();
    }
  }
  return pauses;
}

describe("use()", () => {
  it("is sent again after a conflict, with pauses that grow, until it succeeds", async () => {
    const world = asyncWorld();
    world.channel.script = answering("use", conflict, conflict, conflict, { result: undefined });
    const call = world.db.use("n", "d");
    expect(await hurry(world)).toEqual([5, 10, 20]);
    await call;
    expect(world.channel.wire.map(({ method, params }) => [method, ...params])).toEqual(
      Array.from({ length: 4 }, () => ["use", "n", "d"]),
    );
    expect([world.db.namespace, world.db.database]).toEqual(["n", "d"]);
  });

  it("fails with the conflict once its time is over", async () => {
    let now = 0;
    vi.spyOn(platformTime, "now").mockImplementation(() => now);
    const world = asyncWorld({ timeout: 1_000 });
    world.channel.script = ({ method }) => {
      if (method !== "use") return undefined;
      now += 400;
      return conflict;
    };
    const error = failure(world.db.use("n", "d"));
    await hurry(world);
    expect(await error).toMatchObject({ message: expect.stringContaining("can be retried") });
    expect(methods(world.channel.wire)).toEqual(["use", "use", "use"]);
    expect(world.channel.wire.map(({ call }) => call.timeout)).toEqual([1_000, 590, 180]);
    expect(world.db.namespace).toBeUndefined();
    vi.restoreAllMocks();
  });

  it("is not sent again for another reason, or after the caller gave up", async () => {
    const world = asyncWorld();
    world.channel.script = answering("use", refused);
    await failure(world.db.use("n", "d"));
    const abort = new AbortController();
    world.channel.script = ({ method }) => (method === "use" ? conflict : undefined);
    const error = failure(world.db.with({ signal: abort.signal }).use("n", "d"));
    await settled();
    abort.abort(new Error("enough"));
    expect(await error).toMatchObject({ message: "enough" });
    await hurry(world);
    expect(methods(world.channel.wire)).toEqual(["use", "use"]);
  });
});

describe("live() and kill()", () => {
  const failed = { result: [{ status: "ERR", time: "1µs", result: conflict.error.message, kind: "Query" }] };

  it.each([
    ["the request", undefined, "live", { result: Uuid.v7() }, conflict],
    ["the statement", { where: gt("n", 1) }, "query", rows(Uuid.v7()), failed],
  ] as const)("are sent again after a conflict of %s", async (_, options, method, answer, refusal) => {
    const world = asyncWorld();
    world.channel.script = answering(method, refusal, refusal, answer);
    const live = world.db.live("user", options);
    expect(await hurry(world)).toEqual([5, 10]);
    const id = await live;
    world.channel.script = answering("kill", conflict, { result: undefined }, conflict, { result: undefined });
    const own = world.db.kill(id);
    expect(await hurry(world)).toEqual([5]);
    await own;
    const another = world.db.kill(Uuid.v7());
    expect(await hurry(world)).toEqual([5]);
    await another;
    expect(methods(world.channel.wire)).toEqual([method, method, method, "kill", "kill", "kill", "kill"]);
  });

  it("are not sent again where the session has gone elsewhere, and with the variables of the first time", async () => {
    const world = asyncWorld({ namespace: "n", database: "d" });
    const { db, channel } = world;
    await db.let("n", 1);
    const isLive = ({ method, params }: WireRequest): boolean =>
      method === "query" && String(params[0]).includes("LIVE");
    channel.script = (request) =>
      request.method === "live" ? conflict : isLive(request) ? rows(undefined, Uuid.v7()) : undefined;
    const live = db.live("user");
    const changed = db.let("n", 2);
    await hurry(world);
    await Promise.all([live, changed]);
    expect(channel.wire.at(-1)).toMatchObject({
      method: "query",
      params: ["USE NS n DB d; LIVE SELECT * FROM user", { n: 1 }],
    });
    channel.script = answering("live", conflict);
    const gone = failure(db.live("user"));
    const used = db.use("n", "e");
    await hurry(world);
    await used;
    expect(await gone).toMatchObject({ name: "SessionChangedError", outcome: "not_sent" });
    expect(methods(channel.wire.slice(-2))).toEqual(["live", "use"]);
  });

  it("are not sent again inside a transaction, which the conflict has ended", async () => {
    const world = asyncWorld();
    const tx = await world.db.beginTransaction();
    world.channel.script = answering("query", failed);
    const error = failure(tx.query("LIVE SELECT * FROM user").execute());
    expect(await hurry(world)).toEqual([]);
    expect((await error).message).toContain("can be retried");
  });
});

describe("on a new connection", () => {
  const access = token({ ID: "first" });

  /** Meets a conflict the first two times that a replay uses this method. */
  function colliding(method: string): (request: WireRequest) => typeof conflict | undefined {
    let left = 2;
    return (request) =>
      request.replay !== undefined && request.method === method && left-- > 0 ? conflict : undefined;
  }

  it.each(["use", "authenticate"])("%s is sent again after a conflict, and stays what it was", async (method) => {
    const world = asyncWorld();
    const { db, channel } = world;
    await db.authenticate(access);
    await db.use("n", "d");
    const before = channel.everything.length;
    channel.script = colliding(method);
    channel.drop();
    const call = db.query("RETURN 1").execute();
    await settled();
    channel.restore();
    await hurry(world);
    await call;
    const names = channel.everything.slice(before).map((request) => request.method);
    expect(names.filter((name) => name === method)).toHaveLength(3);
    expect(names.at(-1)).toBe("query");
    expect([db.namespace, db.database, db.token]).toEqual(["n", "d", access]);
  });

  it("conflicts that last as long as a connection may take are a refusal", async () => {
    let now = 0;
    vi.spyOn(platformTime, "now").mockImplementation(() => now);
    const world = asyncWorld({ connectTimeout: 1_000 });
    await world.db.use("n", "d");
    world.channel.script = ({ method, replay }) => {
      if (replay === undefined || method !== "use") return undefined;
      now += 400;
      return conflict;
    };
    world.channel.drop();
    const error = failure(world.db.query("RETURN 1").execute());
    await settled();
    world.channel.restore();
    await hurry(world);
    expect(await error).toMatchObject({
      name: "UseRestoreError",
      cause: { message: expect.stringContaining("can be retried") },
    });
    vi.restoreAllMocks();
  });
});

describe("what the connection sends by itself", () => {
  const access = token({ ID: "first" });
  const root = { username: "root", password: "secret" };

  it.each<[string, string, Parameters<typeof asyncWorld>[0]]>([
    ["credentials of the `auth` option, on the first connection", "signin", { auth: root }],
    ["credentials that a function gives", "signin", { auth: async () => root }],
    ["the token that a function gives", "authenticate", { auth: async () => access }],
    [
      "credentials of the `auth` option, over an engine that keeps no state",
      "signin",
      { auth: root, capabilities: stateless },
    ],
  ])("is sent again after a conflict: %s", async (_, method, options) => {
    const world = asyncWorld(options);
    world.channel.script = answering(method, conflict, conflict, { result: access });
    const call = world.db.query("RETURN 1").execute();
    await hurry(world);
    expect(await call).toEqual([[]]);
    expect(methods(world.channel.wire)).toEqual([method, method, method, "query"]);
    expect(world.db.token).toBe(access);
  });

  it("is sent again after a conflict: a refresh token, after the token was refused on a new connection", async () => {
    const world = asyncWorld();
    const { db, channel } = world;
    channel.script = answering("signin", { result: { access, refresh: "r1" } });
    await db.signin(root);
    const renewed = answering("refresh", conflict, {
      result: { access: token({ ID: "first", iat: 2 }), refresh: "r2" },
    });
    channel.script = (request) => (request.method === "authenticate" ? refused : renewed(request));
    channel.drop();
    const call = db.query("RETURN 1").execute();
    await settled();
    channel.restore();
    await hurry(world);
    await call;
    expect(methods(channel.wire)).toEqual(["signin", "authenticate", "refresh", "refresh", "query"]);
    expect(db.tokens?.refresh).toBe("r2");
  });

  it("is sent again after a conflict: a refresh token, when the token has expired", async () => {
    const world = asyncWorld();
    const { db, channel } = world;
    channel.script = answering("signin", { result: { access, refresh: "r1" } });
    await db.signin(root);
    const renewed = answering("refresh", conflict, {
      result: { access: token({ ID: "first", iat: 2 }), refresh: "r2" },
    });
    const asked = answering("query", expired, rows([]));
    channel.script = (request) => renewed(request) ?? asked(request);
    const call = db.query("RETURN 1").execute();
    await hurry(world);
    await call;
    expect(methods(channel.wire)).toEqual(["signin", "query", "refresh", "refresh", "query"]);
  });

  it("is sent again after a conflict: the identity of a new session", async () => {
    const world = asyncWorld();
    const { db, channel } = world;
    await db.authenticate(access);
    channel.script = answering("authenticate", conflict, { result: undefined });
    const made = db.newSession();
    await hurry(world);
    expect((await made).token).toBe(access);
    expect(methods(channel.wire)).toEqual(["authenticate", "attach", "authenticate", "authenticate"]);
  });
});

describe("a live query that meets a conflict when it is started again", () => {
  const inRows = { result: [{ status: "ERR", time: "1µs", result: conflict.error.message, kind: "Internal" }] };

  it.each([
    ["by its method", "live", {}, conflict, (id: Uuid) => ({ result: id })],
    ["by a query", "query", { where: gt("n", 1) }, inRows, (id: Uuid) => rows(id)],
  ] as const)("%s goes on after some pauses", async (_, method, options, failing, started) => {
    const [first, second, third] = [Uuid.v7(), Uuid.v7(), Uuid.v7()];
    const world = asyncWorld();
    const { db, channel, events } = world;
    channel.script = answering(method, started(first));
    const id = await db.live("user", options);
    const stream = db.subscribeLive(id);
    channel.script = answering(method, failing, failing, started(second));
    channel.drop();
    channel.restore();
    await hurry(world);
    channel.notify({ id: second, action: "CREATE", record, result: 1 });
    expect(await take(stream, 2)).toEqual(["GAP reconnect", 1]);
    expect(events).toContain("gap: reconnect");
    expect(channel.wire.filter((request) => request.method === method)).toHaveLength(4);
    channel.script = answering(method, started(third));
    channel.drop();
    channel.restore();
    channel.notify({ id: third, action: "CREATE", record, result: 2 });
    expect(await take(stream, 2)).toEqual(["GAP reconnect", 2]);
    expect(channel.wire.filter((request) => request.method === method)).toHaveLength(5);
  });

  it("ends with the conflict once the time of a call is over", async () => {
    let now = 0;
    vi.spyOn(platformTime, "now").mockImplementation(() => now);
    const world = asyncWorld({ timeout: 1_000 });
    const stream = world.db.subscribeLive(await world.db.live("user"));
    world.channel.script = ({ method }) => {
      if (method !== "live") return undefined;
      now += 400;
      return conflict;
    };
    const error = failure(stream.next());
    world.channel.drop();
    world.channel.restore();
    await hurry(world);
    expect(await error).toMatchObject({
      name: "LiveRestoreError",
      cause: { message: expect.stringContaining("can be retried") },
    });
    vi.restoreAllMocks();
  });

  it("is started again by the next connection when that one is lost meanwhile", async () => {
    const world = asyncWorld();
    const { db, channel } = world;
    const stream = db.subscribeLive(await db.live("user"));
    channel.script = (request) => {
      if (request.method !== "live") return undefined;
      return request.replay === undefined ? "silence" : conflict;
    };
    channel.drop();
    channel.restore();
    await hurry(world);
    const last = Uuid.v7();
    channel.script = answering("live", { result: last });
    channel.drop();
    channel.restore();
    await hurry(world);
    channel.notify({ id: last, action: "CREATE", record, result: 1 });
    expect(await take(stream, 2)).toEqual(["GAP reconnect", 1]);
  });

  it("is not started again when it was killed meanwhile", async () => {
    const world = asyncWorld();
    const { db, channel } = world;
    const id = await db.live("user");
    channel.script = answering("live", conflict);
    channel.drop();
    channel.restore();
    await db.kill(id);
    const before = channel.wire.filter(({ method }) => method === "live").length;
    await hurry(world);
    expect(channel.wire.filter(({ method }) => method === "live")).toHaveLength(before);
  });
});
