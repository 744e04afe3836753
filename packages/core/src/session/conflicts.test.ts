import { platformTime } from "@surreal-sdk/transport/toolkit";
import { describe, expect, it, vi } from "vitest";
import { conflict, refused, token } from "../../test/default-answer.ts";
import type { WireRequest } from "../../test/scripted-channel.ts";
import { answering, asyncWorld, failure, methods, settled, type TestWorld } from "../../test/test-world.ts";

/** Lets the pauses between attempts pass at once, and gives how long they would have been. */
async function hurry(world: TestWorld<"async">): Promise<number[]> {
  const pauses: number[] = [];
  for (let turn = 0; turn < 40; turn += 1) {
    await settled();
    for (const [timer, pause] of [...world.backstage.timers]) {
      pauses.push(pause);
      timer();
    }
  }
  return pauses;
}

describe("use()", () => {
  it("is sent again after a conflict, with pauses that grow, until it succeeds", async () => {
    const world = asyncWorld();
    world.channel.script = answering("use", conflict, conflict, conflict, { result: undefined });
    const call = world.db.use("n", "d");
    expect(await hurry(world)).toEqual([5, 10, 20]);
    await call;
    expect(world.channel.wire.map(({ method, params }) => [method, ...params])).toEqual(
      Array.from({ length: 4 }, () => ["use", "n", "d"]),
    );
    expect([world.db.namespace, world.db.database]).toEqual(["n", "d"]);
  });

  it("fails with the conflict once its time is over", async () => {
    let now = 0;
    vi.spyOn(platformTime, "now").mockImplementation(() => now);
    const world = asyncWorld({ timeout: 1_000 });
    world.channel.script = ({ method }) => {
      if (method !== "use") return undefined;
      now += 400;
      return conflict;
    };
    const error = failure(world.db.use("n", "d"));
    await hurry(world);
    expect(await error).toMatchObject({ message: expect.stringContaining("can be retried") });
    expect(methods(world.channel.wire)).toEqual(["use", "use", "use"]);
    expect(world.channel.wire.map(({ call }) => call.timeout)).toEqual([1_000, 590, 180]);
    expect(world.db.namespace).toBeUndefined();
    vi.restoreAllMocks();
  });

  it("is not sent again for another reason, or after the caller gave up", async () => {
    const world = asyncWorld();
    world.channel.script = answering("use", refused);
    await failure(world.db.use("n", "d"));
    const abort = new AbortController();
    world.channel.script = ({ method }) => (method === "use" ? conflict : undefined);
    const error = failure(world.db.with({ signal: abort.signal }).use("n", "d"));
    await settled();
    abort.abort(new Error("enough"));
    expect(await error).toMatchObject({ message: "enough" });
    await hurry(world);
    expect(methods(world.channel.wire)).toEqual(["use", "use"]);
  });
});

describe("on a new connection", () => {
  const access = token({ ID: "first" });

  /** Meets a conflict the first two times that a replay uses this method. */
  function colliding(method: string): (request: WireRequest) => typeof conflict | undefined {
    let left = 2;
    return (request) =>
      request.replay !== undefined && request.method === method && left-- > 0 ? conflict : undefined;
  }

  it.each(["use", "authenticate"])("%s is sent again after a conflict, and stays what it was", async (method) => {
    const world = asyncWorld();
    const { db, channel } = world;
    await db.authenticate(access);
    await db.use("n", "d");
    const before = channel.everything.length;
    channel.script = colliding(method);
    channel.drop();
    const call = db.query("RETURN 1").execute();
    await settled();
    channel.restore();
    await hurry(world);
    await call;
    const names = channel.everything.slice(before).map((request) => request.method);
    expect(names.filter((name) => name === method)).toHaveLength(3);
    expect(names.at(-1)).toBe("query");
    expect([db.namespace, db.database, db.token]).toEqual(["n", "d", access]);
  });

  it("conflicts that last as long as a connection may take are a refusal", async () => {
    let now = 0;
    vi.spyOn(platformTime, "now").mockImplementation(() => now);
    const world = asyncWorld({ connectTimeout: 1_000 });
    await world.db.use("n", "d");
    world.channel.script = ({ method, replay }) => {
      if (replay === undefined || method !== "use") return undefined;
      now += 400;
      return conflict;
    };
    world.channel.drop();
    const error = failure(world.db.query("RETURN 1").execute());
    await settled();
    world.channel.restore();
    await hurry(world);
    expect(await error).toMatchObject({
      name: "UseRestoreError",
      cause: { message: expect.stringContaining("can be retried") },
    });
    vi.restoreAllMocks();
  });
});
