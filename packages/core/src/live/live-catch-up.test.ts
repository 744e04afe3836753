import { TransportTimeoutError } from "@surreal-sdk/transport";
import { RecordId, Uuid } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { rows } from "../../test/default-answer.ts";
import type { Answer, WireRequest } from "../../test/scripted-channel.ts";
import {
  answering,
  asyncWorld,
  failure,
  methods,
  settled,
  type TestWorld,
  type WorldOptions,
} from "../../test/test-world.ts";

interface Row {
  readonly id: RecordId;
  readonly n: number;
}

const row = (key: string, n: number): Row => ({ id: new RecordId("user", key), n });

/** A connection with a live query that reads the table again after a reconnect; `table` is what it finds. */
async function snapshotWorld(
  table: Row[],
  options: WorldOptions<"async"> = {},
): Promise<TestWorld<"async"> & { id: Uuid; table: Row[]; next(): Promise<unknown> }> {
  const world = asyncWorld(options);
  const held = { table };
  const script = (request: WireRequest): Answer | undefined =>
    request.method === "query" ? rows(held.table) : undefined;
  world.channel.script = script;
  const id = await world.db.live("user", { resync: "snapshot" });
  const stream = world.db.subscribeLive(id);
  const next = async (): Promise<unknown> => {
    const { value } = await stream.next();
    if (value === undefined) return "end";
    return value.action === "GAP" ? `GAP ${value.reason}` : [value.action, (value.result as Row).n];
  };
  return {
    ...world,
    channel: world.channel,
    id,
    next,
    get table() {
      return held.table;
    },
    set table(given: Row[]) {
      held.table = given;
    },
  };
}

function notify(world: TestWorld<"async">, id: Uuid, action: string, result: Row): void {
  world.channel.notify({ id, action, record: result.id, result });
}

describe("a live query that reads its table again after a reconnect (F15)", () => {
  it("tells what changed meanwhile in place of a gap, and each change once", async () => {
    const world = await snapshotWorld([row("a", 1), row("b", 1), row("c", 1)]);
    notify(world, world.id, "UPDATE", row("a", 2));
    expect(await world.next()).toEqual(["UPDATE", 2]);
    world.channel.drop();
    world.table = [row("a", 3), row("c", 1), row("d", 4)];
    const renamed = Uuid.v7();
    const script = world.channel.script;
    world.channel.script = (request) => (request.method === "live" ? { result: renamed } : script(request));
    world.channel.restore();
    // Reported by the new query, and read as well: told once.
    notify(world, renamed, "CREATE", row("d", 4));
    notify(world, renamed, "UPDATE", row("d", 5));
    expect([await world.next(), await world.next(), await world.next(), await world.next()]).toEqual([
      ["UPDATE", 3],
      ["CREATE", 4],
      ["DELETE", 1],
      ["UPDATE", 5],
    ]);
    expect(world.events).not.toContain("gap: reconnect");
  });

  it("does so where nothing may wait for a lost connection", async () => {
    const world = await snapshotWorld([row("a", 1)]);
    world.channel.isQueueing = false;
    world.channel.drop();
    world.table = [row("a", 2)];
    world.channel.restore();
    expect(await world.next()).toEqual(["UPDATE", 2]);
    expect(world.events).not.toContain("gap: reconnect");
  });

  it("tells of one gap where it began behind a change without an answer, and goes on well afterwards", async () => {
    const late = new TransportTimeoutError("use was not answered", { outcome: "unknown" });
    const held = { table: [row("a", 1)] };
    const { db, channel } = asyncWorld();
    channel.script = ({ method }) => {
      if (method === "use") return { fail: late };
      return method === "query" ? rows(held.table) : undefined;
    };
    expect(await failure(db.use("n", "one"))).toBe(late);
    const stream = db.subscribeLive(await db.live("user", { resync: "snapshot" }));
    channel.script = ({ method }) => (method === "query" ? rows(held.table) : undefined);
    const away = async (n: number): Promise<unknown> => {
      channel.drop();
      held.table = [row("a", n)];
      channel.restore();
      return (await stream.next()).value;
    };
    expect(await away(2)).toMatchObject({ action: "GAP" });
    // What it is compared with was read before the doubt was settled.
    expect(await away(3)).toMatchObject({ action: "UPDATE", result: { n: 3 } });
  });

  it("tells of a gap where the table cannot be read", async () => {
    const world = await snapshotWorld([]);
    world.channel.drop();
    world.channel.script = (request) =>
      request.method === "query" ? { error: { message: "no" } } : { result: world.id };
    world.channel.restore();
    notify(world, world.id, "CREATE", row("a", 1));
    expect([await world.next(), await world.next()]).toEqual(["GAP reconnect", ["CREATE", 1]]);
    expect(world.events).toContain("gap: reconnect");
  });

  it("is ended again when its table cannot be read at the start", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("query", { error: { kind: "NotAllowed", message: "no" } });
    expect(await failure(db.live("user", { resync: "snapshot" }))).toMatchObject({ name: "NotAllowedError" });
    await settled();
    expect([methods(channel.wire), channel.remembered]).toEqual([["live", "query", "kill"], []]);
  });

  it.each([
    [{ resync: "snapshot", diff: true }, /cannot be combined with/],
    [{ resync: "changes", fields: ["a"] }, /cannot be combined with/],
    [{ resync: "magic" }, /"changes" or "snapshot"/],
  ])("is refused with %j", async (options, message) => {
    const { db, channel } = asyncWorld();
    expect((await failure(db.live("user", options as never))).message).toMatch(message);
    expect(channel.wire).toEqual([]);
  });
});

