import { RecordId, Table, Uuid } from "@surreal-sdk/values";
import { afterEach, describe, expect, it, vi } from "vitest";
import { rows } from "../test/default-answer.ts";
import type { WireRequest } from "../test/scripted-channel.ts";
import { answering, asyncWorld, failure, settled, type TestWorld, type WorldOptions } from "../test/test-world.ts";
import { gt } from "./expressions.ts";
import type { LiveNotification } from "./live-notification.ts";

const record = new RecordId("user", "ada");
const methods = (wire: readonly WireRequest[]): string[] => wire.map(({ method }) => method);

interface LiveWorld extends TestWorld<"async"> {
  readonly id: Uuid;
  /** Changes number `from` to `to` come in. */
  burst(from: number, to: number, id?: Uuid): void;
}

/** A connection with one live query on it. */
async function liveWorld(options: WorldOptions<"async"> = {}): Promise<LiveWorld> {
  const world = asyncWorld(options);
  const id = await world.db.live("user");
  const burst = (from: number, to: number, of = id): void => {
    for (let n = from; n <= to; n += 1) world.channel.notify({ id: of, action: "UPDATE", record, result: n });
  };
  return { ...world, channel: world.channel, id, burst };
}

type Stream = AsyncGenerator<LiveNotification, void, undefined>;

/** The next items of a stream in short: what changed, `GAP` with its reason, or `end`. */
async function take(stream: Stream, count: number): Promise<unknown[]> {
  const taken: unknown[] = [];
  while (taken.length < count) {
    const { done, value } = await stream.next();
    taken.push(
      done === true
        ? "end"
        : value.action === "GAP"
          ? `GAP ${value.reason} ${value.dropped ?? ""}`.trim()
          : value.result,
    );
  }
  return taken;
}

describe("live()", () => {
  it.each<[string, Parameters<TestWorld<"async">["db"]["live"]>, string, unknown[]]>([
    ["a table", ["user"], "live", [new Table("user"), false]],
    ["any table", [new Table("a-b")], "live", [new Table("a-b"), false]],
    ["diff mode", ["user", true], "live", [new Table("user"), true]],
    ["diff mode as an option", ["user", { diff: true }], "live", [new Table("user"), true]],
    [
      "a condition",
      ["user", { where: gt("age", 18) }],
      "query",
      ["LIVE SELECT * FROM user WHERE age > $_where0", { _where0: 18 }],
    ],
    ["fields", [new Table("a b"), { fields: ["name"] }], "query", ["LIVE SELECT name FROM `a b`", {}]],
    [
      "a condition in diff mode",
      ["user", { diff: true, where: gt("age", 1) }],
      "query",
      ["LIVE SELECT DIFF FROM user WHERE age > $_where0", { _where0: 1 }],
    ],
  ])("asks for %s", async (_, given, method, params) => {
    const { db, channel } = asyncWorld();
    const id = Uuid.v7();
    channel.script = () => (method === "live" ? { result: id } : rows(id));
    expect(await db.live(...given)).toEqual(id);
    expect(channel.wire).toMatchObject([{ method, params, facts: { exclusive: true } }]);
    expect(channel.remembered).toEqual([`live ${id.toJSON()}`]);
  });

  it.each<[string, unknown[], RegExp]>([
    ["a record", ["user:ada"], /names a record/],
    ["no table", [5], /takes a Table or its name/],
    ["fields in diff mode", ["user", { diff: true, fields: ["a"] }], /no `fields`/],
    ["text as options", ["user", "diff"], /live\(\)/],
    ["an unknown option", ["user", { dif: true }], /no option "dif"/],
    ["text as condition", ["user", { where: "age > 1" }], /where takes a condition/],
  ])("refuses %s", async (_, given, message) => {
    const { db, channel } = asyncWorld();
    expect((await failure((db.live as (...all: unknown[]) => Promise<unknown>)(...given))).message).toMatch(message);
    expect(channel.wire).toEqual([]);
  });

  it.each([{ result: undefined }, { result: "text" }, { result: [] }])("does not take %j for an id", async (answer) => {
    const { db, channel } = asyncWorld();
    channel.script = answering("live", answer);
    expect(await failure(db.live("user"))).toMatchObject({ name: "UnexpectedResponseError" });
    expect(channel.remembered).toEqual([]);
  });

  it("raises what the statement failed with", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("query", {
      result: [{ status: "ERR", time: "1µs", result: "no such table", kind: "NotFound" }],
    });
    expect(await failure(db.live("user", { fields: ["a"] }))).toMatchObject({ name: "NotFoundError" });
  });

  it("is remembered when it was started by a query that is nothing else, and by no other", async () => {
    const { db, channel } = asyncWorld();
    const [first, second] = [Uuid.v7(), Uuid.v7()];
    channel.script = answering("query", rows(first), {
      result: [
        { status: "OK", time: "1µs", result: second, type: "live" },
        { status: "OK", time: "1µs", result: Uuid.v7() },
      ],
    });
    await db.query("LIVE SELECT * FROM user WHERE age > $min", { min: 3 }).execute();
    await db.query("LIVE SELECT * FROM user; RETURN rand::uuid()").execute();
    expect(channel.remembered).toEqual([`live ${first.toJSON()}`]);
    const stream = db.subscribeLive(second);
    channel.notify({ id: second, action: "CREATE", record, result: 1 });
    expect(await take(stream, 1)).toEqual([1]);
    channel.drop();
    expect(await failure(stream.next())).toMatchObject({ name: "LiveEndedError" });
  });
});

