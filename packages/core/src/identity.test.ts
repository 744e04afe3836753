import { HttpStatusError } from "@surreal-sdk/transport";
import { describe, expect, it, vi } from "vitest";
import { expired, refused, token } from "../test/default-answer.ts";
import type { Answer, WireRequest } from "../test/scripted-channel.ts";
import { answering, asyncWorld, failure, settled, stateless } from "../test/test-world.ts";

const first = token({ ID: "first" });
const second = token({ ID: "second" });
const third = token({ ID: "third" });
const root = { username: "root", password: "secret" };
const methods = (wire: readonly WireRequest[]): string[] => wire.map(({ method }) => method);

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

describe("signing in", () => {
  it("gives the tokens, and puts the access token in force", async () => {
    const { db, channel, events } = asyncWorld();
    channel.script = answering("signin", { result: { access: first, refresh: "surreal-refresh-x" } });
    expect(await db.signin(root)).toEqual({ access: first, refresh: "surreal-refresh-x" });
    expect(db.token).toBe(first);
    expect(channel.wire[0]).toMatchObject({
      method: "signin",
      params: [{ user: "root", pass: "secret" }],
      facts: { exclusive: true },
    });
    expect(events).toContain("auth: signed-in");
  });

  it("that is refused leaves the old identity in force", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("signin", { result: first }, refused);
    await db.signin(root);
    expect(await failure(db.signin(root))).toMatchObject({
      name: "NotAllowedError",
      isInvalidAuth: true,
      outcome: "failed",
    });
    expect(db.token).toBe(first);
    expect(channel.replays.get("default identity")?.call.facts.method).toBe("authenticate");
  });

  it("with a token is refused by its shape before anything is sent", async () => {
    const { db, channel } = asyncWorld();
    await db.signin(root);
    const held = db.token;
    expect(await failure(db.authenticate("not.a token"))).toBeInstanceOf(TypeError);
    expect(methods(channel.wire)).toEqual(["signin"]);
    expect(db.token).toBe(held);
  });

  it("that is refused asserts namespace and database again, which some servers forget", async () => {
    const { db, channel } = asyncWorld();
    await db.use("n", "d");
    channel.script = answering("authenticate", refused);
    await failure(db.authenticate(first));
    expect(channel.wire.map(({ method, params }) => [method, params])).toEqual([
      ["use", ["n", "d"]],
      ["authenticate", [first]],
      ["use", ["n", "d"]],
    ]);
  });

  it.each([{}, { refresh: "r" }, 5, undefined])("that is answered with %j is an unexpected answer", async (result) => {
    const { db, channel } = asyncWorld();
    channel.script = answering("signin", { result });
    expect(await failure(db.signin(root))).toMatchObject({ name: "UnexpectedResponseError", outcome: "unknown" });
    expect(db.token).toBeUndefined();
  });

  it("ends by invalidate(), which keeps namespace and database", async () => {
    const { db, channel, events } = asyncWorld();
    await db.use("n", "d");
    await db.signin(root);
    await db.invalidate();
    expect([db.token, db.namespace, db.database]).toEqual([undefined, "n", "d"]);
    expect(channel.remembered).toEqual(["default use"]);
    expect(events.at(-1)).toBe("auth: signed-out");
  });

  it("ends by reset(), with everything else", async () => {
    const { db, channel } = asyncWorld();
    await db.signin(root);
    await db.use("n", "d");
    await db.let("x", 1);
    await db.live("user");
    await db.reset();
    expect([db.token, db.namespace, db.database]).toEqual([undefined, undefined, undefined]);
    expect(channel.remembered).toEqual([]);
  });

  it("revokes the tokens in force, and refuses where there are none", async () => {
    const { db, channel } = asyncWorld();
    expect(await failure(db.revoke())).toBeInstanceOf(TypeError);
    expect(await failure(db.refresh())).toMatchObject({
      name: "TypeError",
      message: expect.stringContaining("WITH REFRESH"),
    });
    channel.script = answering("signin", { result: { access: first, refresh: "r" } });
    await db.signin(root);
    await db.revoke();
    expect(channel.wire.at(-1)).toMatchObject({ method: "revoke", params: [{ access: first, refresh: "r" }] });
  });
});

