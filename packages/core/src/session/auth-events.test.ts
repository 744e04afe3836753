import { describe, expect, it } from "vitest";
import { expired, token } from "../../test/default-answer.ts";
import { asyncWorld, settled, stateless, type TestWorld, type WorldOptions } from "../../test/test-world.ts";
import type { AuthEvent } from "../call/events.ts";

const root = { username: "root", password: "secret" };
const engines: [string, WorldOptions<"async">][] = [
  ["a state", {}],
  ["no state", { capabilities: stateless }],
];

function listening(options: WorldOptions<"async">): TestWorld<"async"> & { readonly told: AuthEvent[] } {
  const world = asyncWorld(options);
  const told: AuthEvent[] = [];
  world.db.on("auth", (event) => void told.push(event));
  world.channel.script = ({ method }) => {
    if (method === "signin") return { result: { access: token({ ID: "a" }), refresh: "first" } };
    return method === "refresh" ? { result: { access: token({ ID: "b" }), refresh: "second" } } : undefined;
  };
  return { ...world, channel: world.channel, told };
}

describe.each(engines)("over an engine with %s, the auth event", (_, options) => {
  it.each([
    ["credentials", root, ["access", "refresh"]],
    ["a function", () => root, ["access", "refresh"]],
    ["a token", token({ ID: "t" }), ["access"]],
    ["a function that gives a token", () => token({ ID: "t" }), ["access"]],
  ])("tells once that the auth option has signed in by %s", async (__, auth, tokens) => {
    const { db, told } = listening({ ...options, auth });
    await Promise.all([db.ping(), db.ping()]);
    expect(told).toEqual([{ kind: "signed-in", tokens, session: undefined }]);
  });

  it("tells of signin(), refresh() and invalidate(), each once, and where the new refresh token is", async () => {
    const { db, told } = listening(options);
    await db.signin(root);
    await db.refresh();
    expect(db.tokens).toEqual({ access: token({ ID: "b" }), refresh: "second" });
    await db.invalidate();
    expect(told.map(({ kind, tokens }) => [kind, ...tokens])).toEqual([
      ["signed-in", "access", "refresh"],
      ["renewed", "access", "refresh"],
      ["signed-out"],
    ]);
    expect(db.tokens).toBeUndefined();
  });

  it("tells once of a renewal in the middle of calls", async () => {
    const { db, channel, told } = listening({ ...options, auth: root });
    await db.ping();
    const { script } = channel;
    let refused = 2;
    channel.script = (request) => (request.method === "query" && refused-- > 0 ? expired : script(request));
    await Promise.all([db.query("RETURN 1").execute(), db.query("RETURN 2").execute()]);
    expect(told.map(({ kind, tokens }) => [kind, ...tokens])).toEqual([
      ["signed-in", "access", "refresh"],
      ["renewed", "access", "refresh"],
    ]);
  });
});

describe("after a reconnect, the auth event", () => {
  it("tells nothing of an identity that is the same, and once of one that was renewed", async () => {
    const { db, channel, told } = listening({ auth: root });
    await db.ping();
    channel.drop();
    channel.restore();
    expect(told).toHaveLength(1);
    const { script } = channel;
    channel.script = (request) => (request.method === "authenticate" ? expired : script(request));
    channel.drop();
    channel.restore();
    await settled();
    expect(told.slice(1)).toEqual([{ kind: "renewed", tokens: ["access", "refresh"], session: undefined }]);
    expect(db.tokens?.refresh).toBe("second");
  });

  it("names the attached session whose identity it is", async () => {
    const { db, told } = listening({});
    const session = await db.newSession();
    await session.signin(root);
    expect(told).toMatchObject([{ kind: "signed-in", session: session.sessionId }]);
  });
});

describe("an auth function that calls the connection that asks it", () => {
  it.each(engines)("over an engine with %s gets an error that says so", async (_, options) => {
    const { db, channel } = asyncWorld({
      ...options,
      auth: () =>
        db
          .query("RETURN 1")
          .execute()
          .then(() => root),
    });
    await expect(db.ping()).rejects.toThrow("The `auth` function used the connection that asks it");
    expect(channel.sent).toEqual([]);
  });

  it("and whatever else never answers holds a call no longer than its timeout, or its signal", async () => {
    const { db, backstage, channel } = asyncWorld({ auth: () => new Promise<never>(() => undefined) });
    const call = db.with({ timeout: 70 }).ping();
    const controller = new AbortController();
    const aborted = db.with({ signal: controller.signal }).ping();
    controller.abort(new Error("enough"));
    await expect(aborted).rejects.toThrow("enough");
    for (const [fire, after] of backstage.timers) if (after === 70) fire();
    await expect(call).rejects.toMatchObject({ name: "TransportTimeoutError", outcome: "not_sent" });
    expect([channel.everything, backstage.timers.size]).toEqual([[], 0]);
  });
});