describe("a stream of notifications", () => {
  it("gives what happened, with the id that live() gave", async () => {
    const { db, channel, id } = await liveWorld();
    const stream = db.subscribeLive(id);
    channel.notify({ id, action: "CREATE", record, result: { id: record } });
    expect((await stream.next()).value).toEqual({ id, action: "CREATE", record, result: { id: record } });
  });

  it("loses nothing of a burst, nor of what came before it was asked for (B9, F01, F02)", async () => {
    const { db, id, burst } = await liveWorld();
    burst(1, 100);
    const stream = db.subscribeLive(id.toJSON());
    burst(101, 200);
    const expected = Array.from({ length: 200 }, (_, n) => n + 1);
    const seen = await take(stream, 150);
    const waiting = take(stream, 51);
    burst(201, 201);
    expect([...seen, ...(await waiting)]).toEqual([...expected, 201]);
  });

  it("gives what came before the answer that named the query (F02)", async () => {
    const { db, channel } = asyncWorld();
    const id = Uuid.v7();
    channel.script = answering("live", "silence");
    const live = db.live("user");
    await settled();
    channel.notify({ id, action: "CREATE", record, result: 1 });
    channel.reply(channel.unanswered[0] as WireRequest, { result: id });
    expect(await take(db.subscribeLive(await live), 1)).toEqual([1]);
  });

  it("answers several next() in order", async () => {
    const { db, id, burst } = await liveWorld();
    const stream = db.subscribeLive(id);
    const asked = [stream.next(), stream.next(), stream.next()];
    burst(1, 3);
    expect((await Promise.all(asked)).map(({ value }) => (value as { result: unknown }).result)).toEqual([1, 2, 3]);
  });

  it("ends next() that waits when return() is called", async () => {
    const { db, channel, id } = await liveWorld();
    const stream = db.subscribeLive(id);
    const waiting = stream.next();
    await stream.return();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(await stream.next()).toEqual({ done: true, value: undefined });
    await stream.return();
    expect(methods(channel.wire)).toEqual(["live", "kill"]);
  });

  it("gives everything to each of two consumers; one that leaves does not end the other (F11)", async () => {
    const { db, channel, id, burst } = await liveWorld();
    const [first, second] = [db.subscribeLive(id), db.subscribeLive(id)];
    burst(1, 2);
    expect([await take(first, 2), await take(second, 2)]).toEqual([
      [1, 2],
      [1, 2],
    ]);
    await first.return();
    burst(3, 3);
    expect(await take(second, 1)).toEqual([3]);
    expect(methods(channel.wire)).toEqual(["live"]);
    await second.return();
    expect(methods(channel.wire)).toEqual(["live", "kill"]);
  });

  it("does not kill a query that somebody else has started", async () => {
    const { db, channel, burst } = await liveWorld();
    const foreign = Uuid.v7();
    const stream = db.subscribeLive(foreign);
    burst(1, 1, foreign);
    expect(await take(stream, 1)).toEqual([1]);
    await stream.return();
    expect(methods(channel.wire)).toEqual(["live"]);
  });

  it("ends for a while by `timeout`, and goes on where it stopped", async () => {
    const { db, backstage, id, burst } = await liveWorld();
    const stream = db.subscribeLive(id, { timeout: 50 });
    const waiting = stream.next();
    expect([...backstage.timers.values()]).toEqual([50]);
    for (const timer of [...backstage.timers.keys()]) timer();
    expect((await waiting).done).toBe(true);
    burst(1, 2);
    const again = db.subscribeLive(id, { timeout: 50 });
    expect(await take(again, 2)).toEqual([1, 2]);
    expect(backstage.timers.size).toBe(0);
  });

  it("ends by a signal, that may be aborted already (F10)", async () => {
    const { db, channel, id } = await liveWorld();
    const controller = new AbortController();
    const removed = vi.spyOn(controller.signal, "removeEventListener");
    const [one, other] = [
      db.subscribeLive(id, { signal: controller.signal }),
      db.subscribeLive(id, { signal: controller.signal }),
    ];
    const waiting = one.next();
    await other.return();
    expect(removed).toHaveBeenCalledTimes(1);
    controller.abort();
    expect((await waiting).done).toBe(true);
    await settled();
    expect(methods(channel.wire)).toEqual(["live", "kill"]);
    const next = await db.live("user");
    expect(await take(db.subscribeLive(next, { signal: AbortSignal.abort() }), 1)).toEqual(["end"]);
    await settled();
    expect(methods(channel.wire)).toEqual(["live", "kill", "live", "kill"]);
  });

  it.each<[string, object, RegExp]>([
    ["a timeout", { timeout: -1 }, /`timeout`/],
    ["an option", { timeouts: 1 }, /no option "timeouts"/],
    ["a limit", { queue: "many" }, /`queue`/],
    ["what happens beyond it", { overflow: "drop" }, /`overflow`/],
    ["a signal", { signal: {} }, /`signal`/],
  ])("refuses %s at the call", async (_, options, message) => {
    const { db, id } = await liveWorld();
    expect(() => db.subscribeLive(id, options)).toThrow(message);
  });

  it.each([5, null, undefined, "not a uuid"])("refuses the id %j at the call", async (id) => {
    const { db, channel } = asyncWorld();
    expect(() => db.subscribeLive(id as never)).toThrow();
    expect(await failure(db.kill(id as never))).toBeInstanceOf(Error);
    expect(channel.wire).toEqual([]);
  });
});

