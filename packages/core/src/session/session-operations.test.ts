import { describe, expect, it } from "vitest";
import { expired, refused, token } from "../../test/default-answer.ts";
import { answering, asyncWorld, failure, methods, settled } from "../../test/test-world.ts";

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
