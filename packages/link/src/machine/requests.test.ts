import { ConnectionLostError } from "@surreal-sdk/transport";
import { describe, expect, it } from "vitest";
import { call, textOf } from "../../simulation/plain-framing.ts";
import { testLink } from "../../simulation/test-link.ts";
import { settled } from "../../simulation/virtual-clock.ts";

async function connected(...options: Parameters<typeof testLink>) {
  const world = testLink(...options);
  world.connect();
  await settled();
  return world;
}

const state = { exclusive: true };

describe("ids", () => {
  it("are stamped into the frame, have the length the framing wants, and are never used twice", async () => {
    const { engine, request, clock } = await connected();
    for (let index = 0; index < 40; index += 1) request(call(`r${index}`));
    await settled();
    const first = engine.connection;
    expect(first.requests[35]?.id).toBe("000000000010");
    expect(textOf(first.requests[35]?.frame as Uint8Array)).toBe("000000000010r35");
    first.drop();
    request(call("later"));
    await clock.advance(1_000);
    expect(engine.connection.requests[0]?.id).toBe("000000000015");
  });

  it("are not written into frames that are no request maps", async () => {
    const { engine, request } = await connected();
    request({ ...call("export"), kind: "export", frame: new TextEncoder().encode("configuration") });
    await settled();
    expect(textOf(engine.connection.requests[0]?.frame as Uint8Array)).toBe("configuration");
  });
});

describe("a call that begins something", () => {
  const begins = (text: string) => ({ ...call(text, 1_000, state), begins: true });

  it.each<[string, (world: Awaited<ReturnType<typeof connected>>, ticket: number) => unknown]>([
    ["timed out", ({ clock }) => clock.advance(1_000)],
    ["was cancelled", ({ link }, ticket) => link.cancel(ticket)],
  ])("hears of its answer once after it %s, however late that is, and holds nobody up", async (_, giveUp) => {
    const world = await connected({ heartbeat: false });
    const { engine, request, clock, link, diagnostics } = world;
    const given = request(begins("begin"));
    const behind = request(call("behind", 30_000, state));
    await settled();
    await giveUp(world, given.ticket);
    expect(given.settled).toHaveLength(1);
    expect(engine.connection.sent).toEqual(["begin"]);
    await clock.advance(5_000);
    expect(engine.connection.sent).toEqual(["begin", "behind"]);
    engine.connection.answer("behind");
    await clock.advance(60_000);
    expect([behind.settled.length, link.pending]).toEqual([1, 0]);
    const begun = engine.connection.requests.find(({ facts }) => facts.method === "begin")?.id;
    engine.connection.answer("begin");
    engine.connection.answer("begin");
    expect(given.settled.slice(1)).toEqual([`late R${begun}re: begin`]);
    expect(diagnostics.filter(({ kind }) => kind !== "latency").map(({ kind }) => kind)).toEqual(["late-answer"]);
  });

  it("hears of no answer after the loss of the connection, nor where it never was sent", async () => {
    const { engine, request, clock, link } = await connected();
    const sent = request(begins("sent"));
    await settled();
    link.cancel(sent.ticket);
    engine.mode = "hold";
    engine.connection.drop();
    const waiting = request(begins("waiting"));
    await clock.advance(1_000);
    engine.accept();
    await settled();
    engine.connection.answer("sent");
    expect([sent.settled.length, waiting.settled, engine.connection.sent]).toEqual([
      1,
      ["TransportTimeoutError not_sent"],
      [],
    ]);
  });
});