describe("a consumer that is too slow (F03)", () => {
  it("is ended with an error after what it holds, and the query is killed", async () => {
    const { db, channel, id, burst } = await liveWorld({ live: { queue: 3 } });
    const stream = db.subscribeLive(id);
    burst(1, 10);
    expect(await take(stream, 3)).toEqual([1, 2, 3]);
    expect(await failure(stream.next())).toMatchObject({
      name: "LiveOverflowError",
      queued: 3,
      message: expect.stringContaining("drop-oldest"),
    });
    expect((await stream.next()).done).toBe(true);
    await settled();
    expect(methods(channel.wire)).toEqual(["live", "kill"]);
    expect(channel.remembered).toEqual([]);
  });

  it("loses the oldest where that was asked for, and is told how many", async () => {
    const { db, channel, id, burst, events } = await liveWorld({ live: { queue: 3, overflow: "drop-oldest" } });
    const stream = db.subscribeLive(id);
    burst(1, 10);
    expect(await take(stream, 4)).toEqual(["GAP overflow 7", 8, 9, 10]);
    expect(methods(channel.wire)).toEqual(["live"]);
    expect(events).toContain("gap: overflow");
  });

  it("does not end another that keeps up", async () => {
    const { db, channel, id, burst } = await liveWorld();
    const [slow, fast] = [db.subscribeLive(id, { queue: 1 }), db.subscribeLive(id)];
    burst(1, 3);
    expect(await take(fast, 3)).toEqual([1, 2, 3]);
    expect(await take(slow, 1)).toEqual([1]);
    expect(await failure(slow.next())).toMatchObject({ name: "LiveOverflowError" });
    await settled();
    expect(methods(channel.wire)).toEqual(["live"]);
  });

  it("is told so even when it comes after the end", async () => {
    const { db, id, burst } = await liveWorld({ live: { queue: 2 } });
    burst(1, 5);
    await settled();
    const late = db.subscribeLive(id);
    expect(await take(late, 2)).toEqual([1, 2]);
    expect(await failure(late.next())).toMatchObject({ name: "LiveOverflowError" });
    expect(await take(db.subscribeLive(id), 1)).toEqual(["end"]);
  });
});

