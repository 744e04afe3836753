import { Table } from "@surreal-sdk/values";
import { describe, expect, it, vi } from "vitest";
import { expired, refused, token } from "../../test/default-answer.ts";
import { answering, asyncWorld, failure, methods, settled } from "../../test/test-world.ts";

const first = token({ ID: "first" });
const second = token({ ID: "second" });
const root = { username: "root", password: "secret" };

describe("on a new connection", () => {
  it("version, identity, use, variables, sessions and live queries come before anything else (C01)", async () => {
    const { db, channel, events } = asyncWorld();
    await db.let("x", 1);
    const session = await db.newSession();
    await session.let("y", 2);
    await session.use("sn", "sd");
    await db.use("n", "d");
    channel.script = answering("signin", { result: first });
    await db.signin(root);
    await session.signin(root);
    await db.live("user");
    const before = channel.everything.length;
    channel.drop();
    const call = db.query("RETURN 1").execute();
    await settled();
    channel.restore();
    await call;
    const id = session.sessionId;
    expect(
      channel.everything
        .slice(before)
        .map(({ method, params, session: on }) => [on === id ? "session" : "own", method, ...params.slice(0, 2)]),
    ).toEqual([
      ["own", "version"],
      ["own", "authenticate", first],
      ["own", "use", "n", "d"],
      ["own", "let", "x", 1],
      ["session", "attach"],
      ["session", "authenticate", first],
      ["session", "use", "sn", "sd"],
      ["session", "let", "y", 2],
      ["own", "live", new Table("user"), false],
      ["own", "query", "RETURN 1", {}],
      // When the session ends, which the live query would end with.
    ]);
    expect(events.slice(-3)).toEqual(["status: reconnecting", "gap: reconnect", "status: connected"]);
  });

  it("what is restored although an earlier connection was refused it is in force", async () => {
    const { db, channel } = asyncWorld();
    await db.use("n", "d");
    await db.let("x", 1);
    const resolve = channel.resolveReplay.bind(channel);
    // That connection is lost before the verdict on the refusal reaches it.
    channel.resolveReplay = () => undefined;
    for (const method of ["use", "let"]) {
      channel.script = answering(method, refused);
      channel.drop();
      channel.restore();
    }
    channel.resolveReplay = resolve;
    channel.script = () => undefined;
    channel.drop();
    channel.restore();
    expect([db.namespace, db.database]).toEqual(["n", "d"]);
    await db.query("RETURN $x").execute();
    expect(channel.remembered).toEqual(["default use", "default let x"]);
  });

  it("what was never acknowledged is not in force (C02)", async () => {
    const { db, channel } = asyncWorld();
    await db.use("n", "d");
    channel.script = (request) => (request.replay === undefined ? "silence" : undefined);
    const calls = [db.use("m", "e"), db.let("x", 1), db.signin(root)].map((call) => failure(call));
    await settled();
    channel.drop();
    channel.restore();
    expect(await Promise.all(calls)).toMatchObject([
      { outcome: "unknown" },
      { outcome: "unknown" },
      { outcome: "unknown" },
    ]);
    expect(channel.wire.at(-1)).toMatchObject({ method: "use", params: ["n", "d"] });
    expect([db.namespace, db.token]).toEqual(["n", undefined]);
  });

  it("what was given up is not restored (C09)", async () => {
    const { db, channel } = asyncWorld({ auth: root, namespace: "n", database: "d" });
    await db.connect();
    await db.invalidate();
    channel.drop();
    channel.restore();
    expect(methods(channel.wire)).toEqual(["signin", "use", "invalidate", "use"]);
    await db.reset();
    channel.drop();
    channel.restore();
    expect(methods(channel.wire).slice(4)).toEqual(["reset"]);
  });

  it("the namespace and database in force outlive a token that names others", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("signin", { result: token({ NS: "n", DB: "a" }) });
    await db.signin(root);
    await db.use("n", "b");
    channel.drop();
    channel.restore();
    expect(channel.wire.at(-1)).toMatchObject({ method: "use", params: ["n", "b"] });
    expect([db.namespace, db.database]).toEqual(["n", "b"]);
  });

  it("is closed for a server that this SDK does not speak to (A14)", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("version", { result: "surrealdb-1.5.4" });
    expect(await failure(db.query("RETURN 1").execute())).toMatchObject({
      name: "UnsupportedVersionError",
      outcome: "not_sent",
    });
    expect(methods(channel.wire)).toEqual([]);
  });
});

