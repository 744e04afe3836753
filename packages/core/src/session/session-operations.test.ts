import { TransportTimeoutError } from "@surreal-sdk/transport";
import { describe, expect, it } from "vitest";
import { expired, refused, token } from "../../test/default-answer.ts";
import type { WireRequest } from "../../test/scripted-channel.ts";
import { answering, asyncWorld, failure, methods, settled, stateless, type TestWorld } from "../../test/test-world.ts";
import type { SurrealSession } from "../client/session.ts";

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

describe("newSession()", () => {
  const old = token({ ID: "old" });
  const renewed = token({ ID: "renewed" });

  it("with a token whose time has passed renews it first", async () => {
    const { db, channel, events } = asyncWorld({ auth: () => ({ username: "root", password: "secret" }) });
    const given = [old, renewed];
    channel.script = ({ method, params }) => {
      if (method === "signin") return { result: given.shift() };
      return method === "authenticate" && params[0] === old ? expired : undefined;
    };
    await db.connect();
    const session = await db.newSession();
    expect([session.token, db.token]).toEqual([renewed, renewed]);
    expect(channel.sent.map(({ method, session: on }) => [method, on === session.sessionId])).toEqual([
      ["attach", true],
      ["authenticate", true],
      ["signin", false],
      ["authenticate", true],
    ]);
    expect(events.filter((event) => event.startsWith("auth"))).toEqual([
      "auth: signed-in",
      "auth: renewed",
      "auth: signed-in",
    ]);
  });

  it.each([
    ["what the auth option says", { username: "root", password: "right" }],
    ["what the auth function gives", () => ({ username: "root", password: "right" })],
  ])("signs in by %s where the server does not read its own token", async (_, auth) => {
    const { db, channel } = asyncWorld({ auth });
    const unread = { error: { kind: "Validation", code: -32000, message: "Parse error: expected :" } };
    channel.script = answering("authenticate", unread);
    await db.ping();
    const session = await db.newSession();
    await session.query("RETURN 1").execute();
    expect(channel.wire.slice(-4).map(({ method, session: id }) => [method, id === session.sessionId])).toEqual([
      ["attach", true],
      ["authenticate", true],
      ["signin", true],
      ["query", true],
    ]);
  });

  it("is refused where the identity was lost, and opens no anonymous session", async () => {
    const { db, channel } = asyncWorld({ auth: { username: "root", password: "wrong" } });
    channel.script = answering("signin", refused);
    await failure(db.ping());
    expect(await failure(db.newSession())).toMatchObject({ name: "InvalidCredentialsError" });
    expect(methods(channel.sent)).toEqual([]);
  });
});

describe("newSession()", () => {
  it("makes no anonymous session where the identity was lost meanwhile", async () => {
    const { db, channel } = asyncWorld();
    await db.authenticate(token({ ID: "ann" }));
    channel.script = answering("authenticate", refused);
    channel.drop();
    const made = failure(db.newSession());
    await settled();
    channel.restore();
    expect(await made).toMatchObject({ name: "AuthRestoreError" });
    expect(methods(channel.wire).slice(-2)).toEqual(["attach", "detach"]);
  });

  it("behind a signin() that nobody has awaited is made where the identity was lost before", async () => {
    const { db, channel } = asyncWorld({ auth: { username: "root", password: "wrong" } });
    channel.script = answering("signin", refused);
    await failure(db.ping());
    const bob = token({ ID: "bob" });
    channel.script = answering("signin", { result: bob });
    const [, session] = await Promise.all([db.signin({ username: "bob", password: "x" }), db.newSession()]);
    expect(session.token).toBe(bob);
  });

  it("is of the identity that a signin() before it leads to, though nobody has awaited that", async () => {
    const { db, channel } = asyncWorld();
    const bob = token({ ID: "bob" });
    channel.script = answering("signin", { result: bob });
    await db.authenticate(token({ ID: "ann" }));
    const [, session] = await Promise.all([db.signin({ username: "bob", password: "x" }), db.newSession()]);
    expect(methods(channel.wire)).toEqual(["authenticate", "signin", "attach", "authenticate"]);
    expect(session.token).toBe(bob);
  });
});