describe("the end of a live query", () => {
  it("by kill() is quiet, and asked for once", async () => {
    const { db, channel, id } = await liveWorld();
    const stream = db.subscribeLive(id);
    const waiting = stream.next();
    await Promise.all([db.kill(id), db.kill(id.toJSON())]);
    await db.kill(id);
    expect((await waiting).done).toBe(true);
    expect(methods(channel.wire)).toEqual(["live", "kill"]);
    expect(channel.remembered).toEqual([]);
  });

  it("by the server is quiet, after what came before it, and no record is made of it (F09)", async () => {
    const { db, channel, id, burst } = await liveWorld();
    const stream = db.subscribeLive(id);
    burst(1, 2);
    channel.notify({ id, action: "KILLED", record: undefined, result: undefined });
    expect(await take(stream, 3)).toEqual([1, 2, "end"]);
    expect(channel.remembered).toEqual([]);
    channel.drop();
    channel.restore();
    expect(methods(channel.wire)).toEqual(["live"]);
  });

  it("by the server does not take what nobody has claimed yet", async () => {
    const { db, channel, id, burst } = await liveWorld();
    burst(1, 2);
    channel.notify({ id, action: "KILLED", record: undefined, result: undefined });
    expect(await take(db.subscribeLive(id), 3)).toEqual([1, 2, "end"]);
  });

  it("by close() is quiet (F14)", async () => {
    const { db, id } = await liveWorld();
    const waiting = db.subscribeLive(id).next();
    await db.close();
    expect((await waiting).done).toBe(true);
  });

  it("of another connection's query is asked of the server", async () => {
    const { db, channel } = asyncWorld();
    const foreign = Uuid.v7();
    await db.kill(foreign);
    expect(channel.wire).toMatchObject([{ method: "kill", params: [foreign] }]);
  });

  it("by a connection that does not come back is an error (F14)", async () => {
    const { db, channel, id } = await liveWorld();
    const waiting = failure(db.subscribeLive(id).next());
    channel.drop("disconnected");
    expect(await waiting).toMatchObject({ name: "LiveEndedError", cause: { name: "ConnectionLostError" } });
  });

  it("of a session ends with it", async () => {
    const { db, channel } = asyncWorld();
    const session = await db.newSession();
    const stream = session.subscribeLive(await session.live("user"));
    const waiting = stream.next();
    await session.closeSession();
    expect((await waiting).done).toBe(true);
    expect(channel.remembered).toEqual([]);
    expect(channel.wire.map(({ method, session: on }) => [method, on])).toEqual([
      ["attach", session.sessionId],
      ["live", session.sessionId],
      ["detach", session.sessionId],
    ]);
  });
});

