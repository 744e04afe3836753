import { TransportTimeoutError } from "@surreal-sdk/transport";
import { Uuid } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { rows } from "../../test/default-answer.ts";
import { type LiveWorld, liveWorld } from "../../test/live-world.ts";
import type { WireRequest } from "../../test/scripted-channel.ts";
import { answering, asyncWorld, failure, methods, settled, type TestWorld } from "../../test/test-world.ts";

const late = new TransportTimeoutError("kill was not sent", { outcome: "not_sent" });
const unanswered = new TransportTimeoutError("kill was not answered", { outcome: "unknown" });

/** The ids that the server was asked to end. */
function killed({ channel }: LiveWorld): unknown[] {
  return channel.wire.filter(({ method }) => method === "kill").map(({ params: [id] }) => String(id));
}

/** Lets the first request to kill fail. */
function failingOnce({ channel }: LiveWorld, fail: Error): void {
  let isFirst = true;
  channel.script = ({ method }) => {
    if (method !== "kill" || !isFirst) return undefined;
    isFirst = false;
    return { fail };
  };
}

/** The connection comes back, and the user ends the live query while it is being started again. */
async function endedWhileRestored({ db, channel, id }: LiveWorld): Promise<Uuid> {
  const renamed = Uuid.v7();
  channel.script = ({ method }) => {
    if (method !== "live") return undefined;
    void db.kill(id);
    return { result: renamed };
  };
  channel.drop();
  channel.restore();
  await settled();
  return renamed;
}

describe("a live query that was ended", () => {
  it("is killed on the server though the turn of the request did not come in time", async () => {
    const world = await liveWorld();
    const { db, id } = world;
    failingOnce(world, late);
    expect(await failure(db.kill(id))).toBe(late);
    await settled();
    expect(killed(world)).toEqual([String(id), String(id)]);
    await db.kill(id);
    expect(killed(world)).toHaveLength(2);
  });

  it("is killed by the default timeout then, not by that of the call which gave up", async () => {
    const world = await liveWorld();
    const { db, id, channel } = world;
    failingOnce(world, late);
    await failure(db.with({ timeout: 1 }).kill(id));
    await settled();
    expect(channel.wire.map(({ call }) => call.timeout)).toEqual([30_000, 1, 30_000]);
  });

  it("is killed once where the server may have done it", async () => {
    const world = await liveWorld();
    failingOnce(world, unanswered);
    expect(await failure(world.db.kill(world.id))).toBe(unanswered);
    await settled();
    expect(killed(world)).toEqual([String(world.id)]);
  });

  it("while it was being started again is killed under its new id", async () => {
    const world = await liveWorld();
    const renamed = await endedWhileRestored(world);
    expect(killed(world)).toEqual([String(renamed)]);
  });

  it("so is killed where nothing may wait for a lost connection", async () => {
    const world = await liveWorld();
    world.channel.isQueueing = false;
    const renamed = await endedWhileRestored(world);
    expect(killed(world)).toEqual([String(renamed)]);
  });

  it("when it had been started again already is killed as soon as the connection stands", async () => {
    const world = await liveWorld();
    const { db, channel, id } = world;
    await db.live("post");
    const renamed = [Uuid.v7(), Uuid.v7()];
    let count = 0;
    channel.script = ({ method }) => {
      if (method !== "live") return undefined;
      count += 1;
      if (count === 2) void db.kill(id);
      return { result: renamed[count - 1] };
    };
    channel.drop();
    channel.restore();
    await settled();
    expect(killed(world)).toEqual([String(renamed[0])]);
  });

  it("when the connection was lost is not asked for, since it ended with that", async () => {
    const world = await liveWorld();
    const { db, channel, id } = world;
    channel.drop();
    await db.kill(id);
    channel.restore();
    await settled();
    expect(killed(world)).toEqual([]);
  });
});