describe("an identity that the server refuses on a new connection (C04)", () => {
  const tokens = { access: first, refresh: "surreal-refresh-1" };

  it("is renewed by its refresh token first", async () => {
    const auth = vi.fn(() => root);
    const { db, channel } = asyncWorld({ auth });
    channel.script = answering("signin", { result: tokens });
    await db.connect();
    channel.drop();
    channel.script = (request) => {
      if (request.method === "authenticate") return expired;
      return request.method === "refresh" ? { result: { access: second, refresh: "surreal-refresh-2" } } : undefined;
    };
    channel.restore();
    await db.query("RETURN 1").execute();
    expect(methods(channel.wire)).toEqual(["signin", "authenticate", "refresh", "query"]);
    expect(channel.wire[2]?.params).toEqual([tokens]);
    expect([db.token, auth.mock.calls.length]).toEqual([second, 1]);
    channel.drop();
    channel.script = () => undefined;
    channel.restore();
    expect(channel.wire.at(-1)).toMatchObject({ method: "authenticate", params: [second] });
  });

  it("is renewed by the auth option where the refresh token does not do", async () => {
    const auth = vi.fn(async () => root);
    const { db, channel } = asyncWorld({ auth });
    channel.script = answering("signin", { result: tokens });
    await db.connect();
    channel.drop();
    channel.script = (request) => {
      if (request.method === "signin") return { result: second };
      return request.method === "query" ? undefined : refused;
    };
    channel.restore();
    await db.query("RETURN 1").execute();
    expect(methods(channel.wire)).toEqual(["signin", "authenticate", "refresh", "signin", "query"]);
    expect([db.token, auth.mock.calls.length]).toEqual([second, 2]);
  });

  it("that cannot be renewed fails what waits and what comes, and nothing is sent anonymously", async () => {
    const { db, channel, events } = asyncWorld();
    channel.script = answering("signin", { result: tokens });
    await db.use("n", "d");
    await db.signin(root);
    channel.drop();
    channel.script = (request) => (request.replay === undefined || request.method === "use" ? undefined : refused);
    const waiting = failure(db.query("RETURN 1").execute());
    await settled();
    channel.restore();
    const lost = {
      name: "AuthRestoreError",
      outcome: "not_sent",
      retrySafe: false,
      cause: { name: "InvalidCredentialsError" },
    };
    expect(await waiting).toMatchObject(lost);
    expect(await failure(db.query("RETURN 2").execute())).toMatchObject(lost);
    expect(await failure(db.beginTransaction())).toMatchObject(lost);
    expect(methods(channel.sent)).toEqual(["use", "signin", "use"]);
    expect(events).toContain("auth: lost");
    expect(db.token).toBeUndefined();
    await db.signin(root);
    await db.query("RETURN 3").execute();
    expect(methods(channel.sent)).toEqual(["use", "signin", "use", "signin", "use", "query"]);
  });

  it("of a session leaves the connection and other sessions alone", async () => {
    const { db, channel } = asyncWorld();
    const session = await db.newSession();
    await session.signin(root);
    channel.drop();
    const own = db.query("RETURN 1").execute();
    const other = failure(session.query("RETURN 2").execute());
    await settled();
    channel.script = (request) => (request.method === "authenticate" ? refused : undefined);
    channel.restore();
    expect(await other).toMatchObject({ name: "AuthRestoreError" });
    expect(await own).toEqual([[]]);
    expect(await failure(session.query("RETURN 3").execute())).toMatchObject({ name: "AuthRestoreError" });
    expect(await db.query("RETURN 4").execute()).toEqual([[]]);
  });

  it("given as tokens by the auth option is renewed by their refresh token", async () => {
    const { db, channel } = asyncWorld({ auth: tokens });
    channel.script = (request) => {
      if (request.method === "authenticate") return expired;
      return request.method === "refresh" ? { result: { access: second } } : undefined;
    };
    await db.query("RETURN 1").execute();
    expect(methods(channel.wire)).toEqual(["authenticate", "refresh", "query"]);
    expect(db.token).toBe(second);
  });

  it("is begun again from the start when the connection is lost meanwhile (C03)", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("signin", { result: first });
    await db.signin(root);
    await db.use("n", "d");
    const before = channel.wire.length;
    channel.drop();
    channel.script = answering("use", "silence");
    channel.restore();
    channel.drop();
    channel.script = () => undefined;
    channel.restore();
    expect(methods(channel.wire.slice(before))).toEqual(["authenticate", "use", "authenticate", "use"]);
  });
});

