import { Table, Uuid } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { record, take } from "../../test/live-world.ts";
import type { Answer, WireRequest } from "../../test/scripted-channel.ts";
import { asyncWorld, failure, methods, settled, type TestWorld } from "../../test/test-world.ts";

const ok = (result: unknown) => ({ status: "OK", time: "1µs", result, type: "live" });
const live = "LIVE SELECT * FROM user WHERE age > 18";

/** A server that gives these ids to live queries; `instead` answers the second start. */
function server(version: string | undefined, ids: readonly Uuid[], instead?: Answer): TestWorld<"async"> {
  // Only an engine that reconnects asks for the version.
  const world = version === undefined ? asyncWorld({ capabilities: { reconnect: false } }) : asyncWorld();
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

/** Two turns of the timer: at least two seconds. */
async function later({ backstage }: TestWorld<"async">): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) {
    for (const [fire, milliseconds] of [...backstage.timers]) if (milliseconds === 2_000) fire();
    await settled();
  }
}

/** The milliseconds of the timers that run. */
function waiting({ backstage }: TestWorld<"async">): number[] {
  return [...backstage.timers.values()];
}

describe("an embedded database may not know of a live query that was started during a write, so that", () => {
  it("a second one is started before live() resolves, and ended", async () => {
    const [id, second] = [Uuid.v7(), Uuid.v7()];
    const world = server(undefined, [id, second]);
    expect(await world.db.live("user")).toEqual(id);
    expect(sent(world)).toEqual(["live", "live", second]);
    expect(world.channel.wire.every(({ method, facts }) => method !== "live" || facts.exclusive)).toBe(true);
  });

  it("a second one is started, whose notifications are not the user's", async () => {
    const [id, second] = [Uuid.v7(), Uuid.v7()];
    const { db, channel, errors } = server(undefined, [id, second]);
    const stream = db.subscribeLive(await db.live("user"));
    channel.notify({ id: second, action: "CREATE", record, result: 1 });
    channel.notify({ id: second, action: "KILLED", record, result: undefined });
    channel.notify({ id, action: "CREATE", record, result: 2 });
    expect([await take(stream, 1), errors]).toEqual([[2], []]);
    expect(methods(channel.wire).filter((method) => method === "kill")).toHaveLength(1);
  });

  it.each<[string, Answer]>([
    ["fails", { error: { kind: "Internal", code: -32000, message: "no" } }],
    ["is not answered with an id", { result: undefined }],
  ])("live() resolves also where the second one %s", async (_, instead) => {
    const id = Uuid.v7();
    const world = server(undefined, [id], instead);
    expect(await world.db.live("user")).toEqual(id);
    await settled();
    expect(sent(world)).toEqual(["live", "live"]);
  });

  it("live() resolves also after the timeout of the second one, which is ended when it is answered", async () => {
    const [id, second] = [Uuid.v7(), Uuid.v7()];
    const world = server(undefined, [id], "silence");
    const starting = world.db.live("user");
    await settled();
    const [request] = world.channel.unanswered as [WireRequest];
    world.channel.expire(request);
    expect(await starting).toEqual(id);
    world.channel.reply(request, { result: second });
    await settled();
    expect(sent(world)).toEqual(["live", "live", second]);
  });

  it("live() whose caller gives up while the second one is started ends both", async () => {
    const [id, second] = [Uuid.v7(), Uuid.v7()];
    const world = server(undefined, [id], "silence");
    const giving = new AbortController();
    const starting = failure(world.db.with({ signal: giving.signal }).live("user"));
    await settled();
    giving.abort(new RangeError("enough"));
    expect(await starting).toEqual(new RangeError("enough"));
    world.channel.reply(world.channel.unanswered[0] as WireRequest, { result: second });
    await settled();
    expect(sent(world)).toEqual(["live", "live", id, second]);
  });

  it.each([
    ["a query with LIVE", live, {}],
    ["several statements of which one is LIVE", `RETURN $a; ${live};`, { a: 1 }],
  ])("a second one is started after %s", async (_, text, bindings) => {
    const [id, second] = [Uuid.v7(), Uuid.v7()];
    const world = server(undefined, [id, second]);
    await world.db.query(text, bindings).execute();
    await settled();
    expect(sent(world)).toEqual([text, live, second]);
  });

  it("a server that gives both the same id goes on with it", async () => {
    const id = Uuid.v7();
    const world = server(undefined, [id, id]);
    await world.db.live("user");
    await settled();
    expect(sent(world)).toEqual(["live", "live"]);
  });

  it("none is started for one in a transaction, which the server does not know at all", async () => {
    const world = server(undefined, []);
    const transaction = await world.db.beginTransaction();
    await failure(transaction.query(live).execute()).catch(() => undefined);
    await settled();
    expect(sent(world).filter((text) => text === live)).toHaveLength(1);
    expect(waiting(world)).toEqual([]);
  });
});