describe("a deadline", () => {
  it("counts from the call, and says unknown once the request was written (B12)", async () => {
    const { engine, request, clock, diagnostics } = await connected();
    const slow = request(call("slow", 1_000));
    await clock.advance(999);
    expect(slow.settled).toEqual([]);
    await clock.advance(1);
    expect(slow.settled).toEqual(["TransportTimeoutError unknown"]);
    expect(slow.error?.message).toContain("No answer to slow within 1000 ms");
    engine.connection.answer("slow");
    expect(slow.settled.length).toBe(1);
    expect(diagnostics.map(({ kind }) => kind)).toEqual(["late-answer"]);
  });

  it.each([
    [false, true, "TransportTimeoutError not_sent"],
    [false, false, "TransportTimeoutError unknown"],
    [true, true, "TransportTimeoutError unknown"],
  ])("believes an engine that has sent nothing yet; stateful %s, queueing %s", async (stateful, queueing, outcome) => {
    const { engine, request, clock } = await connected({}, { stateful });
    engine.connection.isQueueing = queueing;
    const late = request(call("late", 1_000));
    await clock.advance(1_000);
    expect([late.settled, engine.connection.abandoned.length]).toEqual([[outcome], 1]);
    expect(late.error?.retrySafe).toBe(outcome.endsWith("not_sent"));
  });

  it("counts waiting for a connection, and says not_sent then", async () => {
    const { engine, request, clock } = await connected();
    const lost = new ConnectionLostError("bye");
    engine.mode = "hold";
    engine.connection.drop(lost);
    const waiting = request(call("waiting", 2_000));
    await clock.advance(2_000);
    expect(waiting.settled).toEqual(["TransportTimeoutError not_sent"]);
    expect(waiting.error).toMatchObject({ cause: lost, retrySafe: true });
    engine.accept();
    await settled();
    expect(engine.connection.sent).toEqual([]);
  });

  it("counts waiting for others on its session", async () => {
    const { engine, request, clock } = await connected();
    request(call("use", 9_000, state));
    const gated = request(call("gated", 100));
    await clock.advance(100);
    expect(gated.settled).toEqual(["TransportTimeoutError not_sent"]);
    engine.connection.answer("use");
    expect(engine.connection.sent).toEqual(["use"]);
  });

  it("lets nothing go that is due itself, however many are due at once", async () => {
    const { engine, link, request, clock } = await connected();
    const first = request(call("use", 30_000, state));
    await settled();
    link.cancel(first.ticket);
    const ends = [call("let", 5_000, state), call("select", 5_000), call("create", 5_000)].map(request);
    const later = request(call("later", 6_000));
    await clock.advance(5_000);
    expect(ends.map(({ settled }) => settled)).toEqual(ends.map(() => ["TransportTimeoutError not_sent"]));
    expect(engine.connection.sent).toEqual(["use", "later"]);
    engine.connection.answer("later");
    expect([first.settled, later.settled]).toEqual([["TransportError unknown"], ["R000000000002re: later"]]);
  });

  it("of Infinity never comes, and one beyond what timers can wait does not come early (C07)", async () => {
    const { engine, request, clock } = await connected({ heartbeat: false });
    const ends = [request(call("ever", Number.POSITIVE_INFINITY)), request(call("long", 2 ** 31 + 5))];
    await clock.advance(2 ** 31);
    expect(ends.map(({ settled }) => settled)).toEqual([[], []]);
    await clock.advance(5);
    expect(ends.map(({ settled }) => settled)).toEqual([[], ["TransportTimeoutError unknown"]]);
    engine.connection.answer("ever");
    expect(clock.timers).toBe(1);
  });

  it("is judged only after what came while the process stood still was read (B11)", async () => {
    const { engine, request, clock } = await connected();
    const [answered, silent] = [request(call("answered", 1_000)), request(call("silent", 1_000))];
    await settled();
    clock.sleep(60_000);
    await clock.next();
    await clock.advance(49);
    engine.connection.answer("answered");
    await clock.advance(1);
    expect(answered.settled).toEqual(["R000000000001re: answered"]);
    expect(silent.settled).toEqual(["TransportTimeoutError unknown"]);
  });
});

