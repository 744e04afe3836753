import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { answering, asyncWorld, failure, settled, stateless } from "../../test/test-world.ts";
import { eitherSignal, onAbort } from "./abort-signals.ts";

describe("the signal of calls", () => {
  it("has one event listener for any number of calls, and none after them", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("query", "silence");
    const controller = new AbortController();
    const view = db.with({ signal: controller.signal });
    const calls = Array.from({ length: 20 }, () => failure(view.query("RETURN 1").execute()));
    await settled();
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(1);
    controller.abort(new RangeError("enough"));
    expect(await Promise.all(calls)).toStrictEqual(calls.map(() => new RangeError("enough")));
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
  });

  it("calls each listener once, also one that was given twice, and none that has left", () => {
    const controller = new AbortController();
    const told: string[] = [];
    const twice = (): void => void told.push("twice");
    onAbort(controller.signal, twice);
    onAbort(controller.signal, twice);
    onAbort(controller.signal, () => told.push("left"))();
    const leave = onAbort(controller.signal, () => told.push("last"));
    controller.abort();
    leave();
    leave();
    expect(told).toEqual(["twice", "twice", "last"]);
  });

  it.each(["outer", "inner"] as const)("counts beside the one of a view of the view: %s", async (aborted) => {
    const { db, channel } = asyncWorld();
    channel.script = answering("query", "silence");
    const signals = { outer: new AbortController(), inner: new AbortController() };
    const view = db.with({ signal: signals.outer.signal }).with({ signal: signals.inner.signal });
    const waiting = failure(view.query("RETURN 1").execute());
    await settled();
    signals[aborted].abort(new RangeError(aborted));
    expect(await waiting).toStrictEqual(new RangeError(aborted));
    expect(await failure(view.query("RETURN 2").execute())).toStrictEqual(new RangeError(aborted));
    expect(channel.cancelled).toHaveLength(1);
    expect(channel.wire).toMatchObject([{ params: ["RETURN 1", {}] }]);
    for (const { signal } of Object.values(signals)) expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it("is that of the view where the view of the view has none, or the same", async () => {
    const { db } = asyncWorld();
    const controller = new AbortController();
    const view = db.with({ signal: controller.signal });
    controller.abort(new RangeError("outer"));
    for (const inner of [view.with({ timeout: 5 }), view.with({ signal: controller.signal })]) {
      expect(await failure(inner.ping())).toStrictEqual(new RangeError("outer"));
    }
  });

  it("refuses calls that have nothing to send", async () => {
    const { db, channel } = asyncWorld({ capabilities: stateless });
    await db.let("kept", 1);
    const view = db.with({ signal: AbortSignal.abort(new RangeError("over")) });
    for (const call of [view.let("x", 1), view.unset("kept")])
      expect(await failure(call)).toStrictEqual(new RangeError("over"));
    await db.query("RETURN 1").execute();
    expect(channel.wire).toMatchObject([{ method: "query", params: ["RETURN 1", { kept: 1 }] }]);
  });
});

describe("either of two signals", () => {
  it("tells the reason of the first one that is aborted, once", () => {
    const [first, second] = [new AbortController(), new AbortController()];
    const either = eitherSignal(first.signal, second.signal);
    const told: unknown[] = [];
    onAbort(either, () => told.push(either.reason));
    expect([either.aborted, either.reason]).toEqual([false, undefined]);
    second.abort("second");
    first.abort("first");
    expect(told).toEqual(["second"]);
  });
});