describe("newSession() behind which the connection changes", () => {
  const ann = token({ ID: "ann" });
  const bob = token({ ID: "bob", NS: "m" });

  /** Makes a session whose `attach` is answered only when a later call has changed the connection. */
  async function made(
    { db, channel }: TestWorld<"async">,
    make: () => Promise<SurrealSession<"async">>,
    change: () => Promise<unknown>,
  ): Promise<SurrealSession<"async">> {
    const { script } = channel;
    channel.script = (request) => {
      if (request.method === "attach") return "silence";
      return request.method === "signin" ? { result: bob } : script(request);
    };
    const making = make();
    await settled();
    await change();
    const [attach] = channel.unanswered;
    channel.reply(attach as WireRequest, { result: null });
    expect([attach?.method, db.token]).toEqual(["attach", bob]);
    return making;
  }

  it("is of the identity that was in force when it was called", async () => {
    const world = asyncWorld();
    const { db, channel } = world;
    await db.authenticate(ann);
    const session = await made(
      world,
      () => db.newSession(),
      () => db.signin({ username: "bob", password: "x" }),
    );
    expect([session.token, channel.wire.at(-1)?.params]).toEqual([ann, [ann]]);
  });

  it("is anonymous if nobody was signed in when it was called", async () => {
    const world = asyncWorld();
    const { db, channel } = world;
    await db.ping();
    const session = await made(
      world,
      () => db.newSession(),
      () => db.signin({ username: "bob", password: "x" }),
    );
    expect([session.token, methods(channel.wire).at(-1)]).toEqual([undefined, "signin"]);
  });

  it("is not renewed to the identity that came meanwhile", async () => {
    const world = asyncWorld();
    const { db, channel } = world;
    await db.authenticate({ access: ann, refresh: "r" });
    channel.script = ({ method, session }) =>
      method === "authenticate" && session !== undefined ? expired : undefined;
    const making = made(
      world,
      () => db.newSession(),
      () => db.authenticate({ access: bob, refresh: "r" }),
    );
    expect(await failure(making)).toMatchObject({ isTokenExpired: true });
    expect(methods(channel.wire)).not.toContain("refresh");
  });

  it("takes the credentials of an access method to the place that was in force when it was called", async () => {
    const world = asyncWorld();
    const { db, channel } = world;
    await db.use("n", "d");
    await db.authenticate(bob);
    await db.use("n", "d");
    await made(
      world,
      () => db.newSession({ as: { access: "member", variables: { email: "a@x" } } }),
      () => db.use("m", "e"),
    );
    const signin = channel.wire.find(({ method }) => method === "signin");
    expect(signin?.params).toEqual([{ ac: "member", email: "a@x", ns: "n", db: "d" }]);
  });
});

