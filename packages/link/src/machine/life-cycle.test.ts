import {
  ConnectionLostError,
  ConnectionUnavailableError,
  type ReconnectExhaustedError,
  TlsError,
} from "@surreal-sdk/transport";
import { describe, expect, it } from "vitest";
import { call } from "../../simulation/plain-framing.ts";
import { testLink } from "../../simulation/test-link.ts";
import { settled } from "../../simulation/virtual-clock.ts";

const refused = new ConnectionUnavailableError("refused", { outcome: "not_sent" });

describe("connecting", () => {
  it("happens by itself at the first request, and close() leaves no trace", async () => {
    const { engine, request, close, log, clock, link } = testLink();
    const one = request(call("one"));
    await settled();
    expect(engine.connection.sent).toEqual(["one"]);
    engine.connection.answer("one");
    expect(one.settled).toEqual(["R000000000001re: one"]);
    const closing = close();
    await settled();
    expect(closing.settled).toEqual(["done"]);
    expect(log).toEqual(["status connecting", "status connected", "ready false", "status closed"]);
    expect([clock.timers, link.pending, engine.connection.closes]).toEqual([0, 0, [5_000]]);
  });

  it("opens one connection for many who ask (A16)", async () => {
    const { engine, connect, request } = testLink();
    const ends = [connect(), connect(), request(call("one")), connect()];
    await settled();
    expect(engine.openings.length).toBe(1);
    expect(ends.map(({ settled }) => settled)).toEqual([["done"], ["done"], [], ["done"]]);
    expect(connect().settled).toEqual(["done"]);
  });

  it("fails at once with the engine's error where reconnecting is off (A01)", async () => {
    const { engine, connect, request, link, clock } = testLink({ reconnect: false });
    engine.mode = refused;
    const [connecting, waiting] = [connect(), request(call("one"))];
    await settled();
    expect(connecting.error).toBe(refused);
    expect(waiting.settled).toEqual(["ConnectionUnavailableError not_sent"]);
    expect(waiting.error?.message).toContain("one was not sent");
    expect([link.status, clock.timers]).toEqual(["disconnected", 0]);
    engine.mode = "accept";
    const again = request(call("two"));
    await settled();
    engine.connection.answer("two");
    expect(again.settled).toEqual(["R000000000001re: two"]);
  });

  it("tries again until connectTimeout is over (A02)", async () => {
    const { engine, connect, link, clock, diagnostics } = testLink();
    engine.mode = refused;
    const connecting = connect();
    await clock.advance(10_000);
    expect(connecting.settled).toEqual(["ReconnectExhaustedError not_sent"]);
    expect(connecting.error?.cause).toBe(refused);
    expect((connecting.error as ReconnectExhaustedError).attempts).toBe(engine.openings.length);
    expect(engine.openings.length).toBeGreaterThan(2);
    expect(diagnostics.map(({ kind }) => kind)).toContain("attempt-failed");
    expect([link.status, clock.timers]).toEqual(["disconnected", 0]);
  });

  it("gives each attempt what is left of the time, and says what failed", async () => {
    const { engine, clock, connect, diagnostics, log } = testLink();
    engine.mode = refused;
    const end = connect();
    await settled();
    engine.mode = "hold";
    await clock.advance(9_999);
    expect(engine.openings.map(({ context }) => context.connectTimeout)).toEqual([10_000, 9_500]);
    const message = "Attempt 1 to connect failed: refused";
    expect(diagnostics).toEqual([{ kind: "attempt-failed", message, attempt: 1, retryIn: 500 }]);
    expect([log, end.settled]).toEqual([["status connecting"], []]);
    await clock.advance(1);
    expect(end.settled).toEqual(["ReconnectExhaustedError not_sent"]);
  });

  it("is over where its time has passed while the process stood still", async () => {
    const { engine, clock, connect } = testLink();
    engine.mode = new ConnectionUnavailableError("refused", { outcome: "not_sent" });
    const end = connect();
    await settled();
    clock.sleep(60_000);
    await clock.advance(1_000);
    expect(end.settled).toEqual(["ReconnectExhaustedError not_sent"]);
    expect(engine.openings.map(({ context }) => context.connectTimeout)).toEqual([10_000]);
  });

  it("is never tried again after a refused certificate (A05)", async () => {
    const { engine, connect } = testLink();
    engine.mode = new TlsError("expired", { outcome: "not_sent" });
    const connecting = connect();
    await settled();
    expect([connecting.settled, engine.openings.length]).toEqual([["TlsError not_sent"], 1]);
  });

  it("times out where the peer never answers, and gives the attempt back (A07)", async () => {
    const { engine, connect, request, clock } = testLink();
    engine.mode = "hold";
    const [connecting, waiting] = [connect(), request(call("one", 60_000))];
    await clock.advance(9_999);
    expect(connecting.settled).toEqual([]);
    await clock.advance(1);
    expect(connecting.settled).toEqual(["TransportTimeoutError not_sent"]);
    expect(connecting.error?.message).toBe("Connecting took longer than 10000 ms (connectTimeout).");
    expect(waiting.settled).toEqual(["ConnectionUnavailableError not_sent"]);
    expect(engine.openings[0]?.context.signal.aborted).toBe(true);
    expect(clock.timers).toBe(0);
    const late = engine.accept();
    await settled();
    expect(late.closes).toEqual([0]);
  });

  it("is ended by close(), which rejects those who wait (A18)", async () => {
    const { engine, connect, close, request } = testLink();
    engine.mode = "hold";
    const ends = [connect(), request(call("one")), close()];
    await settled();
    expect(ends.map(({ settled }) => settled)).toEqual([
      ["ConnectionClosedError not_sent"],
      ["ConnectionClosedError not_sent"],
      ["done"],
    ]);
    expect(engine.openings[0]?.context.signal.aborted).toBe(true);
  });

  it("treats an engine that throws, or rejects with no error, as one that could not connect", async () => {
    for (const broken of [() => Promise.reject("no error"), () => JSON.parse("{")]) {
      const { engine, connect } = testLink({ reconnect: false });
      engine.open = broken;
      const connecting = connect();
      await settled();
      expect(connecting.settled.length).toBe(1);
      expect(connecting.error).toBeInstanceOf(Error);
    }
  });
});