describe("cancelling", () => {
  it("takes a waiting request back unsent (B13)", async () => {
    const { engine, request, link } = testLink();
    engine.mode = "hold";
    const waiting = request(call("waiting"));
    await settled();
    link.cancel(waiting.ticket);
    expect(waiting.settled).toEqual(["TransportError not_sent"]);
    engine.accept();
    await settled();
    expect(engine.connection.sent).toEqual([]);
    link.cancel(waiting.ticket);
    link.cancel(12_345);
    expect(waiting.settled.length).toBe(1);
  });

  it("rejects a written request with the reason, tells the engine, and drops the late answer", async () => {
    const { engine, request, link } = await connected();
    const released: string[] = [];
    Object.assign(engine.connection, { abandon: (id: string) => released.push(id) });
    const [plain, reasoned] = [request(call("plain")), request(call("reasoned"))];
    await settled();
    const reason = new Error("changed my mind");
    link.cancel(plain.ticket);
    link.cancel(reasoned.ticket, reason);
    expect(plain.settled).toEqual(["TransportError unknown"]);
    expect(reasoned.error).toBe(reason);
    expect(released).toEqual(["000000000001", "000000000002"]);
    engine.connection.answer("plain");
    expect([plain.settled.length, link.pending]).toEqual([1, 0]);
  });

  it("keeps the place of a written request until its answer, or for five seconds", async () => {
    const { engine, request, link, clock } = await connected();
    const [one, two] = [request(call("one")), request(call("two"))];
    request(call("use", 60_000, state));
    await settled();
    link.cancel(one.ticket);
    link.cancel(two.ticket);
    engine.connection.answer("one");
    await clock.advance(4_999);
    expect(engine.connection.sent).toEqual(["one", "two"]);
    await clock.advance(1);
    expect(engine.connection.sent).toEqual(["one", "two", "use"]);
  });
});

describe("requests that change the state of a session", () => {
  it("go alone on it, in order, and leave other sessions alone", async () => {
    const { engine, request } = await connected();
    const other = { session: "other" };
    for (const [text, facts] of [
      ["a", {}],
      ["use", state],
      ["b", {}],
      ["c", {}],
      ["d", other],
    ] as const) {
      request(call(text, 9_000, facts));
    }
    await settled();
    const { sent } = engine.connection;
    expect(sent).toEqual(["a", "d"]);
    engine.connection.answer("a");
    expect(sent).toEqual(["a", "d", "use"]);
    engine.connection.answer("use", "refused", "E");
    expect(sent).toEqual(["a", "d", "use", "b", "c"]);
  });

  it("are like all others where the peer keeps no state", async () => {
    const { engine, request } = await connected({}, { stateful: false });
    for (const text of ["signin", "select", "signin"]) request(call(text, 9_000, state));
    await settled();
    expect(engine.connection.sent).toEqual(["signin", "select", "signin"]);
  });
});

