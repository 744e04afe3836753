import { CborCodec } from "@surreal-sdk/codec";
import { TransportTimeoutError } from "@surreal-sdk/transport";
import { platformTime } from "@surreal-sdk/transport/toolkit";
import { Uuid } from "@surreal-sdk/values";
import { describe, expect, it, vi } from "vitest";
import { expired, refused, rows } from "../../test/default-answer.ts";
import { ada, asks, type EndingWorld, ending, endingWorld, isQuestion, ring, root } from "../../test/ending-world.ts";
import { record, take } from "../../test/live-world.ts";
import type { Answer, WireRequest } from "../../test/scripted-channel.ts";
import { asyncWorld, failure, methods, settled } from "../../test/test-world.ts";

const codec = new CborCodec();
const home = { NS: "home", DB: "home" };

/** What is sent from a renewal on that takes the session of a live query to another database. */
async function afterLeaving(toUse: Answer | undefined): Promise<readonly WireRequest[]> {
  const { db, channel } = asyncWorld();
  channel.script = ending(
    () => 60,
    ({ method, params }) => {
      if (method === "signin") return { result: { access: ada(home), refresh: "r1" } };
      if (method === "refresh") return { result: { access: ada({ ...home, n: 2 }), refresh: "r2" } };
      if (method === "use" && channel.wire.some(isRefresh)) return toUse;
      return params[0] === "RETURN 1" && !channel.wire.some(isRefresh) ? expired : undefined;
    },
  );
  await db.signin(root);
  await db.use("test", "test");
  await db.live("user");
  await settled();
  await Promise.allSettled([db.query("RETURN 1").execute()]);
  await settled();
  return channel.wire.slice(channel.wire.findIndex(isRefresh));
}

/** A session of a minute, of which the last tenth has begun; `end` lets the server refuse it. */
async function shortWorld(toSignIn?: Answer): Promise<{ world: EndingWorld; end: () => Promise<void> }> {
  let hasEnded = false;
  const world = await endingWorld(
    () => 60,
    (request) => {
      if (request.method === "signin") return toSignIn;
      if (request.method === "refresh") hasEnded = false;
      return hasEnded && isQuestion(request) ? expired : undefined;
    },
  );
  await ring(world);
  const end = (): Promise<void> => {
    hasEnded = true;
    return ring(world);
  };
  return { world, end };
}

