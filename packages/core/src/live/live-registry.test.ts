import { platformTime } from "@surreal-sdk/transport/toolkit";
import { type Table, Uuid } from "@surreal-sdk/values";
import { afterEach, describe, expect, it, vi } from "vitest";
import { rows } from "../../test/default-answer.ts";
import { liveWorld, record, take } from "../../test/live-world.ts";
import { answering, asyncWorld, failure, methods, settled } from "../../test/test-world.ts";
import { gt } from "../surrealql/expressions.ts";

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

  it("by kill() of a caller that has given up reaches the server", async () => {
    const { db, channel, id } = await liveWorld();
    const foreign = Uuid.v7();
    const view = db.with({ signal: AbortSignal.abort() });
    for (const each of [id, foreign]) await view.kill(each);
    expect(channel.wire.slice(1)).toMatchObject([
      { method: "kill", params: [id] },
      { method: "kill", params: [foreign] },
    ]);
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
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it.each([
    ["no id", { action: "CREATE", result: 1 }],
    ["an id of another type", { id: "text", action: "CREATE", result: 1 }],
    ["no action", { id: Uuid.v7(), result: 1 }],
    ["an action that nobody knows", { id: Uuid.v7(), action: "EXPLODED", result: 1 }],
  ])("for they have %s are told on the error event (F13)", async (_, body) => {
    const { db, channel, errors } = await liveWorld();
    channel.notify(body);
    expect(errors.map(({ message }) => message)).toEqual(["A notification is malformed."]);
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
    vi.spyOn(platformTime, "now").mockImplementation(() => performance.now());
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

  it("make room again when their query is ended without ever having been known", async () => {
    const { db, channel } = await liveWorld();
    const [ended, known] = [Uuid.v7(), Uuid.v7()];
    const large = "x".repeat(6 * 1024 * 1024);
    for (const n of [1, 2]) channel.notify({ id: ended, action: "UPDATE", record, result: `${n}${large}` });
    await db.kill(ended);
    for (const n of [3, 4]) channel.notify({ id: known, action: "UPDATE", record, result: `${n}${large}` });
    const seen = await take(db.subscribeLive(known), 2);
    expect(seen.map((each) => String(each)[0])).toEqual(["3", "4"]);
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
