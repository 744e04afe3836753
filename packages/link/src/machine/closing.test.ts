import { describe, expect, it } from "vitest";
import { call } from "../../simulation/plain-framing.ts";
import { testLink } from "../../simulation/test-link.ts";
import { settled } from "../../simulation/virtual-clock.ts";

describe("closing", () => {
  it("fails requests by their state: unknown when written, not_sent when waiting (B06)", async () => {
    const { request, close, connect } = testLink();
    connect();
    await settled();
    const [use, waiting] = [request(call("use", 1e4, { exclusive: true })), request(call("waiting"))];
    await settled();
    const closing = close();
    await settled();
    expect(use.settled).toEqual(["ConnectionClosedError unknown"]);
    expect(waiting.settled).toEqual(["ConnectionClosedError not_sent"]);
    expect(closing.settled).toEqual(["done"]);
  });

  it("believes an engine that has sent nothing of a request yet", async () => {
    const { engine, request, close } = testLink({}, { stateful: false });
    const [queued, sent] = [request(call("queued")), request(call("sent"))];
    await settled();
    const { connection } = engine;
    connection.abandon = (id) => id === connection.requests[0]?.id;
    close();
    await settled();
    expect(queued.settled).toEqual(["ConnectionClosedError not_sent"]);
    expect(sent.settled).toEqual(["ConnectionClosedError unknown"]);
  });

  it("sends nothing more, also where the peer has just come to take bytes again", async () => {
    const world = testLink();
    world.connect();
    await settled();
    const { connection } = world.engine;
    connection.bufferedBytes = 1e9;
    const end = world.request(call("waits"));
    await settled();
    connection.bufferedBytes = 0;
    world.close();
    expect([connection.sent, end.settled]).toEqual([[], ["ConnectionClosedError not_sent"]]);
  });

  it("lets requests finish while it drains, those that wait for their turn as well", async () => {
    const { engine, request, close } = testLink();
    const [use, waiting] = [request(call("use", 1e4, { exclusive: true })), request(call("waiting"))];
    await settled();
    const closing = close(1_000);
    const refused = request(call("refused"));
    engine.connection.answer("use");
    engine.connection.answer("waiting");
    await settled();
    expect([use.settled.length, waiting.settled.length]).toEqual([1, 1]);
    expect(waiting.error).toBeUndefined();
    expect(refused.settled).toEqual(["ConnectionClosedError not_sent"]);
    expect(closing.settled).toEqual(["done"]);
  });

  it("stops draining when the time is over", async () => {
    const { request, close, clock } = testLink();
    const never = request(call("never"));
    await settled();
    const closing = close(1_000);
    await clock.advance(999);
    expect(closing.settled).toEqual([]);
    await clock.advance(1);
    expect([never.settled, closing.settled]).toEqual([["ConnectionClosedError unknown"], ["done"]]);
  });

  it("is shared by all who ask, and cut short by one who will not wait (B07)", async () => {
    const { request, close, link } = testLink();
    const never = request(call("never"));
    await settled();
    const ends = [close(60_000), close(0), close(5_000)];
    await settled();
    expect(ends.map(({ settled }) => settled)).toEqual([["done"], ["done"], ["done"]]);
    expect(never.settled.length).toBe(1);
    expect([close().settled, link.status]).toEqual([["done"], "closed"]);
  });

  it("goes on without an engine that does not close in time (B08)", async () => {
    const { engine, connect, close, clock, link } = testLink();
    connect();
    await settled();
    engine.connection.closesPolitely = false;
    const closing = close();
    await clock.advance(4_999);
    expect(closing.settled).toEqual([]);
    await clock.advance(1);
    expect([closing.settled, engine.connection.closes, link.status, clock.timers]).toEqual([
      ["done"],
      [5_000, 0],
      "closed",
      0,
    ]);
  });

  it("refuses those who wait to connect anew, when somebody closes again", async () => {
    const world = testLink();
    world.connect();
    await settled();
    world.engine.connection.closesPolitely = false;
    const ends = [world.close(), world.connect(), world.close()];
    await world.clock.advance(5_000);
    expect(ends.map((end) => end.settled)).toEqual([["done"], ["ConnectionClosedError not_sent"], ["done"]]);
    expect([world.link.status, world.engine.connections.length]).toEqual(["closed", 1]);
  });

  it("is awaited by connect(), which then connects anew", async () => {
    const { engine, connect, close, clock, log } = testLink();
    connect();
    await settled();
    engine.connection.closesPolitely = false;
    const ends = [close(), connect()];
    await settled();
    expect(engine.openings.length).toBe(1);
    await clock.advance(5_000);
    expect(ends.map(({ settled }) => settled)).toEqual([["done"], ["done"]]);
    expect(log.slice(-4)).toEqual(["status closed", "status connecting", "status connected", "ready false"]);
  });

  it.each([true, false])("is undone by connect() alone (an engine that reconnects: %s)", async (reconnect) => {
    const { engine, connect, close, request } = testLink({}, { reconnect });
    connect();
    await settled();
    close();
    await settled();
    const next = request(call("next"));
    await settled();
    expect([next.settled, engine.openings.length]).toEqual([["ConnectionClosedError not_sent"], 1]);
    expect(next.error?.message).toContain("Call connect() to open it again");
    connect();
    await settled();
    request(call("again"));
    await settled();
    expect([engine.openings.length, engine.connection.sent]).toEqual([2, ["again"]]);
  });
});
