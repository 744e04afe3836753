import { platformTime } from "@surreal-sdk/transport/toolkit";
import { Uuid } from "@surreal-sdk/values";
import { afterEach, describe, expect, it, vi } from "vitest";
import { liveWorld, record } from "../../test/live-world.ts";
import type { WireRequest } from "../../test/scripted-channel.ts";
import { answering, asyncWorld, failure, methods, settled } from "../../test/test-world.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe("late notifications of a query that has ended", () => {
  it("are ignored, by the id that the server gave it after a reconnect as well", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    vi.spyOn(platformTime, "now").mockImplementation(() => performance.now());
    const { db, channel, id, errors } = await liveWorld();
    const renamed = Uuid.v7();
    channel.script = answering("live", { result: renamed });
    channel.drop();
    channel.restore();
    await db.kill(id);
    channel.script = answering("kill", { error: { kind: "NotFound", message: "no such live query" } });
    channel.notify({ id: renamed, action: "UPDATE", record, result: 1 });
    vi.advanceTimersByTime(6_000);
    channel.notify({ id: renamed, action: "UPDATE", record, result: 2 });
    await settled();
    expect(methods(channel.wire)).toEqual(["live", "live", "kill"]);
    expect(errors).toEqual([]);
  });

  it("of one that this connection did not start are ignored when it has killed it", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    vi.spyOn(platformTime, "now").mockImplementation(() => performance.now());
    const { db, channel, errors } = await liveWorld();
    const foreign = Uuid.v7();
    channel.notify({ id: foreign, action: "UPDATE", record, result: 1 });
    await db.kill(foreign);
    vi.advanceTimersByTime(6_000);
    channel.notify({ id: foreign, action: "UPDATE", record, result: 2 });
    await settled();
    expect(methods(channel.wire)).toEqual(["live", "kill"]);
    expect(errors).toEqual([]);
    expect(await db.subscribeLive(foreign).next()).toMatchObject({ done: true });
  });

  it("have one killed once where its own answer comes still later", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    vi.spyOn(platformTime, "now").mockImplementation(() => performance.now());
    const { db, channel, errors } = asyncWorld();
    channel.script = answering("live", "silence");
    const starting = failure(db.live("user"));
    await settled();
    const request = channel.unanswered[0] as WireRequest;
    channel.expire(request);
    await starting;
    const id = Uuid.v7();
    channel.notify({ id, action: "UPDATE", record, result: 1 });
    vi.advanceTimersByTime(6_000);
    channel.notify({ id, action: "UPDATE", record, result: 2 });
    channel.reply(request, { result: id });
    await settled();
    expect(methods(channel.wire)).toEqual(["live", "kill"]);
    expect(errors).toEqual([]);
  });
});