describe("a live query whose caller has given up", () => {
  type View = ReturnType<ReturnType<typeof asyncWorld>["db"]["with"]>;
  const ok = (result: unknown, type?: string) => ({ status: "OK", time: "1µs", result, type });

  it.each<[string, (view: View) => PromiseLike<unknown>, (id: Uuid) => unknown]>([
    ["live(table)", (view) => view.live("user"), (id) => id],
    ["live(table, { fields })", (view) => view.live("user", { fields: ["name"] }), (id) => [ok(id, "live")]],
    ["live(table, { resync: changes })", (view) => view.live("user", { resync: "changes" }), (id) => id],
    ["live(table, { resync: snapshot })", (view) => view.live("user", { resync: "snapshot" }), (id) => id],
    ["query(LIVE)", (view) => view.query("LIVE SELECT * FROM user").execute(), (id) => [ok(id, "live")]],
    [
      "query() with LIVE among other statements",
      (view) => view.query("RETURN 1; LIVE SELECT * FROM user").execute(),
      (id) => [ok(1), ok(id, "live")],
    ],
  ])("is killed on the server when the answer comes too late: %s", async (_, start, answer) => {
    const { db, channel, errors } = asyncWorld();
    const giving = new AbortController();
    await db.ping();
    channel.script = ({ method, params: [text] }) => {
      if (method !== "live" && method !== "query") return undefined;
      return method === "live" || String(text).includes("LIVE") ? "silence" : rows([]);
    };
    const starting = failure(start(db.with({ signal: giving.signal })));
    await settled();
    giving.abort(new RangeError("enough"));
    expect(await starting).toEqual(new RangeError("enough"));
    const id = Uuid.v7();
    channel.reply(channel.unanswered[0] as WireRequest, { result: answer(id) });
    await settled();
    expect(channel.wire.at(-1)).toMatchObject({ method: "kill", params: [id], call: { timeout: 30_000 } });
    channel.notify({ id, action: "CREATE", record: undefined, result: {} });
    channel.drop();
    channel.restore();
    await settled();
    expect(channel.wire.filter(({ method }) => method === "kill")).toHaveLength(1);
    expect([errors, channel.remembered]).toEqual([[], []]);
  });

  it.each<[string, (db: TestWorld<"async">["db"]) => PromiseLike<unknown>, unknown, string]>([
    ["live", (db) => db.live("user"), Uuid.v7(), "kill"],
    ["query", (db) => db.query("LIVE SELECT * FROM user").execute(), Uuid.v7(), "kill"],
    ["begin", (db) => db.beginTransaction(), Uuid.v7(), "cancel"],
  ])(
    "is ended on the server when the answer to %s comes after its timeout, on that connection",
    async (method, start, id, end) => {
      const { db, channel, errors } = asyncWorld();
      await db.ping();
      channel.script = (request) => (request.method === method ? "silence" : undefined);
      const answer = { result: method === "query" ? [ok(id, "live")] : id };
      for (const isLost of [false, true]) {
        const starting = failure(start(db));
        await settled();
        const [request] = channel.unanswered as [WireRequest];
        channel.expire(request);
        expect(await starting).toMatchObject({ name: "TransportTimeoutError", outcome: "unknown" });
        if (isLost) {
          channel.drop();
          channel.restore();
        }
        channel.reply(request, answer);
        await settled();
      }
      expect(channel.wire.slice(1)).toMatchObject([{ method }, { method: end, params: [id] }, { method }]);
      expect(errors).toEqual([]);
    },
  );

  it("is killed on the server when that happens while its first records are read", async () => {
    const { db, channel, errors } = asyncWorld();
    const giving = new AbortController();
    const id = Uuid.v7();
    channel.script = ({ method }) => (method === "live" ? { result: id } : method === "query" ? "silence" : undefined);
    const starting = failure(db.with({ signal: giving.signal }).live("user", { resync: "snapshot" }));
    await settled();
    giving.abort(new RangeError("enough"));
    expect(await starting).toEqual(new RangeError("enough"));
    await settled();
    expect(channel.wire.at(-1)).toMatchObject({ method: "kill", params: [id] });
    expect(errors).toEqual([]);
  });

  it("of a transaction is cancelled also where its session is closed before the turn of that", async () => {
    const { db, channel, errors } = asyncWorld();
    const session = await db.newSession();
    channel.script = answering("cancel", { fail: late }, "silence");
    expect(await failure(session.transaction(() => Promise.reject(new RangeError("no"))))).toEqual(
      new RangeError("no"),
    );
    await settled();
    await session.closeSession();
    channel.script = () => undefined;
    channel.reply(channel.unanswered[0] as WireRequest, { fail: late });
    await settled();
    expect(methods(channel.wire)).toEqual(["attach", "begin", "cancel", "cancel", "detach", "cancel"]);
    expect(errors).toEqual([]);
  });

  it.each<[string, (tx: { cancel(): Promise<void>; commit(): Promise<void> }) => Promise<void>]>([
    ["cancel", (tx) => tx.cancel()],
    ["commit", (tx) => tx.commit()],
  ])(
    "of a transaction is cancelled where its session is closed while its %s waits, and that is not sent",
    async (end, call) => {
      const { db, channel, errors } = asyncWorld();
      const session = await db.newSession();
      const tx = await session.beginTransaction();
      channel.script = answering(end, "silence");
      const ending = failure(call(tx));
      await settled();
      const [request] = channel.unanswered as [WireRequest];
      await session.closeSession();
      channel.script = () => undefined;
      channel.reply(request, { fail: late });
      expect(await ending).toBe(late);
      await settled();
      expect(methods(channel.wire)).toEqual(["attach", "begin", end, "detach", "cancel"]);
      expect([channel.wire.at(-1)?.params, errors]).toEqual([channel.wire[2]?.params, []]);
    },
  );

  it("leaves nothing to kill where the server refused it", async () => {
    const { db, channel, errors } = asyncWorld();
    channel.script = answering("live", "silence");
    const giving = new AbortController();
    const starting = failure(db.with({ signal: giving.signal }).live("user"));
    await settled();
    giving.abort(new RangeError("enough"));
    expect(await starting).toEqual(new RangeError("enough"));
    const refusal = { error: { kind: "NotFound", message: "no such table" } };
    channel.reply(channel.unanswered[0] as WireRequest, refusal);
    await settled();
    expect(methods(channel.wire)).not.toContain("kill");
    expect(errors).toEqual([]);
  });

  it("is not started where it gave up before", async () => {
    const { db, channel } = await liveWorld();
    const reason = new RangeError("enough");
    expect(await failure(db.with({ signal: AbortSignal.abort(reason) }).live("user"))).toBe(reason);
    expect(channel.wire).toHaveLength(1);
  });

  it.each(["live", "begin", "query"])("is never sent by a %s that waits for a connection", async (method) => {
    const { db, channel } = asyncWorld();
    await db.ping();
    channel.drop();
    const giving = new AbortController();
    const view = db.with({ signal: giving.signal });
    const start = {
      live: () => view.live("user"),
      begin: () => view.beginTransaction(),
      query: () => view.query("LIVE SELECT * FROM user").execute(),
    }[method];
    const starting = failure(start?.() as Promise<unknown>);
    await settled();
    giving.abort(new RangeError("enough"));
    expect(await starting).toStrictEqual(new RangeError("enough"));
    channel.restore();
    await db.ping();
    expect(methods(channel.wire)).toStrictEqual(["ping", "ping"]);
  });
});