describe("a renewal while connected", () => {
  it("leaves namespace and database as they were, though the new token names others", async () => {
    const named = (signature: string): string => token({ NS: "n", DB: "a" }, signature);
    let valid = false;
    const { db, channel } = asyncWorld();
    channel.script = ({ method }) => {
      if (method === "signin") return { result: { access: named("b25l"), refresh: "r" } };
      if (method === "query" && !valid) return expired;
      if (method !== "refresh") return undefined;
      valid = true;
      return { result: { access: named("dHdv"), refresh: "s" } };
    };
    await db.signin(root);
    await db.use("n", "b");
    await db.query("RETURN 1").execute();
    expect(channel.wire.slice(2).map(({ method, params }) => [method, ...params.slice(0, 2)])).toEqual([
      ["query", "RETURN 1", {}],
      ["refresh", { access: named("b25l"), refresh: "r" }],
      ["use", "n", "b"],
      ["query", "RETURN 1", {}],
    ]);
    expect([db.namespace, db.database]).toEqual(["n", "b"]);
  });
});

describe("a session that the server does not know", () => {
  const unknown = (session: string | undefined): { error: object } => ({
    error: {
      kind: "NotFound",
      code: -32000,
      message: "Session not found",
      details: { kind: "Session", details: { id: session } },
    },
  });

  it("after a reconnect is lost alone (C18)", async () => {
    const { db, channel } = asyncWorld();
    const session = await db.newSession();
    await session.use("n", "d");
    channel.drop();
    const own = db.query("RETURN 1").execute();
    await settled();
    channel.script = (request) => (request.session === undefined ? undefined : unknown(request.session));
    channel.restore();
    expect(await own).toEqual([[]]);
    expect(await failure(session.query("RETURN 1").execute())).toMatchObject({ name: "SessionLostError" });
    const sent = channel.sent.length;
    expect(await failure(session.ping())).toMatchObject({ name: "SessionLostError" });
    expect(channel.sent).toHaveLength(sent);
  });

  it("in the middle of its life is lost alone (C20)", async () => {
    const { db, channel } = asyncWorld();
    const session = await db.newSession();
    channel.script = (request) => (request.session === undefined ? undefined : unknown(request.session));
    expect(await failure(session.query("RETURN 1").execute())).toMatchObject({
      name: "SessionLostError",
      outcome: "failed",
    });
    await db.query("RETURN 1").execute();
    const count = channel.wire.length;
    expect(await failure(session.query("RETURN 2").execute())).toMatchObject({ name: "SessionLostError" });
    expect(channel.wire).toHaveLength(count);
  });
});