describe("a lost connection", () => {
  async function connected(...options: Parameters<typeof testLink>) {
    const world = testLink(...options);
    world.connect();
    await settled();
    return world;
  }

  it("fails what was written as unknown and never sends it again (B01)", async () => {
    const { engine, request, clock, log } = await connected();
    const written = request(call("written"));
    await settled();
    const lost = Object.assign(new ConnectionLostError("bye"), { code: 1001 });
    engine.connection.drop(lost);
    expect(written.settled).toEqual(["ConnectionLostError unknown"]);
    expect(written.error).toMatchObject({ code: 1001, cause: lost, retrySafe: false });
    await clock.advance(1_000);
    expect(engine.connections.length).toBe(2);
    expect(engine.connection.sent).toEqual([]);
    expect(log.slice(-4)).toEqual([
      "ready false",
      "status reconnecting ConnectionLostError",
      "status connected",
      "ready true",
    ]);
  });

  it("keeps what was not written, and sends it once, in order (B02)", async () => {
    const { engine, request, clock } = await connected();
    engine.connection.drop(new ConnectionLostError("bye"));
    const ends = ["one", "two", "three"].map((text) => request(call(text)));
    await clock.advance(1_000);
    expect(engine.connection.sent).toEqual(["one", "two", "three"]);
    for (const text of ["three", "one", "two"]) engine.connection.answer(text);
    expect(ends.map(({ settled }) => settled.length)).toEqual([1, 1, 1]);
  });

  it("keeps a request that the engine refuses to take because its connection is ending", async () => {
    const { engine, request, clock } = await connected();
    const first = engine.connection;
    first.refuses = new ConnectionUnavailableError("is ending", { outcome: "not_sent" });
    const ends = ["one", "two"].map((text) => request(call(text)));
    await clock.advance(1_000);
    expect(first.closes).toEqual([0]);
    expect(engine.connection.sent).toEqual(["one", "two"]);
    engine.connection.answer("one");
    expect(ends.map(({ settled }) => settled.length)).toEqual([1, 0]);
  });

  it("keeps a request that is made in the very turn in which the connection ends (B02)", async () => {
    const { engine, connect, request, clock } = testLink();
    connect();
    await settled();
    const end = request(call("late"));
    const first = engine.connection;
    first.drop(new ConnectionLostError("cut"));
    await clock.advance(1_000);
    engine.connection.answer("late");
    expect([first.sent, engine.connection.sent]).toEqual([[], ["late"]]);
    expect(end.settled).toEqual(["R000000000002re: late"]);
  });

  it("does not send again what the engine may have taken when it said that the connection was lost", async () => {
    const { engine, connect, request, clock } = testLink();
    connect();
    await settled();
    engine.connection.refuses = new ConnectionLostError("broke while sending", { outcome: "unknown" });
    const end = request(call("perhaps"));
    await settled();
    expect(end.settled).toEqual(["ConnectionLostError unknown"]);
    engine.connection.drop();
    await clock.advance(1_000);
    expect(engine.connection.sent).toEqual([]);
  });

  it("settles ten thousand requests, each once (B05)", async () => {
    const { engine, request, link } = await connected({ offlineQueue: { requests: 20_000, bytes: 1e9 } });
    const ends = Array.from({ length: 10_000 }, (_, index) => request(call(`r${index}`)));
    await settled();
    expect(engine.connection.sent.length).toBe(10_000);
    engine.connection.drop(new ConnectionLostError("bye"));
    expect(ends.every(({ settled }) => settled.length === 1 && settled[0] === "ConnectionLostError unknown")).toBe(
      true,
    );
    expect(link.pending).toBe(0);
  });

  it("is given up after so many attempts, and later calls fail fast until connect() (B21)", async () => {
    const { engine, request, connect, clock, log, link } = await connected();
    engine.mode = refused;
    engine.connection.drop(new ConnectionLostError("bye"));
    const waiting = request(call("waiting", Number.POSITIVE_INFINITY));
    await clock.advance(120_000);
    expect(engine.openings.length).toBe(1 + 5);
    expect(waiting.error).toMatchObject({ name: "ReconnectExhaustedError", outcome: "not_sent", attempts: 5 });
    expect(log.at(-1)).toBe("status disconnected ReconnectExhaustedError");
    expect([link.status, clock.timers]).toEqual(["disconnected", 0]);
    const later = request(call("later"));
    await settled();
    expect(later.settled).toEqual(["ConnectionUnavailableError not_sent"]);
    engine.mode = "accept";
    connect();
    await settled();
    expect(log.slice(-3)).toEqual(["status connecting", "status connected", "ready true"]);
  });

  it("keeps nobody waiting longer than connectTimeout, however long it is tried", async () => {
    const { engine, connect, clock, link } = await connected({
      reconnect: { attempts: 1e9, minDelay: 1, maxDelay: 1e5 },
    });
    engine.mode = refused;
    engine.connection.drop(new ConnectionLostError("bye"));
    const early = connect();
    await clock.advance(3_000);
    const late = connect();
    await clock.advance(7_000);
    expect([early.settled, late.settled]).toEqual([["TransportTimeoutError not_sent"], []]);
    expect(early.error?.cause).toBe(refused);
    await clock.advance(3_000);
    expect([late.settled, link.status]).toEqual([["TransportTimeoutError not_sent"], "reconnecting"]);
  });

  it("leaves the order of what waits as it was, whatever it waited for", async () => {
    const { engine, request, clock } = await connected();
    for (const [text, exclusive] of [
      ["use", true],
      ["a", false],
    ] as const)
      request(call(text, 60_000, { exclusive }));
    await settled();
    engine.connection.bufferedBytes = 1e9;
    request(call("b"));
    await settled();
    engine.connection.drop();
    request(call("c"));
    await clock.advance(1_000);
    expect(engine.connection.sent).toEqual(["a", "b", "c"]);
  });

  it("stays lost where reconnecting is off, until connect()", async () => {
    const { engine, request, connect, link } = await connected({ reconnect: false });
    engine.connection.drop();
    const later = request(call("later"));
    await settled();
    expect(later.settled).toEqual(["ConnectionUnavailableError not_sent"]);
    const waiting = connect(true);
    await settled();
    expect(waiting.settled).toEqual(["ConnectionUnavailableError not_sent"]);
    expect(waiting.error?.message).toMatch(/^The call was not sent: the connection was lost permanently/);
    expect(link.status).toBe("disconnected");
    expect(engine.openings.length).toBe(1);
    const again = connect();
    await settled();
    expect(again.settled).toEqual(["done"]);
  });

  it("goes on backing off while connections break soon after they stood (A13)", async () => {
    const { engine, clock } = await connected({ reconnect: { attempts: 100, minDelay: 1_000, maxDelay: 1e6 } });
    const delays: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const before = clock.now();
      engine.connection.drop();
      while (engine.connections.length < round + 2) await clock.next();
      delays.push(clock.now() - before);
      await clock.advance(1_000);
    }
    expect(delays).toEqual([500, 1_000, 2_000, 4_000, 8_000]);
    await clock.advance(4_000);
    const before = clock.now();
    engine.connection.drop();
    while (engine.connections.length < 7) await clock.next();
    expect(clock.now() - before).toBe(500);
  });

  it("forgets failed attempts once a request was answered, however soon the connection breaks", async () => {
    const { engine, clock, log, request } = testLink({ reconnect: { attempts: 2, minDelay: 500, maxDelay: 500 } });
    for (let round = 1; round <= 6; round += 1) {
      request(call(`r${round}`));
      await clock.advance(500);
      engine.connection.answer(`r${round}`);
      engine.connection.drop();
    }
    await clock.advance(500);
    expect(log.at(-1)).toBe("ready true");
    expect(engine.connections).toHaveLength(7);
  });

  it("gives a session that is restored new time with each answer", async () => {
    const { engine, link, clock, connect, log } = testLink();
    for (const rank of [1, 2, 3]) link.setReplay({ label: `p${rank}`, rank, call: call(`p${rank}`, 30_000) });
    const end = connect();
    await settled();
    for (const rank of [1, 2, 3]) engine.connection.answer(`p${rank}`);
    engine.connection.drop();
    await clock.advance(500);
    for (const rank of [1, 2, 3]) {
      await clock.advance(9_000);
      engine.connection.answer(`p${rank}`);
    }
    expect([end.settled, log.at(-1), engine.connections.length]).toEqual([["done"], "ready true", 2]);
  });

  it("does not reconnect a database that is gone with its connection", async () => {
    const { engine, request, connect } = await connected({}, { reconnect: false });
    engine.connection.drop(new ConnectionLostError("crashed"));
    const later = request(call("later"));
    await settled();
    expect(later.settled).toEqual(["ConnectionUnavailableError not_sent"]);
    connect();
    await settled();
    expect(engine.openings.length).toBe(2);
  });
});