describe("newSession() with an identity of its own", () => {
  const root = { username: "root", password: "secret" };
  const ann = token({ ID: "ann", NS: "n", DB: "d" });
  const auth = () => root;

  it("of nobody sends no identity, and is never renewed to that of the connection", async () => {
    const { db, channel } = asyncWorld({ auth });
    await db.use("n", "d");
    const session = await db.newSession({ as: "nobody" });
    const before = channel.everything.length;
    channel.script = answering("query", expired, expired);
    expect(await failure(session.query("SELECT * FROM secret").execute())).toMatchObject({ name: "NotAllowedError" });
    channel.drop();
    channel.restore();
    await settled();
    const on = channel.everything.slice(before).filter(({ session: id }) => id === session.sessionId);
    expect(on.map(({ method }) => method)).toEqual(["query", "attach"]);
    expect([session.token, session.namespace]).toEqual([undefined, undefined]);
  });

  it("of a token shows that token alone, and is where the token says", async () => {
    const { db, channel } = asyncWorld({ auth });
    await db.ping();
    const before = channel.wire.length;
    const session = await db.newSession({ as: ann });
    expect(channel.wire.slice(before).map(({ method, params }) => [method, params[0]])).toEqual([
      ["attach", undefined],
      ["authenticate", ann],
    ]);
    expect([session.token, session.namespace, session.database]).toEqual([ann, "n", "d"]);
    channel.script = answering("query", expired);
    expect(await failure(session.query("RETURN 1").execute())).toMatchObject({ isTokenExpired: true });
    expect(methods(channel.wire).slice(-1)).toEqual(["query"]);
  });

  it("of tokens that have expired renews them with their refresh token", async () => {
    const { db, channel } = asyncWorld();
    channel.script = ({ method }) => {
      if (method === "authenticate") return expired;
      return method === "refresh" ? { result: { access: ann, refresh: "second" } } : undefined;
    };
    const session = await db.newSession({ as: { access: token({ ID: "old" }), refresh: "first" } });
    expect(session.tokens).toEqual({ access: ann, refresh: "second" });
    expect(methods(channel.wire)).toEqual(["attach", "authenticate", "refresh"]);
  });

  it("of credentials signs in on the session, at the place that earlier calls lead to", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("signin", { result: ann });
    const credentials = { access: "member", variables: { email: "a@x" } };
    const [, session] = await Promise.all([db.use("n", "d"), db.newSession({ as: credentials })]);
    expect(
      channel.wire.map(({ method, params, session: on }) => [method, params[0], on === session.sessionId]),
    ).toEqual([
      ["use", "n", false],
      ["attach", undefined, true],
      ["signin", { ac: "member", email: "a@x", ns: "n", db: "d" }, true],
    ]);
    expect([session.token, db.token]).toEqual([ann, undefined]);
  });

  it("that is refused leaves no session", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("authenticate", refused);
    expect(await failure(db.newSession({ as: ann }))).toMatchObject({ name: "InvalidCredentialsError" });
    expect(methods(channel.wire)).toEqual(["attach", "authenticate", "detach"]);
  });

  it("opens where the identity of the connection was lost, since it does not need that", async () => {
    const { db, channel } = asyncWorld({ auth: root });
    channel.script = answering("signin", refused);
    await failure(db.ping());
    const session = await db.newSession({ as: ann });
    expect(session.token).toBe(ann);
  });

  it.each<[string, unknown, string]>([
    ["a token that is missing", { as: undefined }, "TypeError"],
    ["no option at all", {}, "TypeError"],
    ["null", { as: null }, "TypeError"],
    ["another word", { as: "anyone" }, "InvalidCredentialsError"],
    ["a misspelled option", { us: "nobody" }, "TypeError"],
    ["a misspelled credential", { as: { username: "a", pasword: "b" } }, "TypeError"],
    ["a token in the place of the options", ann, "TypeError"],
  ])("refuses %s and sends nothing", async (_, options, name) => {
    const { db, channel } = asyncWorld();
    expect(await failure(db.newSession(options as never))).toMatchObject({ name });
    expect(channel.wire).toEqual([]);
  });

  it("is refused where anybody may do everything, and where there are no sessions", async () => {
    const open = asyncWorld({ capabilities: { permissions: false } });
    expect(await failure(open.db.newSession({ as: "nobody" }))).toMatchObject({
      name: "UnsupportedFeatureError",
      feature: "permissions",
    });
    await open.db.newSession({ as: ann });
    const single = asyncWorld({ capabilities: stateless });
    expect(await failure(single.db.newSession({ as: "nobody" }))).toMatchObject({
      name: "UnsupportedFeatureError",
      message: expect.stringContaining("over HTTP, make a connection for each identity, with the option `auth`"),
    });
    expect([methods(open.channel.wire), single.channel.wire]).toEqual([["attach", "authenticate"], []]);
  });
});

describe("closeSession()", () => {
  it("comes behind calls that wait for the next connection, which run as the session was", async () => {
    const { db, channel } = asyncWorld();
    await db.signin({ username: "root", password: "secret" });
    const session = await db.newSession();
    channel.drop();
    const before = channel.wire.length;
    const query = session.query("RETURN 1").execute();
    await session.closeSession();
    channel.restore();
    await query;
    await settled();
    const sent = channel.wire.slice(before).map(({ method, session: id }) => [method, id]);
    const { sessionId } = session;
    expect(sent).toEqual([
      ["authenticate", undefined],
      ["attach", sessionId],
      ["authenticate", sessionId],
      ["query", sessionId],
      ["detach", sessionId],
    ]);
    expect(channel.remembered).toEqual(["default identity"]);
  });

  it("is asked for again where its turn does not come in time, so that the server keeps no session", async () => {
    const { db, channel } = asyncWorld();
    const session = await db.newSession();
    const late = new TransportTimeoutError("detach was not sent", { outcome: "not_sent" });
    let isFirst = true;
    channel.script = ({ method }) => {
      if (method !== "detach" || !isFirst) return undefined;
      isFirst = false;
      return { fail: late };
    };
    expect(await failure(session.closeSession())).toBe(late);
    await settled();
    const { sessionId } = session;
    expect(channel.wire.map(({ method, session: id }) => [method, id])).toEqual([
      ["attach", sessionId],
      ["detach", sessionId],
      ["detach", sessionId],
    ]);
  });
});