describe("over an engine that keeps no state", () => {
  it("carries namespace, database and token with every request", async () => {
    const { db, channel } = asyncWorld({ capabilities: stateless });
    channel.script = answering("signin", { result: first });
    await db.use("n", "d");
    await db.signin(root);
    await db.query("RETURN 1").execute();
    expect(channel.wire.at(-1)?.facts).toMatchObject({ namespace: "n", database: "d", token: first });
    expect(channel.replays.size).toBe(0);
  });

  it("carries a new token in the request that presents it, and keeps the old one when that is refused", async () => {
    const { db, channel } = asyncWorld({ capabilities: stateless });
    channel.script = answering("signin", { result: first });
    await db.signin(root);
    channel.script = answering(
      "authenticate",
      { fail: new HttpStatusError({ status: 401, body: "InvalidToken", url: "http://h" }) },
      { result: undefined },
    );
    await failure(db.authenticate(second));
    expect([channel.wire.at(-1)?.facts.token, db.token]).toEqual([second, first]);
    await db.authenticate(second);
    expect(db.token).toBe(second);
  });

  it.each(["signin", "signup"] as const)(
    "does not carry the old token along with %s: the server would judge that first",
    async (method) => {
      const { db, channel } = asyncWorld({ capabilities: stateless });
      channel.script = (request) => (request.method.startsWith("sign") ? { result: first } : undefined);
      await db.signin(root);
      await db[method](root);
      expect(channel.wire.at(-1)?.facts.token).toBeUndefined();
    },
  );

  it("keeps variables on this side, as they were when they were set", async () => {
    const { db, channel } = asyncWorld({ capabilities: stateless });
    const list = [1];
    await db.let("x", list);
    list.push(2);
    expect(channel.wire).toEqual([]);
    await db.query("RETURN $x").execute();
    await db.query("RETURN $x", { x: 5 }).execute();
    await db.unset("x");
    await db.unset("never");
    await db.query("RETURN $x").execute();
    expect(channel.wire.map(({ params }) => params[1])).toEqual([{ x: [1] }, { x: 5 }, {}]);
  });

  it.each(["live", "subscribeLive", "kill", "newSession", "beginTransaction", "transaction"] as const)(
    "refuses %s() at the call, before anything is sent",
    (method) => {
      const { db, channel } = asyncWorld({ capabilities: stateless });
      expect(() => (db[method] as (given: unknown) => unknown)("user")).toThrow(
        expect.objectContaining({
          name: "UnsupportedFeatureError",
          message: expect.stringContaining(`${method}() does not work over the scripted engine`),
        }),
      );
      expect(channel.wire).toEqual([]);
    },
  );
});

describe("the auth option", () => {
  it("signs in with the first connection, before anything else is sent", async () => {
    const { db, channel } = asyncWorld({ auth: root, namespace: "n", database: "d" });
    channel.script = answering("signin", { result: first });
    await db.query("RETURN 1").execute();
    expect(channel.wire.map(({ method, params }) => [method, ...params.slice(0, 2)])).toEqual([
      ["signin", { user: "root", pass: "secret" }],
      ["use", "n", "d"],
      ["query", "RETURN 1", {}],
    ]);
    expect(db.token).toBe(first);
  });

  it.each([
    ["a token", first, ["authenticate", first]],
    ["tokens", { access: first, refresh: "r" }, ["authenticate", first]],
    ["a function that gives a token", () => first, ["authenticate", first]],
    ["a function that takes its time", async () => root, ["signin", { user: "root", pass: "secret" }]],
  ])("may be %s", async (_, auth, request) => {
    const { db, channel } = asyncWorld({ auth });
    channel.script = answering("signin", { result: first });
    await Promise.all([db.connect(), db.query("RETURN 1").execute(), db.ping()]);
    expect(channel.wire.map(({ method, params }) => [method, params[0]])[0]).toEqual(request);
    expect(methods(channel.wire).filter((method) => method === request[0])).toHaveLength(1);
    expect(db.token).toBe(first);
  });

  it("that is refused rejects connect() and every call, and sends nothing in its place", async () => {
    const { db, channel, events } = asyncWorld({ auth: root });
    channel.script = answering("signin", refused);
    const errors = await Promise.all([failure(db.connect()), failure(db.query("RETURN 1").execute())]);
    expect(errors.map(({ name }) => name)).toEqual(["NotAllowedError", "NotAllowedError"]);
    expect(await failure(db.query("RETURN 2").execute())).toMatchObject({ name: "NotAllowedError" });
    expect(methods(channel.wire)).toEqual(["signin"]);
    expect(events).toContain("auth: lost");
    channel.script = () => undefined;
    await db.signin(root);
    await db.query("RETURN 3").execute();
    expect(methods(channel.wire)).toEqual(["signin", "signin", "query"]);
  });

  it.each([[() => undefined], [() => 5], [() => null], [async () => true]])(
    "that gives no credentials is a mistake",
    async (auth) => {
      const { db, channel } = asyncWorld({ auth: auth as never });
      expect(await failure(db.query("RETURN 1").execute())).toMatchObject({
        name: "TypeError",
        message: expect.stringContaining("The `auth` option is to give credentials or a token"),
      });
      expect(channel.wire).toEqual([]);
    },
  );

  it("that throws rejects the call with what was thrown, and is asked again by the next", async () => {
    const auth = vi
      .fn(() => root)
      .mockImplementationOnce(() => {
        throw new Error("vault is down");
      });
    const { db } = asyncWorld({ auth });
    expect(await failure(db.ping())).toMatchObject({ message: "vault is down" });
    await db.ping();
    expect(auth).toHaveBeenCalledTimes(2);
  });

  it("signs in by itself over an engine that keeps no state", async () => {
    const { db, channel } = asyncWorld({ auth: root, capabilities: stateless });
    channel.script = answering("signin", { result: first });
    await Promise.all([db.query("RETURN 1").execute(), db.query("RETURN 2").execute()]);
    expect(methods(channel.wire)).toEqual(["signin", "query", "query"]);
    expect(channel.wire[1]?.facts.token).toBe(first);
  });
});

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

