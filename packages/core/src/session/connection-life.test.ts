import { Uuid } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { expired, rows, token } from "../../test/default-answer.ts";
import type { WireRequest } from "../../test/scripted-channel.ts";
import {
  asyncWorld,
  blockingWorld,
  failure,
  methods,
  settled,
  stateless,
  type TestWorld,
  type WorldOptions,
} from "../../test/test-world.ts";
import type { AuthSource } from "../call/options.ts";

const root = { username: "root", password: "secret" };

/** An auth function that answers when it is told to. */
function slowAuth(): { auth: () => Promise<AuthSource>; asked: ((source: AuthSource) => void)[] } {
  const asked: ((source: AuthSource) => void)[] = [];
  return { asked, auth: () => new Promise((give) => void asked.push(give)) };
}

describe("close()", () => {
  it.each<[string, WorldOptions<"async">]>([
    ["with a state", {}],
    ["without a state", { capabilities: stateless }],
    ["that cannot connect again", { capabilities: { reconnect: false } }],
  ])("of a connection over an engine %s lasts until connect()", async (_, options) => {
    const { db, channel } = asyncWorld({ ...options, namespace: "n", database: "d" });
    await db.ping();
    await db.close();
    const closed = {
      name: "ConnectionClosedError",
      outcome: "not_sent",
      message: expect.stringContaining("connect()"),
    };
    const before = channel.everything.length;
    const calls = [
      db.ping(),
      db.query("RETURN 1").execute(),
      db.use("n", "d"),
      db.let("x", 1),
      db.signin(root),
      db.export(),
    ];
    for (const call of calls) expect(await failure(call)).toMatchObject(closed);
    expect([db.status, channel.everything.length]).toEqual(["closed", before]);
    await db.connect();
    await db.ping();
    expect(db.status).toBe("connected");
  });

  it("of a connection that was never used refuses calls as well", async () => {
    const { db, backstage } = asyncWorld();
    await db.close();
    expect(await failure(db.ping())).toMatchObject({ name: "ConnectionClosedError", outcome: "not_sent" });
    expect(backstage.channels.every(({ everything }) => everything.length === 0)).toBe(true);
  });

  it("fails in blocking mode what comes after it, too", () => {
    const { db } = blockingWorld();
    db.ping();
    db.close();
    expect(() => db.ping()).toThrow(expect.objectContaining({ name: "ConnectionClosedError", outcome: "not_sent" }));
    db.connect();
    db.ping();
  });

  it("fails calls that wait for the auth function at once, and nothing is ever sent for them", async () => {
    const { auth, asked } = slowAuth();
    const { db, channel } = asyncWorld({ auth });
    const waiting = [db.query("RETURN 1").execute(), db.ping(), db.connect()].map((call) => failure(call));
    await settled();
    await db.close();
    for (const error of await Promise.all(waiting)) {
      expect(error).toMatchObject({ name: "ConnectionClosedError", outcome: "not_sent" });
    }
    asked[0]?.(root);
    await settled();
    expect([db.status, channel.everything]).toEqual(["closed", []]);
  });

  it("fails calls that wait for their identity to be renewed", async () => {
    const { auth, asked } = slowAuth();
    const { db, channel } = asyncWorld({ auth });
    let expiredOnce = false;
    channel.script = ({ method }) => {
      if (method !== "query" || expiredOnce) return undefined;
      expiredOnce = true;
      const details = { kind: "Auth", details: { kind: "TokenExpired" } };
      return { error: { kind: "NotAllowed", code: -32002, message: "The token has expired", details } };
    };
    const connecting = db.connect();
    await settled();
    asked[0]?.(root);
    await connecting;
    const call = failure(db.query("RETURN 1").execute());
    await settled();
    await db.close();
    const reopening = db.connect();
    asked[1]?.(root);
    await settled();
    asked[2]?.(root);
    await reopening;
    expect(await call).toMatchObject({ name: "ConnectionClosedError", outcome: "not_sent" });
    expect(methods(channel.sent)).toEqual(["query"]);
  });

  it("and connect() right behind it open a connection with the identity of the auth option", async () => {
    const { db, channel } = asyncWorld({ auth: () => root, namespace: "n", database: "d" });
    await db.ping();
    const before = channel.wire.length;
    await Promise.all([db.close(), db.connect(), db.ping()]);
    expect(methods(channel.wire.slice(before))).toEqual(["signin", "use", "ping"]);
  });

  it.each<[string, (db: TestWorld<"async">["db"]) => Promise<unknown>, string[]]>([
    ["use()", (db) => db.use({ database: "two" }), ["use n d", "use n two"]],
    ["newSession()", (db) => db.newSession(), ["use n d", "attach"]],
    [
      "a live query that catches up",
      (db) => db.live("user", { resync: "changes" }),
      ["use n d", "query RETURN time::now(); INFO FOR DB STRUCTURE", "live user", "use n d", "live user"],
    ],
  ])("takes nothing along for %s behind a connect() that nobody has awaited", async (_, call, expected) => {
    const { db, channel } = asyncWorld({ namespace: "n", database: "d" });
    channel.script = ({ method }) => {
      if (method === "signin") return { result: token({ ID: "ann" }) };
      return method === "query" ? rows(1, { tables: [] }) : undefined;
    };
    await db.signin(root);
    await db.let("x", 1);
    await db.use("m", "one");
    const before = channel.wire.length;
    await Promise.all([db.close(), db.connect(), call(db)]);
    if (expected.length > 2) {
      channel.drop();
      channel.restore();
    }
    const wire = channel.wire.slice(before).map(({ method, params }) => [method, ...params]);
    expect(
      wire.map((each) =>
        each
          .filter((part) => typeof part !== "object" && typeof part !== "boolean")
          .join(" ")
          .replace(/^live$/, "live user"),
      ),
    ).toEqual(expected);
  });

  it.each<[string, (world: TestWorld<"async">) => Promise<unknown>, string]>([
    [
      "an identity that was not restored",
      async ({ db, channel }) => {
        await db.authenticate(token({ ID: "ada" }));
        channel.drop();
        channel.script = ({ method }) => (method === "authenticate" ? expired : undefined);
        channel.restore();
        await settled();
      },
      "AuthRestoreError",
    ],
    [
      "a server that it does not support",
      async ({ db, channel }) => {
        channel.script = ({ method }) => (method === "version" ? { result: "surrealdb-1.5.6" } : undefined);
        await failure(db.connect());
      },
      "UnsupportedVersionError",
    ],
  ])(
    "and connect() right behind it forget %s, also for calls before the old connection is closed",
    async (_, lose, name) => {
      const world = asyncWorld();
      const { db, channel } = world;
      await lose(world);
      expect(await failure(db.query("RETURN 1").execute())).toMatchObject({ name });
      channel.script = () => undefined;
      const before = channel.wire.length;
      const all = Promise.all([db.close(), db.connect(), db.query("RETURN 2").execute()]);
      await all;
      expect(channel.wire.slice(before)).toMatchObject([{ method: "query", params: ["RETURN 2", {}] }]);
    },
  );

  it("behind connect() wins: the connection stays closed", async () => {
    const { db } = asyncWorld();
    await db.ping();
    const first = db.close();
    const connecting = failure(db.connect());
    await Promise.all([first, db.close()]);
    expect(await connecting).toMatchObject({ name: "ConnectionClosedError", outcome: "not_sent" });
    expect(db.status).toBe("closed");
  });
});

