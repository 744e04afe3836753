import { ConnectionClosedError, ConnectionLostError, ConnectionUnavailableError } from "@surreal-sdk/transport";
import { fakeTimers } from "@surreal-sdk/transport/test/fake-timers";
import { describe, expect, it, vi } from "vitest";
import { Recorder } from "../test/recorder.ts";
import { capabilities, contextOf, ScriptedConnection, scriptedEngine, scriptedPool } from "../test/scripted-engine.ts";
import { pooledEngine } from "./index.ts";

describe("a pool", () => {
  it("has the capabilities of its engine", () => {
    const engine = pooledEngine(scriptedEngine(async (context) => new ScriptedConnection(context)));
    expect(engine).toMatchObject({ contract: 1, name: "pooled scripted", capabilities });
  });

  it.each([0, 65, 1.5, "4", null])("of %j connections is refused", (size) => {
    const engine = scriptedEngine(async (context) => new ScriptedConnection(context));
    expect(() => pooledEngine(engine, { size: size as number })).toThrow(RangeError);
  });

  it.each([{ stateful: false }, { reconnect: false }])("is refused to an engine with %j", (lacking) => {
    const engine = scriptedEngine(async (context) => new ScriptedConnection(context));
    expect(() => pooledEngine({ ...engine, capabilities: { ...capabilities, ...lacking } })).toThrow(TypeError);
  });

  it.each<[unknown, string]>([
    [undefined, "has no open()"],
    [{ open() {}, contract: 1 }, "declares no capabilities"],
    [{ open() {}, contract: 2, capabilities }, "contract 2"],
  ])("of %o is refused", (engine, why) => {
    expect(() => pooledEngine(engine as never)).toThrow(TypeError);
    expect(() => pooledEngine(engine as never)).toThrow(why);
  });

  it("reads no option that was not given", () => {
    const polluted = Object.create({ size: 0 }) as object;
    expect(() =>
      pooledEngine(
        scriptedEngine(async (context) => new ScriptedConnection(context)),
        polluted,
      ),
    ).not.toThrow();
  });

  it("reports notifications, frames without an id and signs of life of every connection", async () => {
    const pool = await scriptedPool(2);
    const [first, second] = pool.members;
    first?.say({ result: { id: "live", action: "CREATE", result: 1 } });
    second?.say({ error: { code: -32700, message: "Parse error" } });
    second?.context.listener.alive();
    expect(pool.recorder.heard).toEqual([
      'notification {"id":"live","action":"CREATE","result":1}',
      'orphan-error "refused"',
      "alive",
    ]);
  });

  it("gives each connection callbacks that an engine may copy into a listener of its own", async () => {
    const pool = await scriptedPool(2);
    const [, second] = pool.members;
    const { alive, closed } = { ...(second as ScriptedConnection).context.listener };
    alive();
    closed();
    expect(pool.recorder.heard.slice(0, 1)).toEqual(["alive"]);
    expect(pool.recorder.heard.at(-1)).toContain("closed");
  });

  it("buffers what all buffer, and passes on whether to read and to keep the process alive", async () => {
    const pool = await scriptedPool(2);
    for (const [index, member] of pool.members.entries()) member.bufferedBytes = 10 + index;
    expect(pool.connection.bufferedBytes).toBe(21);
    pool.connection.setReading?.(false);
    pool.connection.setRef?.(false);
    for (const { calls } of pool.members) expect(calls).toEqual(["reading false", "ref false"]);
  });
});

