import { describe, expect, it } from "vitest";
import { call } from "../../simulation/plain-framing.ts";
import { testLink } from "../../simulation/test-link.ts";
import { settled } from "../../simulation/virtual-clock.ts";

async function connected(...options: Parameters<typeof testLink>) {
  const world = testLink(...options);
  world.connect();
  await settled();
  return { ...world, connection: world.engine.connection };
}

describe("a silent connection", () => {
  it("is asked after 10 s and given up 5 s later; what was written is unknown (B09)", async () => {
    const { connection, request, clock, link, engine } = await connected();
    const written = request(call("written"));
    await clock.advance(9_999);
    expect(connection.sent).toEqual(["written"]);
    await clock.advance(1);
    expect(connection.sent).toEqual(["written", "ping"]);
    await clock.advance(4_999);
    expect(link.status).toBe("connected");
    await clock.advance(1);
    expect(link.status).toBe("reconnecting");
    expect(written.settled).toEqual(["ConnectionLostError unknown"]);
    expect(connection.closes).toEqual([0]);
    await clock.advance(1_000);
    expect(engine.connections.length).toBe(2);
  });

  it.each<[string, (connection: Awaited<ReturnType<typeof connected>>["connection"]) => void]>([
    ["the answer to the ping", (connection) => connection.answer("ping")],
    ["an answer to something else", (connection) => connection.answer("slow")],
    ["a ping of the server", (connection) => connection.context.listener.alive()],
    ["bytes that the server still takes", (connection) => Object.assign(connection, { bufferedBytes: 10 })],
  ])("lives on by %s (B10)", async (_name, show) => {
    const { connection, request, clock, link } = await connected();
    request(call("slow", 100_000));
    await settled();
    connection.bufferedBytes = 1_000;
    await clock.advance(14_999);
    show(connection);
    await clock.advance(4_000);
    expect(link.status).toBe("connected");
  });

  it("is not asked while it speaks", async () => {
    const { connection, clock } = await connected();
    for (let second = 0; second < 30; second += 1) {
      await clock.advance(1_000);
      connection.context.listener.alive();
    }
    expect(connection.sent).toEqual([]);
  });

  it("tells how long the ping took", async () => {
    const { connection, clock, diagnostics } = await connected();
    await clock.advance(10_000);
    await clock.advance(40);
    connection.answer("ping");
    expect(diagnostics).toEqual([
      { kind: "latency", message: "The server answered a ping after 40 ms.", milliseconds: 40 },
    ]);
  });

  it("is not given up for answers that lie unread while the process stood still (B11)", async () => {
    const { connection, clock, link } = await connected();
    await clock.advance(10_000);
    clock.sleep(60_000);
    await clock.next();
    connection.answer("ping");
    await clock.advance(5_000);
    expect(link.status).toBe("connected");
  });

  it.each([
    ["heartbeat is false", { heartbeat: false as const }, {}],
    ["the peer keeps no state", {}, { stateful: false }],
    ["the database is in this process", {}, { reconnect: false }],
    ["an engine does not declare that it may", {}, { reconnect: undefined as never }],
  ])("is left alone where %s", async (_name, options, capabilities) => {
    const { connection, clock } = await connected(options, capabilities);
    await clock.advance(100_000);
    expect([connection.sent, connection.closes, clock.timers]).toEqual([[], [], 0]);
  });
});
