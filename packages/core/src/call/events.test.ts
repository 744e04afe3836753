import { describe, expect, it, vi } from "vitest";
import { asyncWorld } from "../../test/test-world.ts";

describe("what happens is told", () => {
  it("to every listener, though one of them throws; what it threw is told on `error` (B27)", async () => {
    const { db } = asyncWorld();
    const [told, errors] = [vi.fn(), vi.fn()];
    db.on("status", () => {
      throw new RangeError("mine");
    });
    db.on("status", told);
    db.on("error", errors);
    db.on("error", () => {
      throw new Error("also mine");
    });
    await db.ping();
    expect(told.mock.calls).toEqual([["connecting"], ["connected"]]);
    expect(errors.mock.calls).toStrictEqual([[new RangeError("mine")], [new RangeError("mine")]]);
  });

  it("until it is switched off, and to each registration once", async () => {
    const { db, channel } = asyncWorld();
    const told = vi.fn();
    const off = [db.on("status", told), db.on("status", told)];
    await db.ping();
    off[0]?.();
    off[0]?.();
    channel.drop();
    off[1]?.();
    channel.restore();
    expect(told.mock.calls.map(([status]) => status)).toEqual([
      "connecting",
      "connecting",
      "connected",
      "connected",
      "reconnecting",
    ]);
  });

  it("to no listener that another one has removed", async () => {
    const { db } = asyncWorld();
    const told = vi.fn();
    db.on("status", () => off());
    const off = db.on("status", told);
    await db.ping();
    expect(told).not.toHaveBeenCalled();
  });

  it("of what no call can be rejected with", async () => {
    const { db, channel, errors } = asyncWorld();
    await db.ping();
    channel.diagnose("orphan-error", "somebody's request failed");
    channel.diagnose("latency", "12 ms");
    expect(errors.map(({ message }) => message)).toEqual(["somebody's request failed"]);
  });

  it("lets a listener close the connection (B28)", async () => {
    const { db, channel } = asyncWorld();
    const closing = new Promise((resolve) =>
      db.on("status", (status) => status === "reconnecting" && resolve(db.close())),
    );
    await db.ping();
    channel.drop();
    await closing;
    expect(db.status).toBe("closed");
  });

  it("to functions alone, of events there are", () => {
    const { db } = asyncWorld();
    expect(() => db.on("nothing" as never, () => undefined)).toThrow(/no event "nothing".*status, error, auth, gap/);
    expect(() => db.on("constructor" as never, () => undefined)).toThrow(TypeError);
    expect(() => db.on("status", "listener" as never)).toThrow("A listener is a function.");
  });
});
