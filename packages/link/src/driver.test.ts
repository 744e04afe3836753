import { ConnectionLostError, ConnectionUnavailableError } from "@surreal-sdk/transport";
import { describe, expect, it } from "vitest";
import { answerFrame, call, readRequest } from "../simulation/plain-framing.ts";
import { testLink } from "../simulation/test-link.ts";
import { settled } from "../simulation/virtual-clock.ts";

it("knows a request by the caller's number, and numbers the next one above it", async () => {
  const { link, connect } = testLink();
  connect();
  await settled();
  const failed: unknown[] = [];
  const settle = { reply: () => undefined, fail: (error: Error) => failed.push(error) };
  expect(link.request(call("one"), settle, 40)).toBe(40);
  expect(link.request(call("two"), settle)).toBe(41);
  const reason = new Error("no longer wanted");
  link.cancel(40, reason);
  expect([failed, link.pending]).toEqual([[reason], 1]);
});

describe("callbacks", () => {
  it("come after request() has returned, from an engine that answers at once as well", async () => {
    const { engine, link, connect, request } = testLink();
    connect();
    await settled();
    const { connection } = engine;
    connection.send = ({ id }) => connection.receive(answerFrame("R", id));
    const end = request(call("one"));
    expect([end.settled, link.pending]).toEqual([[], 1]);
    await settled();
    expect([end.settled.length, link.pending]).toEqual([1, 0]);
  });

  it("that throw are reported and hurt nobody else (B27)", async () => {
    const world = testLink();
    world.onEvent = () => {
      throw new TypeError("oops");
    };
    world.link.request(call("one"), {
      reply() {
        throw new Error("oops");
      },
      fail() {},
    });
    const two = world.request(call("two"));
    await settled();
    world.engine.connection.answer("one");
    world.engine.connection.answer("two");
    expect(two.settled.length).toBe(1);
    expect(world.diagnostics.map(({ message }) => message)).toEqual([
      'A listener threw TypeError at "status".',
      'A listener threw TypeError at "status".',
      'A listener threw TypeError at "ready".',
      'A listener threw Error at "reply".',
    ]);
  });

  it("may call the link: what they ask for comes next (B28)", async () => {
    const world = testLink();
    const ends: ReturnType<typeof world.request>[] = [];
    world.onEvent = (line) => {
      if (line === "ready false") ends.push(world.request(call("from ready")));
      if (line.startsWith("status reconnecting")) ends.push(world.request(call("from status")));
      if (line === "ready true") world.close();
    };
    const first = world.request(call("first"));
    await settled();
    expect(world.engine.connection.sent).toEqual(["first", "from ready"]);
    world.engine.connection.drop(new ConnectionLostError("bye"));
    await world.clock.advance(1_000);
    expect(world.engine.connection.sent).toEqual(["from status"]);
    expect([first, ...ends].map(({ settled }) => settled)).toEqual([
      ["ConnectionLostError unknown"],
      ["ConnectionLostError unknown"],
      ["ConnectionClosedError unknown"],
    ]);
    expect([world.link.status, world.clock.timers]).toEqual(["closed", 0]);
  });

  it("that close do not hide that the engine refused a request before", async () => {
    const world = testLink();
    world.connect();
    await settled();
    const { connection } = world.engine;
    world.link.request(call("use", 30_000, { exclusive: true }), { reply: () => void world.close(), fail() {} });
    const next = world.request(call("next"));
    await settled();
    connection.refuses = new ConnectionUnavailableError("is closing", { outcome: "not_sent" });
    connection.answer("use");
    expect([connection.sent, next.settled]).toEqual([["use"], ["ConnectionClosedError not_sent"]]);
    world.connect();
    world.request(call("again"));
    await settled();
    expect([world.link.status, world.engine.connection.sent]).toEqual(["connected", ["again"]]);
  });

  it("may make requests from the answers of requests, in order", async () => {
    const { engine, link } = testLink();
    const texts: string[] = [];
    const ask = (text: string, rest: string[]): void => {
      link.request(call(text), {
        reply: () => {
          texts.push(text);
          const [next, ...others] = rest;
          if (next !== undefined) ask(next, others);
        },
        fail: (error) => void texts.push(error.message),
      });
    };
    engine.mode = "hold";
    ask("a", ["b", "c"]);
    await settled();
    engine.accept();
    await settled();
    for (const text of ["a", "b", "c"]) {
      expect(readRequest(engine.connection.requests.at(-1)?.frame as Uint8Array).text).toBe(text);
      engine.connection.answer(text);
      await settled();
    }
    expect(texts).toEqual(["a", "b", "c"]);
  });
});

describe("the process", () => {
  it("is kept alive by an idle connection, by default", async () => {
    const { engine, connect, clock } = testLink();
    connect();
    await settled();
    expect(engine.connection.refs).toEqual([]);
    expect(clock.held.size).toBe(0);
    engine.connection.drop();
    expect(clock.held.size).toBe(1);
  });

  it("is kept alive by a pending request alone after setRef(false)", async () => {
    const { engine, connect, link, request, clock } = testLink();
    connect();
    await settled();
    link.setRef(false);
    expect(engine.connection.refs).toEqual([false]);
    request(call("one"));
    await settled();
    expect([engine.connection.refs, clock.held.size]).toEqual([[false, true], 1]);
    engine.connection.answer("one");
    expect([engine.connection.refs, clock.held.size]).toEqual([[false, true, false], 0]);
    engine.connection.drop();
    expect(clock.held.size).toBe(0);
    link.setRef(true);
    expect(clock.held.size).toBe(1);
  });
});

describe("the process after setRef(false)", () => {
  it("is kept alive by those who wait for the connection, and for its end", async () => {
    const world = testLink();
    world.link.setRef(false);
    world.engine.mode = "hold";
    world.connect();
    expect(world.clock.held.size).toBe(1);
    const connection = world.engine.accept();
    await settled();
    expect([connection.refs.at(-1), world.clock.held.size]).toEqual([false, 0]);
    connection.closesPolitely = false;
    world.close();
    expect([connection.refs.at(-1), world.clock.held.size]).toEqual([true, 1]);
  });
});

describe("an engine that misbehaves (I16)", () => {
  it("may say twice that it closed, and speak afterwards", async () => {
    const { engine, connect, log } = testLink();
    connect();
    await settled();
    const { listener } = engine.connection.context;
    engine.connection.drop();
    engine.connection.drop();
    listener.received(answerFrame("N", "", "ghost"));
    listener.alive();
    expect(log).toEqual([
      "status connecting",
      "status connected",
      "ready false",
      "status reconnecting ConnectionLostError",
    ]);
  });

  it("may close before it has opened", async () => {
    const { engine, connect, clock } = testLink();
    engine.mode = "hold";
    const connecting = connect();
    engine.openings[0]?.context.listener.closed(new ConnectionLostError("early"));
    const late = engine.accept();
    await settled();
    expect([late.closes, connecting.settled]).toEqual([[0], []]);
    engine.mode = "accept";
    await clock.advance(1_000);
    expect(connecting.settled).toEqual(["done"]);
  });

  it("may throw or reject when it is closed", async () => {
    for (const close of [() => Promise.reject(new Error("no")), () => JSON.parse("{")]) {
      const { engine, connect, close: closeLink, link } = testLink();
      connect();
      await settled();
      engine.connection.close = close;
      const closing = closeLink();
      await settled();
      expect([closing.settled, link.status]).toEqual([["done"], "closed"]);
    }
  });
});
