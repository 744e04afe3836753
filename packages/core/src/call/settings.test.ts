import { CborCodec } from "@surreal-sdk/codec";
import { afterEach, describe, expect, it, vi } from "vitest";
import { rows, token } from "../../test/default-answer.ts";
import type { WireRequest } from "../../test/scripted-channel.ts";
import { answering, asyncWorld, failure, settled } from "../../test/test-world.ts";
import { SurrealConnection } from "../client/connection.ts";

describe("with()", () => {
  it("gives a view of the same connection, whose calls have the settings", async () => {
    const { db, channel } = asyncWorld();
    const view = db.with({ timeout: 5 });
    await view.use("n", "d");
    await view.with({}).query("RETURN 1").execute();
    await db.query("RETURN 1").execute();
    expect(view).toBeInstanceOf(SurrealConnection);
    expect(channel.wire.map(({ call }) => call.timeout)).toEqual([5, 5, 30_000]);
    expect([db.namespace, view.namespace]).toEqual(["n", "n"]);
  });

  it("reaches sessions and transactions made through it", async () => {
    const { db, channel } = asyncWorld();
    const session = await db.with({ timeout: 7 }).newSession();
    const tx = await session.beginTransaction();
    await tx.query("RETURN 1").execute();
    expect(channel.wire.map(({ call }) => call.timeout)).toEqual([7, 7, 7]);
  });

  it("carries the trace that its calls belong to", async () => {
    const { db, channel } = asyncWorld();
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const view = db.with({ traceparent });
    await view.query("RETURN 1").execute();
    await view.with({ traceparent, tracestate: "a=1" }).ping();
    await db.ping();
    expect(channel.wire.map(({ call }) => new CborCodec().decode(call.frame))).toMatchObject([
      { method: "query", trace_context: { traceparent } },
      { method: "ping", trace_context: { traceparent, tracestate: "a=1" } },
      { method: "ping" },
    ]);
    expect(new CborCodec().decode(channel.wire[2]?.call.frame as Uint8Array)).not.toHaveProperty("trace_context");
  });

  it.each([
    { traceparent: "mine" },
    { traceparent: "00-00000000000000000000000000000000-b7ad6b7169203331-01" },
    { traceparent: 5 },
    { tracestate: "a=1" },
    { traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", tracestate: 5 },
  ])("refuses %j", (settings) => {
    const { db } = asyncWorld();
    expect(() => db.with(settings as object)).toThrow(TypeError);
  });

  it("gives up waiting when its signal is aborted, and tells the channel (B13)", async () => {
    const { db, channel } = asyncWorld();
    const controller = new AbortController();
    const removed = vi.spyOn(controller.signal, "removeEventListener");
    const view = db.with({ signal: controller.signal });
    await view.ping();
    expect(removed).toHaveBeenCalledTimes(1);
    channel.script = answering("query", "silence");
    const call = failure(view.query("RETURN 1").execute());
    await settled();
    const [request] = channel.unanswered;
    controller.abort(new RangeError("enough"));
    expect(await call).toStrictEqual(new RangeError("enough"));
    expect(channel.cancelled).toHaveLength(1);
    channel.reply(request as WireRequest, rows(1));
    await settled();
  });

  it("sends nothing when its signal is aborted already (B14)", async () => {
    const { db, channel } = asyncWorld({ auth: () => token({}) });
    const view = db.with({ signal: AbortSignal.abort(new RangeError("before")) });
    expect(await failure(view.query("RETURN 1").execute())).toStrictEqual(new RangeError("before"));
    expect(await failure(view.connect())).toStrictEqual(new RangeError("before"));
    expect(channel.everything).toEqual([]);
  });

  it.each([[null], [5], [{ timeout: -1 }], [{ timeout: "5" }], [{ signal: {} }], [{ signal: null }], [{ retries: 1 }]])(
    "refuses %j",
    (settings) => {
      expect(() => asyncWorld().db.with(settings as never)).toThrow(/settings|timeout|signal|no option "retries"/);
    },
  );

  describe("with a polluted Object.prototype (I12)", () => {
    afterEach(() => {
      for (const name of ["timeout", "signal"]) Reflect.deleteProperty(Object.prototype, name);
    });

    it("reads own settings alone", async () => {
      const { db, channel } = asyncWorld();
      for (const [name, value] of [
        ["timeout", 1],
        ["signal", AbortSignal.abort()],
      ] as const) {
        Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true });
      }
      await db.ping();
      await db.with({}).ping();
      expect(channel.wire.map(({ call }) => call.timeout)).toEqual([30_000, 30_000]);
    });
  });
});
