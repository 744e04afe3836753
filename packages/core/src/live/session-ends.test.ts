import { describe, expect, it } from "vitest";
import { token } from "../../test/default-answer.ts";
import { ada, endingWorld, isQuestion, questions, root } from "../../test/ending-world.ts";
import { asyncWorld, methods, settled } from "../../test/test-world.ts";

describe("the end of the session of a live query", () => {
  it("is asked for once for each proof of an identity, and not for root users of SurrealDB 3 or where there is none", async () => {
    const { db, channel, backstage } = await endingWorld(() => undefined);
    await db.live("book");
    await settled();
    expect([questions(channel), backstage.timers.size]).toEqual([1, 0]);
    const ofRoot = asyncWorld();
    ofRoot.channel.script = ({ method }) => (method === "signin" ? { result: token({ ID: "root" }) } : undefined);
    await ofRoot.db.signin(root);
    await ofRoot.db.live("user");
    await settled();
    expect(methods(ofRoot.channel.wire)).toEqual(["signin", "live"]);
    const anonymous = asyncWorld();
    await anonymous.db.live("user");
    await settled();
    expect(methods(anonymous.channel.wire)).toEqual(["live"]);
  });

  it("is awaited until a minute before, or a tenth of the time", async () => {
    const long = await endingWorld(() => 3_600);
    expect([...long.backstage.timers.values()]).toEqual([3_540_000]);
    // Nobody waits for it: the process may end before.
    expect(long.backstage.idle.size).toBe(1);
    const short = await endingWorld(() => 100);
    expect([...short.backstage.timers.values()]).toEqual([90_000]);
  });

  it("is told by the clock of this machine where the server denies the function for its own", async () => {
    const end = Math.ceil(Date.now() / 1_000) + 100;
    const denied = { status: "ERR", time: "1µs", result: "Function 'time::unix' is not allowed to be executed" };
    const answer = {
      result: [
        { status: "OK", time: "1µs", result: end },
        { ...denied, kind: "NotAllowed" },
      ],
    };
    const { backstage } = await endingWorld(
      () => undefined,
      (request) => (isQuestion(request) ? answer : undefined),
    );
    const [wait = 0] = backstage.timers.values();
    expect([wait > 80_000, wait <= 91_000]).toEqual([true, true]);
  });

  it("is not awaited any more once its last live query is over, or the connection is lost", async () => {
    const { db, id, backstage } = await endingWorld(() => 3_600);
    const other = await db.live("book");
    await db.kill(id);
    expect(backstage.timers.size).toBe(1);
    await db.kill(other);
    expect(backstage.timers.size).toBe(0);
    const lost = await endingWorld(() => 3_600);
    lost.channel.drop();
    expect(lost.backstage.timers.size).toBe(0);
    lost.channel.restore();
    await settled();
    expect(questions(lost.channel)).toBe(2);
    expect(lost.backstage.timers.size).toBe(1);
  });

  it("changes nothing for live queries that were started in a session without an end", async () => {
    const { db, channel, events } = await endingWorld(() => undefined);
    await db.authenticate(ada({ n: 2 }));
    await settled();
    expect([methods(channel.wire), events]).toEqual([
      ["signin", "live", "query", "authenticate"],
      ["status: connecting", "status: connected", "auth: signed-in", "auth: signed-in"].filter(Boolean),
    ]);
  });
});