describe("info()", () => {
  it.each([[{ kind: "NotFound", message: "no" }], [{ code: -32000, message: "no" }]])(
    "asks for $auth where the server says %j",
    async (error) => {
      const { db, channel } = asyncWorld();
      channel.script = (request) => {
        if (request.method === "info") return { error };
        return { result: [{ status: "OK", time: "1µs", result: [{ name: "ada" }] }] };
      };
      expect(await db.info()).toEqual({ name: "ada" });
      expect(channel.wire.map(({ method, params }) => [method, params[0]])).toEqual([
        ["info", undefined],
        ["query", "SELECT * FROM $auth"],
      ]);
    },
  );

  it("raises the first error where $auth is nothing", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("info", { error: { kind: "NotFound", message: "the first" } });
    expect(await failure(db.info())).toMatchObject({ message: "the first" });
  });

  it("raises any other error, without asking again", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("info", {
      error: { kind: "Validation", code: -32600, message: "Specify a namespace: not found" },
    });
    expect(await failure(db.info())).toMatchObject({ name: "ValidationError" });
    expect(methods(channel.wire)).toEqual(["info"]);
  });

  it.each([undefined, null])("of nobody is undefined (%s)", async (result) => {
    const { db, channel } = asyncWorld();
    channel.script = answering("info", { result });
    expect(await db.info()).toBeUndefined();
  });
});

describe("let() and unset()", () => {
  it("are sent, and remembered as they were when they were set (C10)", async () => {
    const { db, channel } = asyncWorld();
    const value = { list: [1] };
    const done = db.let("x", value);
    value.list.push(2);
    await done;
    value.list.push(3);
    channel.drop();
    channel.restore();
    expect(channel.wire.map(({ method, params }) => [method, params])).toEqual([
      ["let", ["x", { list: [1] }]],
      ["let", ["x", { list: [1] }]],
    ]);
    await db.unset("x");
    expect(channel.remembered).toEqual([]);
  });

  it("take undefined for no value", async () => {
    const { db, channel } = asyncWorld();
    await db.let("x", undefined);
    expect(channel.wire).toMatchObject([{ method: "unset", params: ["x"] }]);
  });

  it.each([
    ["$x", 'without the dollar: "x"'],
    ["", "takes the name of a variable"],
    [5, "takes the name of a variable"],
    ["auth", "belongs to the server"],
    ["session", "belongs to the server"],
  ])("refuse the name %j", async (name, message) => {
    const { db, channel } = asyncWorld();
    expect(await failure(db.let(name as string, 1))).toMatchObject({
      name: "TypeError",
      message: expect.stringContaining(message),
    });
    expect(channel.wire).toEqual([]);
  });

  it("forget nothing that the server has refused to change (C02)", async () => {
    const { db, channel } = asyncWorld();
    await db.let("x", 1);
    channel.script = answering("let", { error: { message: "no" } });
    await failure(db.let("x", 2));
    channel.drop();
    channel.script = () => undefined;
    channel.restore();
    expect(channel.wire.at(-1)?.params).toEqual(["x", 1]);
  });
});