describe("what a catch-up leaves alone", () => {
  it("a change that changes nothing is told, but for those that a reconnect may repeat", async () => {
    const world = await snapshotWorld([row("a", 1)]);
    notify(world, world.id, "UPDATE", row("a", 1));
    expect(await world.next()).toEqual(["UPDATE", 1]);
    world.channel.drop();
    const script = world.channel.script;
    world.channel.script = (request) => (request.method === "live" ? { result: world.id } : script(request));
    world.table = [row("a", 2)];
    world.channel.restore();
    expect(await world.next()).toEqual(["UPDATE", 2]);
    notify(world, world.id, "UPDATE", row("a", 2));
    notify(world, world.id, "UPDATE", row("a", 2));
    notify(world, world.id, "UPDATE", row("a", 3));
    // The first may be the one that was read as well.
    expect([await world.next(), await world.next()]).toEqual([
      ["UPDATE", 2],
      ["UPDATE", 3],
    ]);
  });

  it("holds no more changes back than a queue holds, and tells of a gap in their place", async () => {
    const world = await snapshotWorld([], { live: { queue: 3 } });
    world.channel.drop();
    world.channel.script = ({ method }) => (method === "query" ? "silence" : { result: world.id });
    world.channel.restore();
    await settled();
    for (let n = 1; n <= 10; n += 1) notify(world, world.id, "CREATE", row("a", n));
    const [read] = world.channel.unanswered;
    world.channel.reply(read as WireRequest, rows([row("a", 10)]));
    await settled();
    notify(world, world.id, "UPDATE", row("a", 11));
    expect([await world.next(), await world.next()]).toEqual(["GAP reconnect", ["UPDATE", 11]]);
  });
});

it("a table is not read as somebody else after a sign-in whose answer has not come", async () => {
  const { db, channel } = asyncWorld();
  await db.ping();
  const fail = new TransportTimeoutError("No answer.", { outcome: "unknown" });
  channel.script = ({ method }) => (method === "signin" ? { fail } : undefined);
  const live = failure(db.live("user", { resync: "snapshot" }));
  expect(await failure(db.signin({ username: "root", password: "secret" }))).toBe(fail);
  expect(await live).toMatchObject({ name: "SessionChangedError", outcome: "not_sent" });
  expect(methods(channel.wire)).not.toContain("query");
});