describe("an identity that is restored while the connection breaks again", () => {
  it("is asked for again on the next connection", async () => {
    const auth = vi.fn(() => root);
    const { db, channel, events } = asyncWorld({ auth });
    await db.connect();
    let breaks = 3;
    channel.script = ({ method, replay }) => {
      if (replay === undefined) return undefined;
      if (method === "authenticate") return expired;
      if (method !== "signin" || breaks === 0) return undefined;
      breaks -= 1;
      return "silence";
    };
    channel.drop();
    for (let each = 0; each < 3; each += 1) {
      channel.restore();
      await settled();
      channel.drop();
    }
    channel.restore();
    expect(await db.query("RETURN 1").execute()).toEqual([[]]);
    expect(auth).toHaveBeenCalledTimes(5);
    expect(events.filter((event) => event.startsWith("auth"))).toEqual(["auth: signed-in", "auth: renewed"]);
  });

  it("takes nothing from an auth function that was asked on an earlier connection", async () => {
    const asked: { give: (source: typeof root) => void; fail: (error: Error) => void }[] = [];
    const auth = (): Promise<typeof root> => new Promise((give, fail) => void asked.push({ give, fail }));
    const { db, channel, events } = asyncWorld({ auth });
    const connecting = db.connect();
    await settled();
    asked[0]?.give(root);
    await connecting;
    channel.script = (request) => (request.method === "authenticate" ? expired : undefined);
    channel.drop();
    channel.restore();
    channel.drop();
    channel.restore();
    channel.drop();
    channel.restore();
    asked[1]?.give({ username: "first", password: "p" });
    asked[2]?.fail(new Error("vault is down"));
    await settled();
    expect([methods(channel.wire).at(-1), events.includes("auth: lost")]).toEqual(["authenticate", false]);
    asked[3]?.give({ username: "third", password: "p" });
    await settled();
    expect(channel.wire.at(-1)).toMatchObject({ method: "signin", params: [{ user: "third" }] });
    expect(await db.query("RETURN 1").execute()).toEqual([[]]);
  });
});

describe("a variable that the server refuses to set again", () => {
  it("is told, and fails the queries of its session until it is set again", async () => {
    const { db, channel, errors } = asyncWorld();
    await db.let("tenant", 7);
    const session = await db.newSession();
    channel.drop();
    channel.script = (request) => (request.method === "let" && request.replay !== undefined ? refused : undefined);
    const waiting = failure(db.query("SELECT * FROM x WHERE tenant = $tenant").execute());
    await settled();
    channel.restore();
    const lost = { name: "VariableRestoreError", outcome: "not_sent", cause: { name: "InvalidCredentialsError" } };
    expect(await waiting).toMatchObject(lost);
    expect(errors).toMatchObject([{ ...lost, message: expect.stringContaining("$tenant") }]);
    const before = channel.sent.length;
    expect(await failure(db.query("RETURN $tenant").execute())).toMatchObject(lost);
    expect(await failure(db.live("x"))).toMatchObject(lost);
    expect(channel.sent).toHaveLength(before);
    await session.query("RETURN 1").execute();
    await db.ping();
    await db.let("tenant", 8);
    await db.query("RETURN $tenant").execute();
    channel.script = () => undefined;
    channel.drop();
    channel.restore();
    expect(channel.wire.filter(({ replay }) => replay === "default let tenant").at(-1)?.params).toEqual(["tenant", 8]);
  });

  it("of an attached session is given up with unset()", async () => {
    const { db, channel } = asyncWorld();
    const session = await db.newSession();
    await session.let("tenant", 7);
    channel.drop();
    channel.script = (request) => (request.method === "let" ? refused : undefined);
    channel.restore();
    expect(await failure(session.query("RETURN 1").execute())).toMatchObject({ name: "VariableRestoreError" });
    await db.query("RETURN 1").execute();
    await session.unset("tenant");
    await session.query("RETURN 1").execute();
  });
});