describe("the same may happen to a server before 3.3, and during a long write, so that", () => {
  it.each([
    ["surrealdb-3.0.5", true],
    ["surrealdb-3.2.9", true],
    ["unknown", true],
    [undefined, true],
    ["surrealdb-3.3.0", false],
  ])("a second one is started after two seconds: %s", async (version, isDue) => {
    const ids = Array.from({ length: 3 }, () => Uuid.v7());
    const world = server(version, ids);
    expect(await world.db.live("user")).toEqual(ids[0]);
    await settled();
    const before = sent(world).length;
    expect(before).toBe(version === undefined ? 3 : 1);
    await later(world);
    expect(sent(world).slice(before)).toEqual(isDue ? ["live", ids[version === undefined ? 2 : 1]] : []);
    expect(waiting(world)).toEqual([]);
  });

  it("one is started for all that are alike", async () => {
    const ids = Array.from({ length: 3 }, () => Uuid.v7());
    const world = server("surrealdb-3.0.5", ids);
    await Promise.all([world.db.live("user"), world.db.live("user")]);
    await later(world);
    expect(sent(world)).toEqual(["live", "live", "live", ids[2]]);
  });

  it("one is started for all of the same text, where that names the table", async () => {
    const world = server("surrealdb-3.0.5", []);
    const text = "LIVE SELECT * FROM user WHERE age > $age OR (SELECT VALUE 1 FROM [$before] WHERE age > $age)";
    for (const age of [18, 65]) await world.db.query(text, { age }).execute();
    await later(world);
    expect(sent(world).filter((one) => one === text)).toHaveLength(3);
  });

  it("one is started for each table that a parameter names", async () => {
    const world = server("surrealdb-3.0.5", []);
    const text = "LIVE SELECT * FROM $table";
    for (const table of ["user", "book"]) await world.db.query(text, { table: new Table(table) }).execute();
    await later(world);
    const bindings = world.channel.wire.filter(({ params }) => params[0] === text).map(({ params }) => params[1]);
    const [user, book] = ["user", "book"].map((table) => ({ table: new Table(table) }));
    expect(bindings).toEqual([user, book, user, book]);
  });

  it("one is started for each database that has such a table, after a reconnect as well", async () => {
    const world = server("surrealdb-3.0.5", []);
    const { db, channel } = world;
    await db.use("n", "one");
    await db.live("user");
    await db.use("n", "two");
    await db.live("user");
    await later(world);
    const kills = (): number => methods(channel.wire).filter((method) => method === "kill").length;
    expect(kills()).toBe(2);
    channel.drop();
    channel.restore();
    await settled();
    await later(world);
    expect([kills(), world.errors]).toEqual([4, []]);
  });

  it.each(["is lost", "is closed"])("none is started for a connection that %s", async (how) => {
    const world = server("surrealdb-3.0.5", []);
    await world.db.live("user");
    await settled();
    if (how === "is closed") await world.db.close();
    else world.channel.drop();
    expect(waiting(world).filter((milliseconds) => milliseconds === 2_000)).toEqual([]);
  });

  it("none is started in a session that has ended", async () => {
    const world = server("surrealdb-3.0.5", []);
    const session = await world.db.newSession();
    await session.live("user");
    await session.closeSession();
    const before = sent(world).length;
    await later(world);
    expect(sent(world).slice(before)).toEqual([]);
  });
});