describe("connect() with options", () => {
  it("is refused, since they would have no effect", async () => {
    const { db, channel } = asyncWorld();
    const connect = db.connect.bind(db) as (...given: unknown[]) => Promise<unknown>;
    expect(await failure(connect("ws://elsewhere", { namespace: "n" }))).toMatchObject({
      name: "TypeError",
      message: expect.stringContaining("connect() takes a URL alone"),
    });
    expect([channel.everything, db.status, db.url]).toEqual([[], "disconnected", "ws://test"]);
    await connect(undefined, undefined);
    expect(db.status).toBe("connected");
  });
});

describe("connect() to another place", () => {
  it("takes nothing along that the auth function gives for the old one", async () => {
    const { auth, asked } = slowAuth();
    const { db, backstage } = asyncWorld({ auth });
    const meantForA = failure(db.query("RETURN 'for A'").execute());
    await settled();
    const connecting = db.connect("ws://b");
    await settled();
    expect(await meantForA).toMatchObject({ name: "ConnectionClosedError", outcome: "not_sent" });
    asked[0]?.({ username: "a", password: "of-a" });
    asked[1]?.({ username: "b", password: "of-b" });
    await connecting;
    expect(asked).toHaveLength(2);
    expect(backstage.channels[0]?.everything).toEqual([]);
    expect(backstage.channels[1]?.wire.map(({ params }) => params)).toEqual([[{ user: "b", pass: "of-b" }]]);
  });

  it("is signed in by the auth option before an identity is left that nobody has awaited", async () => {
    const { db, backstage } = asyncWorld({ auth: async () => root });
    await db.ping();
    const connecting = db.connect("ws://b");
    await Promise.all([connecting, db.query("RETURN 1").execute(), db.invalidate()]);
    expect(methods(backstage.channels[1]?.wire ?? [])).toEqual(["signin", "query", "invalidate"]);
  });

  it("takes nothing along over an engine without a state either", async () => {
    const { auth, asked } = slowAuth();
    const { db, backstage } = asyncWorld({ auth, capabilities: stateless });
    const meantForA = failure(db.query("RETURN 'for A'").execute());
    await settled();
    const connecting = db.connect("ws://b");
    asked[0]?.({ username: "a", password: "of-a" });
    await settled();
    asked[1]?.(token({ ID: "b" }));
    await connecting;
    expect(await meantForA).toMatchObject({ name: "ConnectionClosedError" });
    expect(backstage.channels[1]?.wire.map(({ method }) => method)).toEqual(["authenticate"]);
  });

  it("restores there what was proven there, and no token of the old server", async () => {
    const [stale, ofA, ofB] = ["stale", "a", "b"].map((ID) => token({ ID }));
    const given = [stale, ofA, ofB];
    const { db, channel, backstage } = asyncWorld({ auth: () => given.shift() as string });
    channel.script = ({ method, params }) => (method === "authenticate" && params[0] === stale ? expired : undefined);
    await db.connect();
    expect(db.token).toBe(ofA);
    await db.connect("ws://b");
    expect(db.token).toBe(ofB);
    const there = backstage.channels[1] as typeof channel;
    there.drop();
    there.restore();
    await db.ping();
    expect(there.wire.filter(({ method }) => method === "authenticate").map(({ params }) => params)).toEqual([
      [ofB],
      [ofB],
    ]);
  });

  it.each<[string, (db: TestWorld<"async">["db"]) => Promise<unknown>, unknown]>([
    ["signin", (db) => db.signin(root), token({ ID: "old" })],
    ["use", (db) => db.use("n", "d"), undefined],
    ["let", (db) => db.let("x", 1), undefined],
    ["attach", (db) => db.newSession(), undefined],
    ["live", (db) => db.live("user"), Uuid.v7()],
    ["begin", (db) => db.beginTransaction(), Uuid.v7()],
  ])("takes nothing along from an answer to %s of the old server that is read later", async (method, call, result) => {
    const { db, channel, backstage } = asyncWorld();
    await db.ping();
    channel.script = (request) => (request.method === method ? "silence" : undefined);
    const asking = failure(call(db));
    await settled();
    channel.reply(channel.unanswered[0] as WireRequest, { result });
    const connecting = db.connect("ws://b");
    expect(await asking).toMatchObject({ name: "ConnectionClosedError", outcome: "unknown" });
    await connecting;
    await db.ping();
    const there = backstage.channels[1] as typeof channel;
    expect([db.token, db.namespace, there.remembered, methods(there.wire)]).toEqual([
      undefined,
      undefined,
      [],
      ["ping"],
    ]);
  });

  it("and back at once ends where the last call says, and rejects the one before", async () => {
    const { db, backstage } = asyncWorld();
    await db.ping();
    const first = failure(db.connect("ws://b"));
    const second = db.connect("ws://test");
    expect(await first).toMatchObject({ name: "ConnectionClosedError", outcome: "not_sent" });
    expect(await second).toBe(db);
    await db.ping();
    expect([db.host, db.status]).toEqual(["test", "connected"]);
    expect(backstage.channels.at(-1)?.sent).toHaveLength(1);
  });

  it("does not listen to what the old channel still says", async () => {
    const { db, channel, events } = asyncWorld();
    await db.ping();
    await db.connect("ws://b");
    const before = events.length;
    channel.drop();
    expect([events.slice(before), db.status]).toEqual([[], "connected"]);
  });
});
