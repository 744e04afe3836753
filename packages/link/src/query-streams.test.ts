import { ConnectionLostError } from "@surreal-sdk/transport";
import { describe, expect, it } from "vitest";
import { answerFrame, call, textOf } from "../simulation/plain-framing.ts";
import { testLink } from "../simulation/test-link.ts";
import { settled } from "../simulation/virtual-clock.ts";

/** More than may wait for its caller. */
const large = "x".repeat(1024 * 1024);

/** A streamed query that has been written, and what becomes of it. */
async function underWay(timeout = 1_000, options: Parameters<typeof testLink>[0] = { heartbeat: false }) {
  const world = testLink(options);
  const heard: string[] = [];
  const stream = (text: string) => ({ ...call(text, timeout), streamed: true });
  const ticket = world.link.request(stream("query"), {
    part: (part) => void heard.push(`part ${textOf(part).slice(13, 33)}`),
    reply: (frame) => void heard.push(`reply ${textOf(frame).slice(13)}`),
    fail: (error) => void heard.push(`${error.name} ${(error as { outcome?: string }).outcome}`),
  });
  await settled();
  const { connection } = world.engine;
  const id = connection.idOf("query");
  const part = (text: string): void => connection.receive(answerFrame("P", id, text));
  return { ...world, connection, heard, ticket, id, part };
}

describe("a request with many answers", () => {
  it("gives each of them at once, and ends with the last", async () => {
    const { connection, heard, part, link, id } = await underWay();
    part("one");
    part("two");
    connection.answer("query", "end");
    expect(heard).toEqual(["part one", "part two", "reply end"]);
    expect([link.pending, connection.proceeds, connection.sent]).toEqual([0, [], ["query"]]);
    part("late");
    expect(heard).toHaveLength(3);
    expect(id).toBe("000000000001");
  });

  it("ends with an error before the first answer like any other", async () => {
    const { connection, heard } = await underWay();
    connection.answer("query", "unknown method", "E");
    expect(heard).toEqual(["reply unknown method"]);
  });

  it("has a deadline only while its caller has taken everything, and as much time for each answer", async () => {
    const { clock, link, ticket, heard, part, connection, id } = await underWay();
    await clock.advance(900);
    part("one");
    part("two");
    await clock.advance(100_000);
    link.proceed(ticket);
    await clock.advance(100_000);
    expect(heard).toEqual(["part one", "part two"]);
    link.proceed(ticket);
    await clock.advance(999);
    expect(heard).toHaveLength(2);
    await clock.advance(1);
    expect(heard[2]).toBe("TransportTimeoutError unknown");
    expect(connection.sent).toEqual(["query", `query_cancel ${id}`]);
  });

  it("lets its session change from the first answer on, and not before", async () => {
    const { connection, part, request } = await underWay();
    const use = request(call("use", 5_000, { exclusive: true }));
    await settled();
    expect(connection.sent).toEqual(["query"]);
    part("one");
    expect(connection.sent).toEqual(["query", "use"]);
    connection.answer("use");
    expect(use.settled).toHaveLength(1);
  });

  it("is stopped on the server when it is cancelled, and its late answers concern no caller", async () => {
    const { connection, heard, part, link, ticket, id, diagnostics, clock } = await underWay();
    part("one");
    link.cancel(ticket, new RangeError("enough"));
    expect(connection.sent).toEqual(["query", `query_cancel ${id}`]);
    part("two");
    connection.answer(`query_cancel ${id}`);
    connection.answer("query", "stopped");
    expect(heard).toEqual(["part one", "RangeError undefined"]);
    expect([link.pending, diagnostics, clock.timers]).toEqual([0, [], 0]);
  });

  it("is stopped again when the server has begun it after the first attempt to stop it", async () => {
    const { connection, part, link, ticket, id, request } = await underWay();
    link.cancel(ticket);
    connection.answer(`query_cancel ${id}`, "no such stream", "E");
    const use = request(call("use", 20_000, { exclusive: true }));
    await settled();
    expect(connection.sent).toEqual(["query", `query_cancel ${id}`]);
    part("one");
    part("two");
    expect(connection.sent).toEqual(["query", `query_cancel ${id}`, `query_cancel ${id}`, "use"]);
    connection.answer("use");
    expect(use.settled).toHaveLength(1);
  });

  it("is forgotten when the server never confirms that it has stopped", async () => {
    const { link, ticket, part, clock, connection, request } = await underWay();
    part("one");
    link.cancel(ticket);
    await clock.advance(5_000);
    expect([link.pending, clock.timers]).toEqual([0, 0]);
    const other = request(call("other"));
    await settled();
    connection.answer("other");
    expect(other.settled).toHaveLength(1);
  });

  it("fails with its connection, whether its caller has taken everything or not", async () => {
    const { connection, heard, part, link, ticket } = await underWay();
    part("one");
    connection.drop(new ConnectionLostError("bye"));
    link.proceed(ticket);
    expect(heard).toEqual(["part one", "ConnectionLostError unknown"]);
  });

  it("is never written again on another connection", async () => {
    const { connection, part, clock, engine } = await underWay();
    part("one");
    connection.drop(new ConnectionLostError("bye"));
    await clock.advance(10_000);
    expect(engine.connections.slice(1).flatMap(({ sent }) => sent)).toEqual([]);
  });
});

describe("a caller that falls behind", () => {
  it("makes the link read no further, until it has taken half", async () => {
    const { connection, part, link, ticket } = await underWay();
    part("small");
    expect(connection.readings).toEqual([]);
    part(large);
    expect(connection.readings).toEqual([false]);
    link.proceed(ticket);
    expect(connection.readings).toEqual([false]);
    link.proceed(ticket);
    expect(connection.readings).toEqual([false, true]);
  });

  it("keeps no other caller waiting", async () => {
    const { connection, part, request } = await underWay();
    part(large);
    const other = request(call("other"));
    await settled();
    expect(connection.readings).toEqual([false, true]);
    connection.answer("other");
    expect(other.settled).toHaveLength(1);
    expect(connection.readings).toEqual([false, true, false]);
  });

  it("keeps no notification waiting", async () => {
    const { connection, part, link } = await underWay();
    link.setReplay({ label: "live a", rank: 8, call: call("live", 1_000, { method: "query" }), live: true });
    part(large);
    expect(connection.readings).toEqual([]);
    link.removeReplay("live a");
    expect(connection.readings).toEqual([false]);
  });

  it("does not hide that the server is silent", async () => {
    const { connection, part, clock, heard } = await underWay(1_000, { heartbeat: { idle: 2_000, wait: 1_000 } });
    part(large);
    await clock.advance(2_000);
    expect(connection.readings).toEqual([false, true]);
    expect(connection.sent).toEqual(["query", "ping"]);
    connection.answer("ping");
    expect(connection.readings).toEqual([false, true, false]);
    await clock.advance(3_000);
    expect(heard.at(-1)).toBe("ConnectionLostError unknown");
  });

  it("is left behind when it is cancelled or done", async () => {
    const { connection, part, link, ticket } = await underWay();
    part(large);
    link.cancel(ticket);
    expect(connection.readings).toEqual([false, true]);
    const again = await underWay();
    again.part(large);
    again.connection.answer("query", "end");
    expect(again.connection.readings).toEqual([false, true]);
  });
});
