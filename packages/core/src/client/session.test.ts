import { Uuid } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { refused } from "../../test/default-answer.ts";
import { answering, asyncWorld, failure, methods, settled } from "../../test/test-world.ts";

describe("a session", () => {
  it("has the identity of the connection, and everything else of its own", async () => {
    const { db, channel } = asyncWorld();
    await db.use("n", "d");
    await db.signin({ username: "u", password: "p" });
    const session = await db.newSession();
    await session.use("m", "e");
    await session.signin({ username: "v", password: "p" });
    expect([session.namespace, db.namespace]).toEqual(["m", "n"]);
    await session.invalidate();
    expect([session.token, typeof db.token]).toEqual([undefined, "string"]);
    expect(Uuid.parse(session.sessionId).toJSON()).toBe(session.sessionId);
    expect(channel.wire.slice(3).map(({ method, session: on }) => [method, on === session.sessionId])).toEqual([
      ["attach", true],
      ["authenticate", true],
      ["use", true],
      ["signin", true],
      ["invalidate", true],
    ]);
  });

  it("is let go when it cannot have that identity", async () => {
    const { db, channel } = asyncWorld();
    await db.signin({ username: "u", password: "p" });
    channel.script = answering("authenticate", refused);
    expect(await failure(db.newSession())).toMatchObject({ name: "InvalidCredentialsError" });
    expect(methods(channel.wire)).toEqual(["signin", "attach", "authenticate", "detach"]);
    expect(channel.remembered).toEqual(["default identity"]);
  });

  it("that is one too many for the server is refused with what to do", async () => {
    const { db, channel } = asyncWorld();
    const details = { kind: "Method", details: { name: "attach" } };
    const refusal = { error: { code: -32602, message: "Method not allowed", kind: "NotAllowed", details } };
    channel.script = answering("attach", refusal);
    expect(await failure(db.newSession())).toMatchObject({ name: "NotAllowedError", message: "Method not allowed" });
    channel.script = answering("attach", { result: null }, refusal);
    await db.newSession();
    expect(await failure(db.newSession())).toMatchObject({
      name: "NotAllowedError",
      message: expect.stringMatching(
        /^The server allows no further session on this connection, which has 1\. Close some/,
      ),
      methodName: "attach",
      outcome: "failed",
    });
  });

  it("is closed once, and says so afterwards without I/O", async () => {
    const { db, channel } = asyncWorld();
    const session = await db.newSession();
    await session.let("x", 1);
    await Promise.all([session.closeSession(), session.close()]);
    const count = channel.wire.length;
    for (const call of [
      session.ping(),
      session.select("user"),
      session.use("n", "d"),
      session.beginTransaction(),
      session.signin({}),
    ]) {
      expect(await failure(call)).toMatchObject({ name: "SessionClosedError", outcome: "not_sent" });
    }
    expect(channel.wire).toHaveLength(count);
    expect(methods(channel.wire)).toEqual(["attach", "let", "detach"]);
    expect(channel.remembered).toEqual([]);
  });

  it("that is closed while the connection is lost is not brought back (C19)", async () => {
    const { db, channel } = asyncWorld();
    const session = await db.newSession();
    channel.drop();
    await session.close();
    channel.restore();
    expect(methods(channel.wire)).toEqual(["attach"]);
  });
});

describe("a session whose caller has given up", () => {
  it("is let go on the server when it is closed", async () => {
    const { db, channel } = asyncWorld();
    const giving = new AbortController();
    const session = await db.with({ signal: giving.signal }).newSession();
    giving.abort();
    await session.closeSession();
    expect(methods(channel.wire)).toEqual(["attach", "detach"]);
  });

  it("is let go on the server when the answer comes too late for the caller", async () => {
    const { db, channel } = asyncWorld();
    await db.ping();
    channel.script = answering("attach", "silence");
    const giving = new AbortController();
    const opening = failure(db.with({ signal: giving.signal }).newSession());
    await settled();
    giving.abort(new RangeError("enough"));
    expect(await opening).toStrictEqual(new RangeError("enough"));
    await settled();
    expect(channel.wire.map(({ method, session }) => [method, session])).toEqual([
      ["ping", undefined],
      ["attach", channel.wire[1]?.session],
      ["detach", channel.wire[1]?.session],
    ]);
  });

  it("is let go on the server when that happens while it takes its identity", async () => {
    const { db, channel } = asyncWorld();
    await db.signin({ username: "u", password: "p" });
    channel.script = answering("authenticate", "silence");
    const giving = new AbortController();
    const opening = failure(db.with({ signal: giving.signal }).newSession());
    await settled();
    giving.abort(new RangeError("enough"));
    expect(await opening).toStrictEqual(new RangeError("enough"));
    expect(methods(channel.wire)).toEqual(["signin", "attach", "authenticate", "detach"]);
  });

  it.each(["abort", "failure"])("is not waited for, nor its end taken for the reason: %s", async (how) => {
    const { db, channel } = asyncWorld();
    await db.signin({ username: "u", password: "p" });
    const giving = new AbortController();
    const reason = new RangeError("enough");
    channel.script = ({ method }) => {
      if (method === "authenticate") return how === "abort" ? "silence" : { fail: reason };
      return method === "detach" ? "silence" : undefined;
    };
    const opening = failure(db.with({ signal: giving.signal }).newSession());
    await settled();
    giving.abort(reason);
    expect(await opening).toBe(reason);
    expect(methods(channel.wire)).toEqual(["signin", "attach", "authenticate", "detach"]);
  });

  it("is not opened where that has happened before", async () => {
    const { db, channel } = asyncWorld();
    await db.ping();
    expect(await failure(db.with({ signal: AbortSignal.abort() }).newSession())).toMatchObject({ name: "AbortError" });
    await settled();
    expect(methods(channel.wire)).toEqual(["ping"]);
  });
});
