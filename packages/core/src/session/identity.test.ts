import { HttpStatusError, ProtocolError, TransportError } from "@surreal-sdk/transport";
import { describe, expect, it } from "vitest";
import { expired, refused, token } from "../../test/default-answer.ts";
import { answering, asyncWorld, blockingWorld, failure, methods, stateless } from "../../test/test-world.ts";

const first = token({ ID: "first" });
const second = token({ ID: "second" });
const root = { username: "root", password: "secret" };

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

  it.each<[object, object]>([
    [
      { access: "user", variables: { email: "a" } },
      { ac: "user", email: "a", ns: "n", db: "d" },
    ],
    [
      { access: "user", email: "a", database: "e" },
      { ac: "user", email: "a", ns: "n", db: "e" },
    ],
    [
      { access: "user", email: "a", namespace: "m" },
      { ac: "user", email: "a", ns: "m" },
    ],
    [
      { access: "api", key: "surreal-bearer-x" },
      { ac: "api", key: "surreal-bearer-x" },
    ],
    [root, { user: "root", pass: "secret" }],
  ])(
    "as a record goes to the namespace and database of the session unless it names others: %j",
    async (given, wire) => {
      const { db, channel } = asyncWorld({ namespace: "n", database: "d" });
      await db.connect();
      await db.signin(given);
      expect(channel.wire.find(({ method }) => method === "signin")?.params).toEqual([wire]);
    },
  );

  it.each(["signin", "signup"] as const)(
    "by %s may be the first call, and goes where the options say",
    async (method) => {
      for (const capabilities of [undefined, stateless]) {
        const options = { namespace: "n", database: "d", ...(capabilities === undefined ? {} : { capabilities }) };
        const world = asyncWorld(options);
        expect([world.db.namespace, world.db.database]).toEqual(["n", "d"]);
        await world.db[method]({ access: "user", email: "a" });
        // The channel is asked for afterwards: it would be opened.
        const sent = world.channel.wire.find((request) => request.method === method);
        expect(sent?.params).toEqual([{ ac: "user", email: "a", ns: "n", db: "d" }]);
      }
    },
  );

  it("up goes to the namespace and database of the session, and so does the auth option", async () => {
    const { db, channel } = asyncWorld({ namespace: "n", database: "d", auth: { access: "user", email: "a" } });
    await db.signup({ access: "user" });
    const sent = channel.wire.filter(({ method }) => method.startsWith("sign")).map(({ params }) => params);
    expect(sent).toEqual([[{ ac: "user", email: "a", ns: "n", db: "d" }], [{ ac: "user", ns: "n", db: "d" }]]);
  });

  it("that is refused leaves the old identity in force", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("signin", { result: first }, refused);
    await db.signin(root);
    expect(await failure(db.signin(root))).toMatchObject({
      name: "InvalidCredentialsError",
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
    expect(await failure(db.authenticate("not.a token"))).toMatchObject({
      name: "InvalidCredentialsError",
      outcome: "not_sent",
    });
    expect(methods(channel.wire)).toEqual(["signin"]);
    expect(db.token).toBe(held);
  });

  it("with tokens renews an access token that has expired, by the refresh token", async () => {
    const { db, channel, events } = asyncWorld();
    channel.script = ({ method }) => {
      if (method === "authenticate") return expired;
      return method === "refresh" ? { result: { access: second, refresh: "r2" } } : undefined;
    };
    await db.authenticate({ access: first, refresh: "r1" });
    expect(channel.wire.map(({ method, params }) => [method, params[0]])).toEqual([
      ["authenticate", first],
      ["refresh", { access: first, refresh: "r1" }],
    ]);
    expect([db.token, events.filter((event) => event === "auth: signed-in")]).toEqual([second, ["auth: signed-in"]]);
  });

  it("with tokens that are refused for another reason does not use the refresh token up", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("authenticate", refused);
    expect(await failure(db.authenticate({ access: first, refresh: "r1" }))).toMatchObject({ isInvalidAuth: true });
    expect(methods(channel.wire)).toEqual(["authenticate"]);
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

  it("carries a new place in the request that presents it, and keeps the old one when that is refused", async () => {
    const { db, channel } = asyncWorld({ capabilities: stateless });
    await db.use("n", "d");
    channel.script = answering(
      "use",
      { fail: new TransportError("cannot be sent", { outcome: "not_sent" }) },
      { result: undefined },
    );
    await failure(db.use("Zürich", "d"));
    expect(channel.wire.at(-1)?.facts).toMatchObject({ namespace: "Zürich", database: "d" });
    expect([db.namespace, db.database]).toEqual(["n", "d"]);
    await db.use({ database: null });
    expect(channel.wire.at(-1)?.facts).toMatchObject({ namespace: "n", database: undefined });
  });

  it("tells of an answer that its engine could not take as of any other that is none", async () => {
    const { db, channel } = asyncWorld({ capabilities: stateless });
    const fail = new ProtocolError("no CBOR", { outcome: "unknown" });
    channel.script = answering("query", { fail });
    expect(await failure(db.query("RETURN 1").execute())).toMatchObject({
      name: "UnexpectedResponseError",
      message: "no CBOR",
      outcome: "unknown",
      cause: fail,
    });
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

  const refusalOf = (method: string): object => ({
    name: "UnsupportedFeatureError",
    message: expect.stringContaining(`${method}() does not work over the scripted engine`),
  });

  it.each(["live", "kill", "newSession", "beginTransaction", "transaction"] as const)(
    "refuses %s() before anything is sent: the promise rejects, and blocking throws",
    async (method) => {
      const { db, channel } = asyncWorld({ capabilities: stateless });
      const given = method === "transaction" ? () => undefined : "user";
      const pending = (db[method] as (given: unknown) => Promise<unknown>)(given);
      expect(await failure(pending)).toMatchObject(refusalOf(method));
      const blocking = blockingWorld({ capabilities: stateless });
      const call = blocking.db[method] as (given: unknown) => unknown;
      expect(() => call.call(blocking.db, given)).toThrow(expect.objectContaining(refusalOf(method)));
      expect([...channel.wire, ...blocking.channel.wire]).toEqual([]);
    },
  );

  it("refuses subscribeLive() at the call, not when the first notification is asked for", () => {
    const { db, channel } = asyncWorld({ capabilities: stateless });
    expect(() => db.subscribeLive("user")).toThrow(expect.objectContaining(refusalOf("subscribeLive")));
    expect(channel.wire).toEqual([]);
  });
});