describe("the offline queue", () => {
  it("is bounded by requests (B18)", async () => {
    const { engine, request } = testLink({ offlineQueue: { requests: 2, bytes: 1_000 } });
    engine.mode = "hold";
    const ends = ["one", "two", "three"].map((text) => request(call(text)));
    await settled();
    expect(ends.map(({ settled }) => settled)).toEqual([[], [], ["QueueFullError not_sent"]]);
    engine.accept();
    await settled();
    expect(engine.connection.sent).toEqual(["one", "two"]);
    const later = Array.from({ length: 10 }, () => request(call("later")));
    await settled();
    expect(later.every(({ error }) => error === undefined)).toBe(true);
  });

  it("is bounded by bytes, yet takes a single request of any size", async () => {
    const { engine, request } = testLink({ offlineQueue: { requests: 10, bytes: 100 } });
    engine.mode = "hold";
    // An id makes each twelve bytes longer.
    const ends = [50, 30, 20, 10].map((length) => request(call("x".repeat(length))));
    await settled();
    const full = ["QueueFullError not_sent"];
    expect(ends.map(({ settled }) => settled)).toEqual([[], full, [], full]);
    const alone = testLink({ offlineQueue: { requests: 10, bytes: 100 } }).request(call("x".repeat(500)));
    await settled();
    expect(alone.settled).toEqual([]);
  });

  it("has room again for the bytes that have left it", async () => {
    const { engine, request, clock } = await connected({ offlineQueue: { requests: 1_000, bytes: 100 } });
    const ends = [];
    for (let round = 1; round <= 3; round += 1) {
      engine.connection.drop();
      ends.push(request(call("x".repeat(60))), request(call("y".repeat(60))));
      await clock.advance(1_000);
    }
    const full = ends.map(({ settled }) => settled[0] ?? "waits for its answer");
    expect(full.filter((_, at) => at % 2 === 1)).toEqual(Array(3).fill("QueueFullError not_sent"));
    expect(full.filter((_, at) => at % 2 === 0 && at < 4)).toEqual(Array(2).fill("ConnectionLostError unknown"));
  });

  it("switched off refuses requests while reconnecting, and those that waited for their turn", async () => {
    const { engine, request, clock } = testLink({ offlineQueue: false });
    const [use, gated] = [request(call("use", 9_000, state)), request(call("gated"))];
    await settled();
    expect(engine.connection.sent).toEqual(["use"]);
    engine.connection.drop();
    const refused = request(call("refused"));
    await settled();
    expect(use.settled).toEqual(["ConnectionLostError unknown"]);
    for (const { settled } of [gated, refused]) expect(settled).toEqual(["ConnectionUnavailableError not_sent"]);
    await clock.advance(1_000);
    const fine = request(call("fine"));
    await settled();
    expect([engine.connection.sent, fine.settled]).toEqual([["fine"], []]);
  });

  it("takes what a peer that reads too slowly cannot take (B26)", async () => {
    const { engine, request, clock } = await connected({ offlineQueue: { requests: 2, bytes: 1_000 } });
    engine.connection.bufferedBytes = 16 * 1024 * 1024;
    const ends = ["one", "two", "three"].map((text) => request(call(text)));
    await settled();
    expect(engine.connection.sent).toEqual([]);
    expect(ends[2]?.settled).toEqual(["QueueFullError not_sent"]);
    engine.connection.bufferedBytes = 0;
    await clock.advance(50);
    expect(engine.connection.sent).toEqual(["one", "two"]);
  });

  it("is emptied no further than the peer can take", async () => {
    const { engine, request, clock } = testLink({ offlineQueue: { requests: 10, bytes: 1e9 } });
    engine.mode = "hold";
    for (const size of [10, 5, 3, 2]) request({ ...call("large"), frame: new Uint8Array(size * 1024 * 1024) });
    await settled();
    engine.accept();
    await settled();
    expect(engine.connection.requests.length).toBe(3);
    await clock.advance(50);
    expect(engine.connection.requests.length).toBe(4);
  });

  it("holds a first connection's requests also when it is off, within bounds", async () => {
    const { engine, request } = testLink({ offlineQueue: false });
    engine.mode = "hold";
    const ends = Array.from({ length: 1_001 }, () => request(call("r")));
    await settled();
    expect(ends.filter(({ settled }) => settled[0] === "QueueFullError not_sent").length).toBe(1);
  });
});

describe("a request inside a transaction", () => {
  it("does not wait for another connection: its transaction is gone with this one (C12)", async () => {
    const { engine, request, clock } = await connected();
    const first = request(call("use", 60_000, state));
    const inside = request(call("inside", 60_000, { transaction: "t1" }));
    const outside = request(call("outside", 60_000));
    await settled();
    engine.connection.drop();
    await settled();
    expect(first.settled).toEqual(["ConnectionLostError unknown"]);
    expect(inside.settled).toEqual(["ConnectionLostError not_sent"]);
    await clock.advance(1_000);
    expect(engine.connection.sent).toEqual(["outside"]);
    expect(outside.settled).toEqual([]);
  });

  it.each([{}, { offlineQueue: false as const }, { reconnect: false as const }])(
    "is refused while there is no connection, with %o",
    async (options) => {
      const { engine, request } = await connected(options);
      engine.connection.drop();
      const inside = request(call("inside", 60_000, { transaction: "t1" }));
      await settled();
      expect(inside.settled).toEqual(["ConnectionLostError not_sent"]);
    },
  );

  it("is refused on another connection than the one that its caller has heard of", async () => {
    const { engine, request, clock, attempts } = await connected();
    const [first] = attempts;
    request(call("inside", 60_000, { transaction: "t1" }), first);
    await settled();
    expect(engine.connection.sent).toEqual(["inside"]);
    engine.connection.drop();
    await settled();
    await clock.advance(1_000);
    const late = request(call("late", 60_000, { transaction: "t1" }), first);
    request(call("of the new one", 60_000, { transaction: "t2" }), attempts.at(-1));
    await settled();
    expect(late.settled).toEqual(["ConnectionLostError not_sent"]);
    expect(engine.connection.sent).toEqual(["of the new one"]);
  });
});
