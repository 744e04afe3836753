import { HttpStatusError } from "@surreal-sdk/transport";
import { describe, expect, it, vi } from "vitest";
import { expired, refused, rows, token } from "../../test/default-answer.ts";
import type { Answer, WireRequest } from "../../test/scripted-channel.ts";
import { answering, asyncWorld, failure, methods, settled, stateless } from "../../test/test-world.ts";

const first = token({ ID: "first" });
const second = token({ ID: "second" });
const third = token({ ID: "third" });
const root = { username: "root", password: "secret" };

/** A server whose tokens can be made to expire: `valid` is the one it takes. */
function expiring(script: (request: WireRequest) => Answer | undefined): {
  valid: boolean;
  answer(request: WireRequest): Answer | undefined;
} {
  return {
    valid: false,
    answer(request) {
      const given = script(request);
      if (given !== undefined) return given;
      return request.method === "query" && !this.valid ? expired : undefined;
    },
  };
}

describe("an identity whose time has passed", () => {
  it("is renewed once for 500 requests, each of which is sent again once (C05, C06)", async () => {
    const server = expiring((request) => {
      if (request.method === "refresh") {
        server.valid = true;
        return { result: { access: second, refresh: "r2" } };
      }
      return request.method === "signin" ? { result: { access: first, refresh: "r1" } } : undefined;
    });
    const { db, channel, events } = asyncWorld();
    channel.script = (request) => server.answer(request);
    await db.signin(root);
    await Promise.all(Array.from({ length: 500 }, () => db.query("RETURN 1").execute()));
    expect(channel.wire.filter(({ method }) => method === "refresh")).toMatchObject([
      { params: [{ access: first, refresh: "r1" }] },
    ]);
    expect(channel.wire.filter(({ method }) => method === "query")).toHaveLength(1000);
    expect(db.token).toBe(second);
    expect(events.filter((event) => event === "auth: renewed")).toHaveLength(1);
  });

  it("is not renewed again by a refusal that comes after the renewal (C06)", async () => {
    const { db, channel } = asyncWorld();
    channel.script = (request) => {
      if (request.method === "signin") return { result: { access: first, refresh: "r1" } };
      if (request.method === "refresh") return { result: { access: second, refresh: "r2" } };
      return request.method === "query" ? "silence" : undefined;
    };
    await db.signin(root);
    const calls = [db.query("RETURN 1").execute(), db.query("RETURN 2").execute()];
    await settled();
    const [early, late] = channel.unanswered;
    channel.reply(early as WireRequest, expired);
    await settled();
    channel.reply(late as WireRequest, expired);
    await settled();
    for (const request of channel.unanswered)
      channel.reply(request, { result: [{ status: "OK", time: "1µs", result: 1 }] });
    expect(await Promise.all(calls)).toEqual([[1], [1]]);
    expect(methods(channel.wire)).toEqual(["signin", "query", "query", "refresh", "query", "query"]);
  });

  it("is renewed by the auth option where there is no refresh token, or that is refused", async () => {
    const auth = vi.fn(() => root);
    const server = expiring((request) => {
      if (request.method === "refresh") return refused;
      if (request.method !== "signin") return undefined;
      server.valid = auth.mock.calls.length === 2;
      return { result: { access: server.valid ? second : first, refresh: "r" } };
    });
    const { db, channel } = asyncWorld({ auth });
    channel.script = (request) => server.answer(request);
    await db.query("RETURN 1").execute();
    expect(methods(channel.wire)).toEqual(["signin", "query", "refresh", "signin", "query"]);
    expect([auth.mock.calls.length, db.token]).toEqual([2, second]);
  });

  it("is renewed over an engine that keeps no state, by a request without the old token", async () => {
    const server = expiring((request) => {
      if (request.method !== "signin") return undefined;
      server.valid = channel.wire.filter(({ method }) => method === "signin").length === 2;
      return { result: server.valid ? second : first };
    });
    const { db, channel } = asyncWorld({ auth: root, capabilities: stateless });
    channel.script = (request) => server.answer(request);
    await db.query("RETURN 1").execute();
    expect(channel.wire.map(({ method, facts }) => [method, facts.token])).toEqual([
      ["signin", undefined],
      ["query", first],
      ["signin", undefined],
      ["query", second],
    ]);
  });

  it("fails as it is where nothing can renew it", async () => {
    const { db, channel } = asyncWorld();
    channel.script = (request) => (request.method === "query" ? expired : undefined);
    await db.signin(root);
    expect(await failure(db.query("RETURN 1").execute())).toMatchObject({
      name: "NotAllowedError",
      isTokenExpired: true,
      outcome: "failed",
    });
    expect(methods(channel.wire)).toEqual(["signin", "query"]);
  });

  it.each([
    ["whose body says so", "The token has expired", token({ ID: "old" })],
    ["without a word, for a token whose time has passed", "", token({ ID: "old", exp: 1 })],
    [
      "that says the same for every reason, for a token whose time has passed",
      "There was a problem with authentication",
      token({ ID: "old", exp: 1 }),
    ],
    [
      "that says the same for every reason, for a token that is about to end by this clock",
      "There was a problem with authentication",
      token({ ID: "old", iat: Date.now() / 1_000 - 3_550, exp: Date.now() / 1_000 + 50 }),
    ],
  ])("is the same error over HTTP, from a 401 %s", async (_, body, old) => {
    const { db, channel } = asyncWorld({ capabilities: { ...stateless, exportStream: true, importStream: true } });
    const fail = new HttpStatusError({ status: 401, url: "http://h/rpc", body }, { outcome: "failed" });
    channel.script = ({ method }) => (method === "authenticate" ? { result: undefined } : { fail });
    await db.authenticate(old);
    const calls = [
      () => db.query("RETURN 1").execute(),
      () => db.version(),
      () => db.export(),
      () => db.import("RETURN 1;"),
      async () => {
        for await (const part of db.exportStream()) void part;
      },
    ];
    for (const call of calls) {
      expect(await failure(call())).toMatchObject({
        name: "NotAllowedError",
        isTokenExpired: true,
        message: "The token has expired",
        outcome: "failed",
        cause: fail,
      });
    }
  });

  it.each([
    ["a token that is still good", "InvalidToken", token({ exp: 4_000_000_000 })],
    ["a token that does not tell", "There was a problem with authentication", token({})],
    [
      "a short-lived token that is still good for a while",
      "There was a problem with authentication",
      token({ iat: Date.now() / 1_000, exp: Date.now() / 1_000 + 59 }),
    ],
  ])("is an invalid token over HTTP, where the server refuses %s", async (_, body, good) => {
    const { db, channel } = asyncWorld({ capabilities: stateless });
    const fail = new HttpStatusError({ status: 401, url: "http://h/rpc", body }, { outcome: "failed" });
    channel.script = ({ method }) => (method === "query" ? { fail } : { result: undefined });
    await db.authenticate(good);
    expect(await failure(db.query("RETURN 1").execute())).toMatchObject({
      name: "InvalidCredentialsError",
      isInvalidAuth: true,
      isTokenExpired: false,
      outcome: "failed",
      cause: fail,
    });
  });

  it.each([
    ["another status", 403, "The token has expired", token({ exp: 1 })],
    ["a proxy", 401, "<h1>Authentication required</h1>", token({ exp: 4_000_000_000 })],
    ["a server that names another reason", 401, "The database 'gone' does not exist", token({ exp: 1 })],
    [
      "one that refuses the access method",
      401,
      "The access method cannot be used in the requested operation",
      token({ exp: 1 }),
    ],
  ])("is not taken from %s over HTTP", async (_, status, body, good) => {
    const { db, channel } = asyncWorld({ capabilities: stateless });
    const fail = new HttpStatusError({ status, url: "http://h/rpc", body }, { outcome: "failed" });
    channel.script = ({ method }) => (method === "query" ? { fail } : { result: undefined });
    await db.authenticate(good);
    expect(await failure(db.query("RETURN 1").execute())).toBe(fail);
  });

  it.each([
    ["authenticate()", false],
    ["newSession()", true],
  ])("is renewed by %s where the server gives another reason than the time that has passed", async (_, isInherited) => {
    const { db, channel } = asyncWorld();
    const old = { access: token({ ID: "first", exp: 1 }), refresh: "r1" };
    channel.script = ({ method, params }) => {
      if (method === "signin") return { result: old };
      if (method === "refresh") return { result: { access: second, refresh: "r2" } };
      return method === "authenticate" && params[0] === old.access ? refused : undefined;
    };
    if (isInherited) {
      await db.signin(root);
      await db.newSession();
    } else await db.authenticate(old);
    expect(db.token).toBe(second);
    expect(methods(channel.wire)).toContain("refresh");
  });

  it("is not renewed for a new session while somebody else signs in, which that would undo", async () => {
    const { db, channel } = asyncWorld();
    await db.authenticate({ access: first, refresh: "r1" });
    channel.script = ({ method }) => (method === "attach" || method === "detach" ? undefined : "silence");
    const made = failure(db.newSession());
    await settled();
    const signingIn = db.signin(root);
    await settled();
    const [inherited, signin] = channel.unanswered as [WireRequest, WireRequest];
    channel.reply(inherited, expired);
    expect(await made).toMatchObject({ name: "NotAllowedError", isTokenExpired: true });
    channel.reply(signin, { result: second });
    await signingIn;
    expect(methods(channel.wire)).toEqual(["authenticate", "attach", "authenticate", "signin", "detach"]);
    expect(db.token).toBe(second);
  });

  it("is renewed over HTTP as over a socket", async () => {
    const { db, channel } = asyncWorld({ auth: root, capabilities: stateless });
    const fail = new HttpStatusError({ status: 401, url: "http://h/rpc", body: "The token has expired" });
    channel.script = answering("query", { fail }, rows(1));
    expect(await db.query("RETURN 1").execute()).toEqual([1]);
    expect(methods(channel.wire)).toEqual(["signin", "query", "signin", "query"]);
  });

  it("is not renewed by the auth option after somebody signed in otherwise", async () => {
    const { db, channel } = asyncWorld({ auth: root });
    channel.script = (request) => (request.method === "query" ? expired : undefined);
    await db.signin({ username: "other", password: "secret" });
    expect(await failure(db.query("RETURN 1").execute())).toMatchObject({ isTokenExpired: true });
    expect(methods(channel.wire)).toEqual(["signin", "signin", "query"]);
  });

  it("is tried once: what is refused after the renewal fails", async () => {
    const { db, channel } = asyncWorld({ auth: () => third });
    channel.script = (request) => (request.method === "query" ? expired : undefined);
    expect(await failure(db.query("RETURN 1").execute())).toMatchObject({ isTokenExpired: true });
    expect(methods(channel.wire)).toEqual(["authenticate", "query", "authenticate", "query"]);
  });

  it.each([
    ["a refusal for another reason", refused],
    ["text that says expired", { error: { kind: "Internal", message: "The session has expired" } } as Answer],
  ])("is not taken from %s", async (_, answer) => {
    const { db, channel } = asyncWorld({ auth: root });
    channel.script = (request) => (request.method === "query" ? answer : undefined);
    await failure(db.query("RETURN 1").execute());
    expect(methods(channel.wire)).toEqual(["signin", "query"]);
  });
});
