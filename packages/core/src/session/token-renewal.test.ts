import { platformTime } from "@surreal-sdk/transport/toolkit";
import { Uuid } from "@surreal-sdk/values";
import { afterEach, describe, expect, it, vi } from "vitest";
import { expired, refused, token } from "../../test/default-answer.ts";
import type { Answer, WireRequest } from "../../test/scripted-channel.ts";
import { answering, asyncWorld, failure, methods, settled } from "../../test/test-world.ts";

const second = token({ ID: "second" });
const root = { username: "root", password: "secret" };

describe("a token that is close to its end", () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  /** A token that is issued now and lives for so many seconds. */
  const living = (seconds: number, signature: string): string => {
    const now = Math.floor(Date.now() / 1_000);
    return token({ iat: now, exp: now + seconds }, signature);
  };

  it("is renewed before it is used, once for all who use it", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.spyOn(platformTime, "dateNow").mockImplementation(() => Date.now());
    const { db, channel } = asyncWorld();
    const [old, fresh] = [living(3_600, "b2xk"), living(7_200, "bmV3")];
    channel.script = ({ method }) => {
      if (method === "signin") return { result: { access: old, refresh: "r1" } };
      return method === "refresh" ? { result: { access: fresh, refresh: "r2" } } : undefined;
    };
    await db.signin(root);
    vi.setSystemTime(Date.now() + 3_500_000);
    await db.ping();
    expect(methods(channel.wire)).toEqual(["signin", "ping"]);
    vi.setSystemTime(Date.now() + 50_000);
    await Promise.all([db.ping(), db.query("RETURN 1").execute(), db.version()]);
    expect(methods(channel.wire).slice(2)).toEqual(["refresh", "ping", "query", "version"]);
    expect(db.token).toBe(fresh);
  });

  it("is used to its very end where it cannot be renewed", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.spyOn(platformTime, "dateNow").mockImplementation(() => Date.now());
    const { db, channel } = asyncWorld();
    channel.script = ({ method }) => {
      if (method === "signin") return { result: { access: living(3_600, "b2xk"), refresh: "r1" } };
      return method === "refresh" ? expired : undefined;
    };
    await db.signin(root);
    vi.setSystemTime(Date.now() + 3_590_000);
    await db.ping();
    await db.ping();
    expect(methods(channel.wire)).toEqual(["signin", "refresh", "ping", "ping"]);
  });

  it("is used to its very end by who waited for a renewal that somebody else began, and that failed", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.spyOn(platformTime, "dateNow").mockImplementation(() => Date.now());
    const { db, channel } = asyncWorld({ auth: root });
    const answers: Answer[] = [{ result: living(3_600, "b2xk") }, "silence", refused];
    channel.script = ({ method }) => {
      if (method === "signin") return answers.shift();
      return method === "query" ? "silence" : undefined;
    };
    const query = failure(db.query("RETURN 1").execute());
    await settled();
    vi.setSystemTime(Date.now() + 3_590_000);
    channel.reply(channel.unanswered[0] as WireRequest, expired);
    await settled();
    const ping = db.ping();
    await settled();
    channel.reply(channel.unanswered[0] as WireRequest, refused);
    await ping;
    expect(await query).toMatchObject({ name: "InvalidCredentialsError" });
    expect(methods(channel.wire)).toEqual(["signin", "query", "signin", "ping"]);
  });

  it("is not used by a call whose time ends while it waits for the renewal: until then the session may be elsewhere", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.spyOn(platformTime, "dateNow").mockImplementation(() => Date.now());
    const { db, channel, backstage } = asyncWorld();
    channel.script = ({ method }) => {
      if (method === "signin") return { result: { access: living(3_600, "b2xk"), refresh: "r1" } };
      return method === "refresh" ? "silence" : undefined;
    };
    await db.signin(root);
    vi.setSystemTime(Date.now() + 3_590_000);
    const query = failure(db.with({ timeout: 50 }).query("RETURN 1").execute());
    const ping = db.ping();
    await settled();
    for (const [fire, after] of backstage.timers) if (after === 50) fire();
    expect(await query).toMatchObject({ name: "TransportTimeoutError", outcome: "not_sent" });
    expect(methods(channel.wire)).toEqual(["signin", "refresh"]);
    channel.reply(channel.unanswered[0] as WireRequest, { result: { access: living(7_200, "bmV3"), refresh: "r2" } });
    await ping;
    expect(methods(channel.wire)).toEqual(["signin", "refresh", "ping"]);
  });

  it.each([
    ["commit", "refresh token", undefined],
    ["cancel", "`auth` function", () => living(3_600, "b2xk")],
  ] as const)("is not renewed for a %s by the %s while somebody else signs in", async (ending, _, auth) => {
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.spyOn(platformTime, "dateNow").mockImplementation(() => Date.now());
    const { db, channel } = asyncWorld({ auth });
    if (auth === undefined) await db.authenticate({ access: living(3_600, "b2xk"), refresh: "r1" });
    const transaction = await db.beginTransaction();
    channel.script = answering("signin", "silence");
    const signingIn = db.signin(root);
    await settled();
    vi.setSystemTime(Date.now() + 3_590_000);
    const ended = transaction[ending]();
    await settled();
    channel.reply(channel.unanswered[0] as WireRequest, { result: second });
    await Promise.all([signingIn, ended]);
    expect(methods(channel.wire)).toEqual(["authenticate", "begin", "signin", ending]);
    expect(db.token).toBe(second);
  });

  it("is awaited by calls behind it also where the next one has begun by then", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.spyOn(platformTime, "dateNow").mockImplementation(() => Date.now());
    const { db, channel } = asyncWorld();
    await db.authenticate({ access: living(3_600, "b2xk"), refresh: "r1" });
    const calls: PromiseLike<unknown>[] = [];
    channel.script = answering("refresh", "silence");
    const send = channel.request.bind(channel);
    vi.spyOn(channel, "request").mockImplementation((call, listener) => {
      const isFirst = call.facts.method === "query" && calls.length === 2;
      if (isFirst) {
        vi.setSystemTime(Date.now() + 7_190_000);
        calls.push(db.ping());
      }
      return send(call, listener);
    });
    vi.setSystemTime(Date.now() + 3_590_000);
    calls.push(db.query("RETURN 1").execute(), db.query("RETURN 2").execute());
    await settled();
    channel.reply(channel.unanswered[0] as WireRequest, { result: { access: living(7_200, "bmV3"), refresh: "r2" } });
    await settled();
    expect(methods(channel.wire)).toEqual(["authenticate", "refresh", "refresh", "query"]);
    channel.reply(channel.unanswered[0] as WireRequest, { result: { access: living(7_200, "YmVz"), refresh: "r3" } });
    await Promise.all(calls);
    expect(methods(channel.wire).slice(4).sort()).toEqual(["ping", "query"]);
  });

  it("is awaited by the first read of a live query, and a sign-in behind that is sent behind it", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.spyOn(platformTime, "dateNow").mockImplementation(() => Date.now());
    const { db, channel } = asyncWorld();
    await db.authenticate({ access: living(3_600, "b2xk"), refresh: "r1" });
    channel.script = ({ method }) => (method === "live" || method === "refresh" ? "silence" : undefined);
    const live = db.live("user", { resync: "snapshot" });
    await settled();
    vi.setSystemTime(Date.now() + 3_590_000);
    channel.reply(channel.unanswered[0] as WireRequest, { result: Uuid.v7() });
    await settled();
    const signingIn = db.signin(root);
    channel.reply(channel.unanswered[0] as WireRequest, { result: { access: living(7_200, "bmV3"), refresh: "r2" } });
    await Promise.all([live, signingIn]);
    expect(methods(channel.wire)).toEqual(["authenticate", "live", "refresh", "query", "signin", "kill"]);
  });

  it("is not awaited by a transaction that is cancelled: that takes no identity", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.spyOn(platformTime, "dateNow").mockImplementation(() => Date.now());
    const first = [living(3_600, "b2xk")];
    const auth = (): string | Promise<string> => first.pop() ?? new Promise(() => undefined);
    const { db, channel } = asyncWorld({ auth });
    const transaction = await db.beginTransaction();
    vi.setSystemTime(Date.now() + 3_590_000);
    const waiting = failure(db.ping());
    await settled();
    await transaction.cancel();
    expect(methods(channel.wire)).toEqual(["authenticate", "begin", "cancel"]);
    await db.close();
    expect(await waiting).toMatchObject({ outcome: "not_sent" });
  });

  it.each([
    ["never ends", {}],
    ["ends in a thousand years (C07)", { exp: 2 ** 35 }],
    ["is over already by this clock", { exp: 1 }],
    ["ends at no time", { exp: "soon" }],
  ])("is not renewed when it %s", async (_, claims) => {
    const { db, channel } = asyncWorld();
    channel.script = answering("signin", { result: { access: token(claims), refresh: "r" } });
    await db.signin(root);
    await db.ping();
    expect(methods(channel.wire)).toEqual(["signin", "ping"]);
  });
});