describe("opening a pool", () => {
  it("fails when one connection cannot be opened, and closes the others", async () => {
    const opened: ScriptedConnection[] = [];
    const failure = new ConnectionUnavailableError("refused", { outcome: "not_sent" });
    let count = 0;
    const engine = scriptedEngine(async (context) => {
      count += 1;
      if (count === 2) throw failure;
      const connection = new ScriptedConnection(context);
      opened.push(connection);
      return connection;
    });
    const recorder = new Recorder();
    await expect(pooledEngine(engine, { size: 3 }).open(contextOf(recorder))).rejects.toBe(failure);
    expect(opened.map(({ calls }) => calls)).toEqual([["close 0"], ["close 0"]]);
    expect(recorder.heard).toEqual([]);
  });

  it("fails when one connection ends before all are open", async () => {
    const engine = scriptedEngine(async (context) => {
      const connection = new ScriptedConnection(context);
      context.listener.closed(new ConnectionLostError("gone", { outcome: "unknown" }));
      return connection;
    });
    const recorder = new Recorder();
    const opening = pooledEngine(engine, { size: 2 }).open(contextOf(recorder));
    await expect(opening).rejects.toMatchObject({ name: "ConnectionUnavailableError", outcome: "not_sent" });
    expect(recorder.heard).toEqual([]);
  });

  it("is given up for all connections at once", async () => {
    const owner = new AbortController();
    const engine = scriptedEngine(
      ({ signal }) => new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
    );
    const opening = pooledEngine(engine, { size: 2 }).open(contextOf(new Recorder(), owner.signal));
    const reason = new ConnectionClosedError("given up", { outcome: "not_sent" });
    owner.abort(reason);
    await expect(opening).rejects.toBe(reason);
  });
});

describe("the end of a pool", () => {
  it("comes with the end of one connection, once, for its reason", async () => {
    const pool = await scriptedPool(3);
    const failure = new ConnectionLostError("gone", { outcome: "unknown", code: 1012 });
    pool.send("query");
    pool.members[1]?.context.listener.closed(failure);
    pool.members[2]?.context.listener.closed(failure);
    expect(pool.recorder.ends).toEqual([failure]);
    for (const { calls } of pool.members) expect(calls).toEqual(["close 0"]);
    pool.members[0]?.answer();
    expect(pool.recorder.heard).toEqual(["closed"]);
    expect(() => pool.send("query")).toThrow(ConnectionUnavailableError);
    await pool.connection.close(10);
    expect(pool.recorder.heard).toEqual(["closed"]);
  });

  it("has a reason when a connection ends without one", async () => {
    const pool = await scriptedPool(2);
    pool.members[1]?.context.listener.closed();
    expect(pool.recorder.ends[0]).toMatchObject({ name: "ConnectionLostError", outcome: "unknown" });
  });

  it("on request closes all connections gracefully and is reported once, without an error", async () => {
    const pool = await scriptedPool(2);
    const closing = pool.connection.close(500);
    expect(() => pool.send("query")).toThrow(ConnectionClosedError);
    expect(pool.connection.close(0)).toBe(closing);
    await closing;
    for (const { calls } of pool.members) expect(calls).toEqual(["close 500"]);
    expect(pool.recorder.ends).toEqual([undefined]);
  });
});

describe("a connection that is silent", () => {
  const check = 5_000;

  it("is asked for a sign of life and lost without one, whatever the others say", async () => {
    fakeTimers();
    const pool = await scriptedPool(2);
    const [first, second] = pool.members;
    for (const asked of [[], ["ping []"]]) {
      vi.advanceTimersByTime(check - 1);
      first?.context.listener.alive();
      vi.advanceTimersByTime(1);
      expect(second?.told).toEqual(asked);
    }
    expect(first?.told).toEqual([]);
    first?.context.listener.alive();
    vi.advanceTimersByTime(check);
    expect(pool.recorder.ends[0]).toMatchObject({
      name: "ConnectionLostError",
      message: expect.stringContaining("no sign of life on one of them for 15000 ms"),
    });
    expect(vi.getTimerCount()).toBe(0);
  });

  it("lives on when it answers, and the caller does not hear of it", async () => {
    fakeTimers();
    const pool = await scriptedPool(2);
    for (let count = 0; count < 6; count += 1) {
      vi.advanceTimersByTime(check * 2);
      for (const member of pool.members) member.answer();
    }
    expect(pool.counts).toEqual([6, 6]);
    expect(pool.recorder.heard).toEqual([]);
  });

  it("lives on while it accepts bytes, and while nothing is read", async () => {
    fakeTimers();
    const pool = await scriptedPool(1);
    const [member] = pool.members;
    for (let left = 9; left > 3; left -= 1) {
      if (member !== undefined) member.bufferedBytes = left;
      vi.advanceTimersByTime(check);
    }
    pool.connection.setReading?.(false);
    vi.advanceTimersByTime(check * 10);
    expect(pool.recorder.heard).toEqual([]);
    pool.connection.setReading?.(true);
    await pool.connection.close(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
