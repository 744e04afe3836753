import { Uuid } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { record, take } from "../../test/live-world.ts";
import type { Answer, WireRequest } from "../../test/scripted-channel.ts";
import { asyncWorld, failure, methods, settled, type TestWorld } from "../../test/test-world.ts";

const ok = (result: unknown) => ({ status: "OK", time: "1µs", result, type: "live" });
const live = "LIVE SELECT * FROM user WHERE age > 18";

/** A server of that version which gives these ids to live queries; `instead` answers the second start. */
function serverOf(version: string, ids: readonly Uuid[], instead?: Answer): TestWorld<"async"> {
  const world = asyncWorld();
  let starts = 0;
  world.channel.script = ({ method, params: [text] }) => {
    if (method === "version") return { result: version };
    if (method !== "live" && !String(text).includes("LIVE")) return undefined;
    starts += 1;
    if (starts === 2 && instead !== undefined) return instead;
    const id = ids[starts - 1] ?? Uuid.v7();
    return { result: method === "live" ? id : [ok(id)] };
  };
  return world;
}

/** What was sent about live queries: how they were started, and the ids of those that were killed. */
function sent({ channel }: TestWorld<"async">): unknown[] {
  const asked = channel.wire.filter(({ replay }) => replay === undefined);
  const own = asked.filter(({ method, params: [text] }) => method !== "query" || String(text).includes("LIVE"));
  return own.map(({ method, params }) => (method === "live" ? "live" : params[0]));
}

