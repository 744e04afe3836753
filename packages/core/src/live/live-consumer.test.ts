import { getEventListeners } from "node:events";
import { Uuid } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { liveWorld, record, type Stream, take } from "../../test/live-world.ts";
import type { WireRequest } from "../../test/scripted-channel.ts";
import { answering, asyncWorld, failure, methods, settled } from "../../test/test-world.ts";

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
    expect(await take(stream, 1)).toEqual(["end"]);
  });

  it("goes on itself after a `timeout`, and is told of an abort again", async () => {
    const { db, channel, backstage, id, burst } = await liveWorld();
    const controller = new AbortController();
    const streams = [
      db.subscribeLive(id, { timeout: 50, signal: controller.signal }),
      db.subscribeLive(id, { timeout: 50 }),
    ];
    for (const round of [1, 2]) {
      const waiting = streams.map((stream) => stream.next());
      for (const timer of [...backstage.timers.keys()]) timer();
      expect((await Promise.all(waiting)).map(({ done }) => done)).toEqual([true, true]);
      burst(round, round);
      for (const stream of streams) expect(await take(stream, 1)).toEqual([round]);
    }
    const [first, second] = streams as [Stream, Stream];
    const waiting = first.next();
    controller.abort();
    expect((await waiting).done).toBe(true);
    burst(3, 3);
    expect([await take(first, 1), await take(second, 1)]).toEqual([["end"], [3]]);
    expect(methods(channel.wire)).toEqual(["live"]);
  });

  it("ends the query when it is left after a `timeout`, unless another consumer goes on", async () => {
    const { db, channel, backstage, id, burst } = await liveWorld();
    const pause = async (stream: Stream) => {
      const waiting = stream.next();
      for (const timer of [...backstage.timers.keys()]) timer();
      await waiting;
    };
    const first = db.subscribeLive(id, { timeout: 50 });
    await pause(first);
    const second = db.subscribeLive(id, { timeout: 50 });
    await first.return();
    burst(1, 1);
    expect(await take(second, 1)).toEqual([1]);
    expect(methods(channel.wire)).toEqual(["live"]);
    await pause(second);
    await second.return();
    expect(methods(channel.wire)).toEqual(["live", "kill"]);
  });

  it("gives what came before the end when it goes on after it", async () => {
    const { db, backstage, id, burst } = await liveWorld();
    const stream = db.subscribeLive(id, { timeout: 50 });
    const waiting = stream.next();
    for (const timer of [...backstage.timers.keys()]) timer();
    await waiting;
    burst(1, 1);
    await db.kill(id);
    expect(await take(stream, 2)).toEqual([1, "end"]);
  });

  it("ends by a signal, that may be aborted already (F10)", async () => {
    const { db, channel, id } = await liveWorld();
    const controller = new AbortController();
    const [one, other] = [
      db.subscribeLive(id, { signal: controller.signal }),
      db.subscribeLive(id, { signal: controller.signal }),
    ];
    const waiting = one.next();
    await other.return();
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(1);
    controller.abort();
    expect((await waiting).done).toBe(true);
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
    await settled();
    expect(methods(channel.wire)).toEqual(["live", "kill"]);
    const next = await db.live("user");
    expect(await take(db.subscribeLive(next, { signal: AbortSignal.abort() }), 1)).toEqual(["end"]);
    await settled();
    expect(methods(channel.wire)).toEqual(["live", "kill", "live", "kill"]);
  });

  it("ends by the signal of its view, and by its own beside it, on the server too", async () => {
    for (const which of ["view", "own"]) {
      const { db, channel, id } = await liveWorld();
      const [view, own] = [new AbortController(), new AbortController()];
      const waiting = db.with({ signal: view.signal }).subscribeLive(id, { signal: own.signal }).next();
      (which === "view" ? view : own).abort();
      expect((await waiting).done).toBe(true);
      await settled();
      expect(methods(channel.wire)).toEqual(["live", "kill"]);
    }
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
