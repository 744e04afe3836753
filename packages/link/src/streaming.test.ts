import { ConnectionLostError } from "@surreal-sdk/transport";
import { describe, expect, it } from "vitest";
import { call, textOf } from "../simulation/plain-framing.ts";
import { testLink } from "../simulation/test-link.ts";
import { settled } from "../simulation/virtual-clock.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A streamed export that has been written, and what becomes of it. */
async function underWay(timeout = 1_000) {
  const world = testLink({ heartbeat: false });
  const heard: string[] = [];
  const exported = { ...call("export", timeout), kind: "export" as const, streamed: true };
  const ticket = world.link.request(exported, {
    part: (part) => void heard.push(`part ${textOf(part)}`),
    reply: (frame) => void heard.push(`reply ${textOf(frame)}`),
    fail: (error) => void heard.push(`${error.name} ${(error as { outcome?: string }).outcome}`),
  });
  await settled();
  const { connection } = world.engine;
  const { id } = connection.requests.at(-1) as { id: string };
  const part = (text: string): void => connection.context.listener.part(id, bytes(text));
  return { ...world, connection, heard, ticket, id, part };
}

describe("a streamed request", () => {
  it("is handed over as one, and goes on when the caller says so", async () => {
    const { connection, link, ticket, id, heard, part } = await underWay();
    expect(connection.requests.at(-1)).toMatchObject({ kind: "export", streamed: true });
    part("one");
    link.proceed(ticket);
    part("two");
    link.proceed(ticket, bytes("more"));
    connection.receive(bytes("rest"), id);
    expect(connection.proceeds).toEqual([`${id} `, `${id} more`]);
    expect(heard).toEqual(["part one", "part two", "reply rest"]);
    expect(link.pending).toBe(0);
  });

  it("has a deadline in the engine's turn alone, and as much time in each", async () => {
    const { clock, link, ticket, heard, part } = await underWay();
    await clock.advance(900);
    part("one");
    await clock.advance(100_000);
    expect(heard).toEqual(["part one"]);
    link.proceed(ticket);
    await clock.advance(900);
    part("two");
    link.proceed(ticket);
    await clock.advance(1_000);
    expect(heard).toEqual(["part one", "part two", "TransportTimeoutError unknown"]);
    expect(clock.timers).toBe(0);
  });

  it("fails with its connection, whosever turn it is", async () => {
    const { connection, heard, part, link, ticket } = await underWay();
    part("one");
    connection.drop(new ConnectionLostError("bye"));
    link.proceed(ticket);
    expect(heard).toEqual(["part one", "ConnectionLostError unknown"]);
    expect(connection.proceeds).toEqual([]);
  });

  it("is given back when it is cancelled, and holds up nobody on its session", async () => {
    const { connection, heard, part, link, ticket, request, id } = await underWay();
    part("one");
    link.cancel(ticket);
    part("late");
    link.proceed(ticket);
    const use = request(call("use", 1_000, { exclusive: true }));
    await settled();
    expect(connection.sent.at(-1)).toBe("use");
    connection.answer("use");
    expect(use.settled).toHaveLength(1);
    expect(connection.abandoned).toEqual([id]);
    expect(heard).toEqual(["part one", "TransportError unknown"]);
  });

  it("fails when the engine breaks down over it, or cannot stream after all", async () => {
    const { connection, heard, part, link, ticket, request } = await underWay();
    part("one");
    connection.proceed = () => {
      throw new TypeError("oops");
    };
    link.proceed(ticket);
    expect(heard).toEqual(["part one", "TransportError unknown"]);
    Object.assign(connection, { proceed: undefined });
    const other = request({ ...call("export"), kind: "export", streamed: true });
    await settled();
    expect(other.settled).toEqual(["TransportError not_sent"]);
    expect(other.error?.message).toMatch(/has no proceed/);
  });

  it("is no other one: parts of what is not streamed, or not known, are dropped", async () => {
    const { connection, heard, part, request } = await underWay();
    connection.context.listener.part("000000000099", bytes("whose?"));
    part("one");
    const plain = request(call("plain"));
    await settled();
    connection.context.listener.part(connection.idOf("plain"), bytes("odd"));
    connection.answer("plain");
    expect(plain.settled).toHaveLength(1);
    expect(heard).toEqual(["part one"]);
  });
});