describe("a live query on a new connection", () => {
  it("goes on under the same id, after a gap that every consumer is told of (F05, F07)", async () => {
    const { db, channel, id, burst, events } = await liveWorld();
    const [first, second] = [db.subscribeLive(id), db.subscribeLive(id)];
    const renamed = Uuid.v7();
    channel.script = answering("live", { result: renamed });
    burst(1, 1);
    channel.drop();
    channel.restore();
    burst(2, 2, renamed);
    burst(3, 3);
    expect([await take(first, 3), await take(second, 3)]).toEqual([
      [1, "GAP reconnect", 2],
      [1, "GAP reconnect", 2],
    ]);
    expect(events).toContain("gap: reconnect");
    await db.kill(id);
    expect(channel.wire.at(-1)).toMatchObject({ method: "kill", params: [renamed] });
  });

  it("is not brought back when it was killed meanwhile (F08)", async () => {
    const { db, channel, id } = await liveWorld();
    const stream = db.subscribeLive(id);
    channel.drop();
    await db.kill(id);
    channel.restore();
    expect((await stream.next()).done).toBe(true);
    expect(methods(channel.wire)).toEqual(["live"]);
  });

  it("throws when the server refuses it, and leaves the others alone (F06)", async () => {
    const { db, channel, id, burst } = await liveWorld();
    const other = await db.live("post");
    const [refused, fine] = [db.subscribeLive(id), db.subscribeLive(other)];
    channel.drop();
    channel.script = (request) => {
      if (request.method !== "live") return undefined;
      return (request.params[0] as Table).name === "user"
        ? { error: { kind: "NotFound", message: "no table" } }
        : { result: other };
    };
    channel.restore();
    burst(1, 1, other);
    expect(await failure(refused.next())).toMatchObject({ name: "LiveRestoreError", cause: { name: "NotFoundError" } });
    expect(await take(fine, 2)).toEqual(["GAP reconnect", 1]);
    await db.ping();
  });

  it("keeps the variables of its text as they were", async () => {
    const { db, channel } = asyncWorld();
    const id = Uuid.v7();
    channel.script = answering("query", rows(id));
    const where = gt("age", [1]);
    await db.live("user", { where });
    (where.bindings._0 as number[]).push(2);
    channel.drop();
    channel.restore();
    expect(channel.wire.at(-1)?.params).toEqual(["LIVE SELECT * FROM user WHERE age > $_where0", { _where0: [1] }]);
  });
});

describe("notifications that cannot be delivered", () => {
  afterEach(() => vi.useRealTimers());

  it.each([
    ["no id", { action: "CREATE", result: 1 }],
    ["an id of another type", { id: "text", action: "CREATE", result: 1 }],
    ["no action", { id: Uuid.v7(), result: 1 }],
    ["an action that nobody knows", { id: Uuid.v7(), action: "EXPLODED", result: 1 }],
  ])("for they have %s are told on the error event (F13)", async (_, body) => {
    const { db, channel, errors } = await liveWorld();
    channel.notify(body);
    expect(errors.map(({ message }) => message)).toEqual(["A notification has not the form of one."]);
    await db.ping();
  });

  it("for they cannot be read are told on the error event (F13)", async () => {
    const { channel, errors } = await liveWorld();
    channel.receive(Uint8Array.of(0x82, 0x01));
    expect(errors).toMatchObject([{ message: "A notification could not be decoded.", cause: { name: "DecodeError" } }]);
  });

  it("say that there is a hole where their query is known", async () => {
    const { db, channel, id } = await liveWorld();
    const stream = db.subscribeLive(id);
    channel.notify({ id, action: "EXPLODED", result: 1 });
    channel.notify({ id, action: "UPDATE", record, result: 2 });
    expect(await take(stream, 2)).toEqual(["GAP overflow 1", 2]);
  });

  it("for nobody knows their query are held, but not for ever: after a while it is killed once (F12)", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    const { channel, burst } = await liveWorld();
    const foreign = Uuid.v7();
    burst(1, 3, foreign);
    await Promise.resolve();
    expect(methods(channel.wire)).toEqual(["live"]);
    vi.advanceTimersByTime(6_000);
    burst(4, 2_000, foreign);
    vi.useRealTimers();
    await settled();
    expect(methods(channel.wire)).toEqual(["live", "kill"]);
    expect(channel.wire.at(-1)?.params).toEqual([foreign]);
  });

  it("are bounded while they wait for their query to be known", async () => {
    const { db, burst } = await liveWorld();
    const foreign = Uuid.v7();
    burst(1, 1_500, foreign);
    const stream = db.subscribeLive(foreign);
    burst(1_501, 1_501, foreign);
    const seen = await take(stream, 2);
    expect(seen[1]).not.toBe(2);
    expect(seen[0]).toBe("GAP overflow 500");
  });
});