describe("a server before 3.3 may not know of a live query that was started during a write", () => {
  it.each([
    ["surrealdb-3.0.5", 2],
    ["surrealdb-3.2.9", 2],
    ["unknown", 2],
    ["surrealdb-3.3.0", 1],
  ])("so that a second one is started and ended, before live() resolves: %s", async (version, starts) => {
    const [id, second] = [Uuid.v7(), Uuid.v7()];
    const world = serverOf(version, [id, second]);
    expect(await world.db.live("user")).toEqual(id);
    const started = methods(world.channel.wire).filter((method) => method === "live");
    expect(started).toHaveLength(starts);
    await settled();
    expect(sent(world)).toEqual(starts === 2 ? ["live", "live", second] : ["live"]);
    expect(world.channel.wire.every(({ method, facts }) => method !== "live" || facts.exclusive)).toBe(true);
    expect(world.channel.remembered.filter((label) => label.startsWith("live"))).toEqual([`live ${id.toJSON()}`]);
  });

  it("whose notifications are not the user's", async () => {
    const [id, second] = [Uuid.v7(), Uuid.v7()];
    const { db, channel, errors } = serverOf("surrealdb-3.0.5", [id, second]);
    const stream = db.subscribeLive(await db.live("user"));
    await settled();
    channel.notify({ id: second, action: "CREATE", record, result: 1 });
    channel.notify({ id: second, action: "KILLED", record, result: undefined });
    channel.notify({ id, action: "CREATE", record, result: 2 });
    expect([await take(stream, 1), errors]).toEqual([[2], []]);
    expect(methods(channel.wire).filter((method) => method === "kill")).toHaveLength(1);
  });

  it.each<[string, Answer]>([
    ["fails", { error: { kind: "Internal", code: -32000, message: "no" } }],
    ["is not answered with an id", { result: undefined }],
  ])("also where the second one %s", async (_, instead) => {
    const id = Uuid.v7();
    const world = serverOf("surrealdb-3.0.5", [id], instead);
    expect(await world.db.live("user")).toEqual(id);
    await settled();
    expect(sent(world)).toEqual(["live", "live"]);
  });

  it("also where the answer to the second one comes after its timeout: it is ended then", async () => {
    const [id, second] = [Uuid.v7(), Uuid.v7()];
    const world = serverOf("surrealdb-3.0.5", [id], "silence");
    const starting = world.db.live("user");
    await settled();
    const [request] = world.channel.unanswered as [WireRequest];
    world.channel.expire(request);
    expect(await starting).toEqual(id);
    world.channel.reply(request, { result: second });
    await settled();
    expect(sent(world)).toEqual(["live", "live", second]);
  });

  it("so that the same is done after a query with LIVE", async () => {
    const [id, second] = [Uuid.v7(), Uuid.v7()];
    const world = serverOf("surrealdb-3.0.5", [id, second]);
    expect(await world.db.query(live).execute()).toEqual([id]);
    await settled();
    expect(sent(world)).toEqual([live, live, second]);
  });

  it("so that the same is done after a reconnect: once for all that are alike", async () => {
    const ids = Array.from({ length: 7 }, () => Uuid.v7());
    const world = serverOf("surrealdb-3.0.5", ids);
    const { db, channel } = world;
    await Promise.all([db.live("user"), db.live("user")]);
    await settled();
    const before = sent(world).length;
    channel.drop();
    channel.restore();
    await settled();
    expect(sent(world).slice(before)).toEqual(["live", ids[6]]);
  });

  it("and for each database that has such a table", async () => {
    const { db, channel, ...world } = serverOf("surrealdb-3.0.5", []);
    await db.use("n", "one");
    await db.live("user");
    await db.use("n", "two");
    await db.live("user");
    await settled();
    channel.drop();
    channel.restore();
    await settled();
    const kills = methods(channel.wire).filter((method) => method === "kill");
    expect([kills.length, world.errors]).toEqual([4, []]);
  });

  it("so that the same is done after several statements of which one is LIVE", async () => {
    const [id, second] = [Uuid.v7(), Uuid.v7()];
    const world = serverOf("surrealdb-3.0.5", [id, second]);
    const text = `RETURN $a; ${live};`;
    await world.db.query(text, { a: 1 }).execute();
    await settled();
    expect(sent(world)).toEqual([text, live, second]);
  });

  it("but not in a transaction, whose live queries the server does not know at all", async () => {
    const world = serverOf("surrealdb-3.0.5", []);
    const transaction = await world.db.beginTransaction();
    await failure(transaction.query(live).execute()).catch(() => undefined);
    await settled();
    expect(sent(world).filter((text) => text === live)).toHaveLength(1);
  });

  /** Two turns of the timer: after that, a list was renewed at least two seconds after the start of a live query. */
  async function later({ backstage }: TestWorld<"async">): Promise<void> {
    for (let turn = 0; turn < 2; turn += 1) {
      for (const [fire, milliseconds] of [...backstage.timers]) if (milliseconds === 2_000) fire();
      await settled();
    }
  }

  const waiting = ({ backstage }: TestWorld<"async">): number[] => [...backstage.timers.values()];

  it("nor one that was started during a long write: once more after two seconds, for all that are alike", async () => {
    const ids = Array.from({ length: 5 }, () => Uuid.v7());
    const world = serverOf("surrealdb-3.0.5", ids);
    await Promise.all([world.db.live("user"), world.db.live("user")]);
    await settled();
    const before = sent(world).length;
    await later(world);
    expect([sent(world).slice(before), waiting(world)]).toEqual([["live", ids[4]], []]);
  });

  it.each(["is lost", "is closed"])("and forgets them with a connection that %s", async (how) => {
    const world = serverOf("surrealdb-3.0.5", []);
    await world.db.live("user");
    await settled();
    if (how === "is closed") await world.db.close();
    else world.channel.drop();
    expect(waiting(world).filter((milliseconds) => milliseconds === 2_000)).toEqual([]);
  });

  it("unless its session has ended", async () => {
    const world = serverOf("surrealdb-3.0.5", []);
    const session = await world.db.newSession();
    await session.live("user");
    await session.closeSession();
    const before = sent(world).length;
    await later(world);
    expect(sent(world).slice(before)).toEqual([]);
  });
});