describe("a live query whose session ends", () => {
  it.each([
    ["", true],
    [" that cannot reconnect", false],
  ])("starts again on a connection%s when the identity is renewed, and kills the one before", async (_, reconnect) => {
    const { db, channel, id, stream, events, errors } = await endingWorld(() => 3_600, undefined, {
      capabilities: { reconnect },
    });
    channel.notify({ id, action: "CREATE", record, result: 1 });
    const before = channel.wire.length;
    const next = Uuid.v7();
    const ids = [next];
    channel.script = ending(
      () => 3_600,
      ({ method }) => (method === "live" ? { result: ids.pop() ?? Uuid.v7() } : undefined),
    );
    await db.authenticate(ada({ n: 2 }));
    await settled();
    // Without reconnects, the server is not asked for its version, and may be one whose list is renewed.
    const further = reconnect ? [] : ["live"];
    const sent = channel.wire.slice(before);
    const killed = sent.filter(({ method }) => method === "kill");
    const others = sent.filter(({ method }) => method !== "kill");
    expect(methods(others)).toEqual(["authenticate", "live", "query", ...further]);
    expect(killed.map(({ params }) => params[0])).toContainEqual(id);
    expect(killed).toHaveLength(1 + further.length);
    channel.notify({ id, action: "CREATE", record, result: 2 });
    channel.notify({ id: next, action: "CREATE", record, result: 3 });
    expect(await take(stream, 3)).toEqual([1, "GAP reconnect", 3]);
    expect([events.at(-1), errors]).toEqual(["gap: reconnect", []]);
    await db.kill(id);
    expect(channel.wire.at(-1)).toMatchObject({ method: "kill", params: [next] });
  });

  it("is killed where the answer to its start in the renewed session comes after the timeout", async () => {
    const { db, channel, stream, id } = await endingWorld(() => 3_600);
    const next = Uuid.v7();
    channel.script = ending(
      () => 3_600,
      ({ method }) => (method === "live" ? "silence" : undefined),
    );
    await db.authenticate(ada({ n: 2 }));
    await settled();
    const [request] = channel.unanswered as [WireRequest];
    channel.expire(request);
    expect(await failure(stream.next())).toMatchObject({ name: "LiveRestoreError" });
    channel.reply(request, { result: next });
    await settled();
    expect(channel.wire.slice(-2)).toMatchObject([
      { method: "kill", params: [id] },
      { method: "kill", params: [next] },
    ]);
  });

  it("makes the SDK renew the identity in time, though no other request is made", async () => {
    const now = Math.floor(platformTime.dateNow() / 1_000);
    const access = ada({ iat: now, exp: now + 3_600 });
    const world = await endingWorld(
      () => 3_600,
      ({ method }) => (method === "signin" ? { result: { access, refresh: "r1" } } : undefined),
    );
    const later = vi.spyOn(platformTime, "dateNow").mockReturnValue((now + 3_541) * 1_000);
    await ring(world);
    later.mockRestore();
    expect(methods(world.channel.wire)).toEqual([
      "signin",
      "live",
      "query",
      "refresh",
      "query",
      "live",
      "query",
      "kill",
    ]);
    expect(await take(world.stream, 1)).toEqual(["GAP reconnect"]);
  });

  it("starts again after a renewal that came with the refusal of the ended session", async () => {
    const { world, end } = await shortWorld();
    expect([...world.backstage.timers.values()]).toEqual([61_000]);
    await end();
    expect(methods(world.channel.wire).filter((method) => method !== "query")).toEqual([
      "signin",
      "live",
      "refresh",
      "live",
      "kill",
    ]);
    expect(await take(world.stream, 1)).toEqual(["GAP reconnect"]);
  });

  it("ends with an error where nothing renews the identity", async () => {
    const { world, end } = await shortWorld({ result: ada() });
    const next = failure(world.stream.next());
    await end();
    expect(await next).toMatchObject({
      name: "LiveEndedError",
      message: expect.stringMatching(/session .* has expired/),
      cause: { name: "NotAllowedError" },
    });
    expect([world.backstage.timers.size, world.errors]).toEqual([0, []]);
  });

  it("is started again only when the session is back in its place", async () => {
    expect(await afterLeaving(undefined)).toMatchObject([
      { method: "refresh" },
      { method: "use" },
      { method: "query", params: ["RETURN 1", {}] },
      { method: "live" },
      { method: "query", params: [asks, {}] },
      { method: "kill" },
    ]);
  });

  it("is started again in its place when the server does not let the session go back there", async () => {
    expect(await afterLeaving(refused)).toMatchObject([
      { method: "refresh" },
      { method: "use" },
      { method: "query", params: ["USE NS test DB test; LIVE SELECT * FROM user", {}] },
      { method: "kill" },
    ]);
  });

  it("would be restored in its place before it is started again after a renewal that leaves that", async () => {
    const { db, channel } = asyncWorld();
    channel.script = ending(
      () => 60,
      ({ method, params }) => {
        if (method === "signin") return { result: { access: ada(home), refresh: "r1" } };
        if (method === "refresh") return { result: { access: ada({ ...home, n: 2 }), refresh: "r2" } };
        return String(params[0]).includes("LIVE") ? "silence" : undefined;
      },
    );
    await db.signin(root);
    await db.use("test", "test");
    const id = await db.live("user");
    await settled();
    await db.refresh();
    expect([db.namespace, db.database]).toEqual(["home", "home"]);
    expect(codec.decode(channel.replays.get(`live ${id.toJSON()}`)?.call.frame as Uint8Array)).toMatchObject({
      method: "query",
      params: ["USE NS test DB test; LIVE SELECT * FROM user", {}],
    });
  });

  it("is not started again between the next renewal and the return from where that leads", async () => {
    const now = Math.floor(platformTime.dateNow() / 1_000);
    let held: WireRequest | undefined;
    const { db, channel } = asyncWorld();
    channel.script = ending(
      () => 60,
      (request) => {
        if (request.method === "signin") return { result: { access: ada(home), refresh: "r1" } };
        if (request.method !== "refresh") return undefined;
        held = request;
        return "silence";
      },
    );
    await db.signin(root);
    await db.use("test", "test");
    await db.live("user");
    await settled();
    const before = channel.wire.length;
    // This one begins a renewal when it is its turn, and the new start has its turn behind it.
    const expiring = { access: ada({ ...home, iat: now - 3_600, exp: now + 10 }), refresh: "r2" };
    await Promise.all([db.authenticate(expiring), Promise.race([db.live("book", { resync: "changes" }), settled()])]);
    await settled();
    expect(methods(channel.wire).slice(before)).toEqual(["authenticate", "refresh"]);
    channel.reply(held as WireRequest, { result: { access: ada({ ...home, n: 3 }), refresh: "r3" } });
    await settled();
    const started = "USE NS test DB test; LIVE SELECT * FROM user";
    expect(channel.wire.slice(before).map(({ params: [first] }) => first)).toContain(started);
  });

  it("is not started again in a session that may be of nobody, and ends", async () => {
    const { db, channel, stream, id } = await endingWorld(
      () => 3_600,
      ({ method }) => (method === "reset" ? "silence" : undefined),
    );
    const next = failure(stream.next());
    const renewed = db.authenticate(ada({ n: 2 }));
    const reset = failure(db.reset());
    await renewed;
    await settled();
    const [open] = channel.unanswered;
    channel.reply(open as WireRequest, { fail: new TransportTimeoutError("late", { outcome: "unknown" }) });
    await reset;
    await settled();
    expect(await next).toMatchObject({ name: "LiveRestoreError" });
    expect(channel.wire.slice(3).map(({ method, params }) => [method, params[0]])).toEqual([
      ["authenticate", ada({ n: 2 })],
      ["reset", undefined],
      ["kill", id],
    ]);
  });

  it("starts again with its own variables when a later change of one was not answered", async () => {
    const { db, channel } = await endingWorld(
      () => 3_600,
      ({ method }) => (method === "let" ? "silence" : undefined),
      {
        namespace: "n",
        database: "d",
      },
    );
    const changed = failure(db.let("y", 1));
    await settled();
    const [open] = channel.unanswered;
    channel.reply(open as WireRequest, { fail: new TransportTimeoutError("late", { outcome: "unknown" }) });
    await changed;
    const before = channel.wire.length;
    await db.authenticate(ada({ n: 2 }));
    await settled();
    expect(channel.wire[before + 1]).toMatchObject({
      method: "query",
      params: ["USE NS n DB d; LIVE SELECT * FROM user", { y: undefined }],
    });
  });

  it("reports what it has missed instead of a GAP if it was started with resync", async () => {
    const { db, channel, events } = asyncWorld();
    const read = { id: record, n: 1 };
    channel.script = ending(
      () => 60,
      ({ method, params }) => (method === "query" && String(params[0]).startsWith("SELECT") ? rows([read]) : undefined),
    );
    await db.signin(root);
    const id = await db.live("user", { resync: "snapshot" });
    await settled();
    read.n = 2;
    await db.authenticate(ada({ n: 2 }));
    await settled();
    expect(await take(db.subscribeLive(id), 1)).toEqual([{ id: record, n: 2 }]);
    expect(events).not.toContain("gap: reconnect");
  });

  it("ends with an error at a renewal if it was started among other statements", async () => {
    const among = Uuid.v7();
    const { db, channel } = asyncWorld();
    channel.script = ending(
      () => 60,
      ({ method, params }) =>
        method === "query" && String(params[0]).startsWith("LIVE")
          ? { result: [{ status: "OK", time: "1µs", result: among, type: "live" }, ...rowsOf(1)] }
          : undefined,
    );
    await db.signin(root);
    await db.query("LIVE SELECT * FROM user; RETURN 1").execute();
    await settled();
    const next = failure(db.subscribeLive(among).next());
    await db.authenticate(ada({ n: 2 }));
    expect(await next).toMatchObject({ name: "LiveEndedError", message: expect.stringMatching(/renewed/) });
  });
});

function isRefresh({ method }: WireRequest): boolean {
  return method === "refresh";
}

function rowsOf(result: unknown): unknown[] {
  return [{ status: "OK", time: "1µs", result }];
}
