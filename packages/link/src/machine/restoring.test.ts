import { ConnectionLostError, type Replay } from "@surreal-sdk/transport";
import { describe, expect, it } from "vitest";
import { call } from "../../simulation/plain-framing.ts";
import { testLink } from "../../simulation/test-link.ts";
import { settled } from "../../simulation/virtual-clock.ts";

function replay(label: string, rank: number, text: string = label, session?: string): Replay {
  return { label, rank, call: call(text, 20_000, { exclusive: true, ...(session === undefined ? {} : { session }) }) };
}

/** A link that opens with these replays. */
async function opened(...replays: Replay[]) {
  const world = testLink();
  for (const each of replays) world.link.setReplay(each);
  const first = world.request(call("first", 60_000));
  await settled();
  return { ...world, first };
}

describe("restoring", () => {
  it("goes rank by rank before any request of the user (C01)", async () => {
    const live = [replay("live", 8), replay("let", 3), replay("token", 1), replay("version", 0), replay("use", 2)];
    const { engine, log, first, link } = await opened(...live);
    const { connection } = engine;
    for (const label of ["version", "token", "use", "let", "live"]) {
      expect(connection.sent.at(-1)).toBe(label);
      expect(link.status).toBe("connecting");
      connection.answer(label, `re ${label}`);
    }
    expect(connection.sent).toEqual(["version", "token", "use", "let", "live", "first"]);
    expect(log).toEqual([
      "status connecting",
      ...["version", "token", "use", "let", "live"].map((label) => `restored ${label} re ${label}`),
      "status connected",
      "ready false",
    ]);
    connection.answer("first");
    expect(first.settled.length).toBe(1);
  });

  it("is done anew where an earlier connection has answered what changes it, and that was not known yet", async () => {
    const { engine, link, clock } = await opened(replay("use", 2, "use a"));
    const first = engine.connection;
    first.answer("use a");
    link.setReplay(replay("let", 3), 1);
    expect(first.closes).toEqual([]);
    first.drop();
    await clock.advance(1_000);
    const second = engine.connection;
    second.answer("use a");
    second.answer("let");
    expect(link.status).toBe("connected");
    link.setReplay(replay("use", 2, "use b"), 1);
    expect([second.closes, link.status]).toEqual([[0], "reconnecting"]);
    await clock.advance(1_000);
    engine.connection.answer("use b");
    link.removeReplay("let", 1);
    await clock.advance(1_000);
    engine.connection.answer("use b");
    expect([engine.connection.sent, link.status]).toEqual([["use b"], "connected"]);
  });

  it("stops when a listener closes the link at an answer: no request of the user is sent (A14)", async () => {
    const world = testLink();
    world.link.setReplay(replay("version", 0));
    world.onEvent = (line) => {
      if (line.startsWith("restored version")) world.close();
    };
    const [first, connecting] = [world.request(call("first", 60_000)), world.connect()];
    await settled();
    world.engine.connection.answer("version");
    await settled();
    expect(world.engine.connection.sent).toEqual(["version"]);
    expect(first.settled).toEqual(["ConnectionClosedError not_sent"]);
    expect(connecting.settled).toEqual(["ConnectionClosedError not_sent"]);
  });

  it("goes side by side within a rank on different sessions, one by one on the same", async () => {
    const sessions = [replay("a1", 4, "a1", "a"), replay("a2", 4, "a2", "a"), replay("b1", 4, "b1", "b")];
    const { engine } = await opened(...sessions, replay("late", 5));
    const { connection } = engine;
    expect(connection.sent).toEqual(["a1", "b1"]);
    connection.answer("a1");
    connection.answer("b1");
    expect(connection.sent).toEqual(["a1", "b1", "a2"]);
    connection.answer("a2");
    expect(connection.sent.at(-1)).toBe("late");
  });

  it("uses the latest call of a label in its old place, and none that was removed", async () => {
    const world = testLink();
    for (const each of [replay("a", 3), replay("b", 3), replay("gone", 3), replay("a", 3, "new a")]) {
      world.link.setReplay(each);
    }
    world.link.removeReplay("gone");
    world.connect();
    await settled();
    world.engine.connection.answer("new a");
    world.engine.connection.answer("b");
    expect(world.engine.connection.sent).toEqual(["new a", "b"]);
    expect(world.link.status).toBe("connected");
    world.link.setReplay(replay("c", 0));
    expect(world.engine.connection.sent).toEqual(["new a", "b"]);
    world.link.clearReplays();
    world.engine.connection.drop();
    await world.clock.advance(1_000);
    expect(world.engine.connection.sent).toEqual([]);
    expect(world.log.at(-1)).toBe("ready true");
  });

  it("starts from the beginning on the next connection when it is broken off (C03)", async () => {
    const { engine, clock, first } = await opened(replay("token", 1), replay("use", 2));
    engine.connection.answer("token");
    engine.connection.drop(new ConnectionLostError("bye"));
    await clock.advance(1_000);
    expect([engine.connections.length, engine.connection.sent]).toEqual([2, ["token"]]);
    engine.connection.answer("token");
    engine.connection.answer("use");
    expect(engine.connection.sent).toEqual(["token", "use", "first"]);
    expect(first.settled).toEqual([]);
  });

  it("sends a copy of the frame, so that an engine may keep the last one", async () => {
    const { engine, clock } = await opened(replay("use", 2));
    const before = engine.connection.requests[0];
    engine.connection.drop();
    await clock.advance(1_000);
    expect(engine.connection.requests[0]?.frame).not.toBe(before?.frame);
    expect(engine.connection.requests[0]?.id).not.toBe(before?.id);
  });

  it("fails the attempt when an answer does not come within connectTimeout (A14)", async () => {
    const { engine, clock, first, log } = await opened(replay("version", 0));
    await clock.advance(10_000);
    expect(first.settled).toEqual(["ConnectionUnavailableError not_sent"]);
    expect(engine.connection.closes).toEqual([0]);
    expect(log.at(-1)).toBe("status disconnected TransportTimeoutError");
    expect(first.error?.message).toContain("Restoring the session took longer than 10000 ms");
  });

  it("ends the attempt at a replay's own deadline where connecting may take for ever", async () => {
    const { link, engine, connect, clock } = testLink({ connectTimeout: Number.POSITIVE_INFINITY, reconnect: false });
    link.setReplay(replay("use", 2));
    const connecting = connect();
    await clock.advance(20_000);
    expect(connecting.settled).toEqual(["TransportTimeoutError not_sent"]);
    expect(connecting.error?.message).toContain("use, which restores the session, was not answered within 20000 ms");
    expect(engine.connection.closes).toEqual([0]);
  });

  it("never lets a replay that waited for its turn outlive its connection", async () => {
    const { engine, clock, link } = await opened(replay("a", 3), replay("b", 3));
    engine.connection.drop();
    await clock.advance(1_000);
    engine.connection.answer("a");
    engine.connection.answer("b");
    await clock.advance(5_000);
    engine.connection.context.listener.alive();
    await clock.advance(5_000);
    expect([link.status, engine.connections.length]).toEqual(["connected", 2]);
  });

  it("is left out where the peer keeps no state", async () => {
    const { link, engine, connect } = testLink({}, { stateful: false });
    link.setReplay(replay("use", 2));
    const connecting = connect();
    await settled();
    expect([connecting.settled, engine.connection.sent]).toEqual([["done"], []]);
  });
});

describe("a refused replay", () => {
  it("holds everything until somebody decides, and is forgotten when dropped", async () => {
    const { engine, link, log, clock } = await opened(replay("live", 8));
    engine.connection.answer("live", "no such table", "E");
    expect(log.at(-1)).toBe("restoreFailed live no such table");
    expect(engine.connection.sent).toEqual(["live"]);
    link.resolveReplay("unknown", { kind: "drop" }, 1);
    expect(engine.connection.sent).toEqual(["live"]);
    link.resolveReplay("live", { kind: "drop" }, 1);
    expect(engine.connection.sent).toEqual(["live", "first"]);
    engine.connection.drop();
    await clock.advance(1_000);
    expect(engine.connection.sent).toEqual([]);
  });

  it("fails what waits when it is dropped with an error (C04)", async () => {
    const { engine, link, first, connect } = await opened(replay("token", 1));
    const connecting = connect();
    engine.connection.answer("token", "expired", "E");
    const error = new ConnectionLostError("cannot sign in again", { outcome: "not_sent" });
    link.resolveReplay("token", { kind: "drop", error }, 1);
    expect([first.error, connecting.error]).toEqual([error, error]);
    expect([engine.connection.sent, link.status]).toEqual([["token"], "connected"]);
  });

  it("of a session fails what waits on that session alone when it is dropped with an error (C18)", async () => {
    const { engine, link, first, request, connect } = await opened(replay("session token", 5));
    const other = request(call("other", 10_000, { session: "s" }));
    const connecting = connect();
    engine.connection.answer("session token", "expired", "E");
    const error = new ConnectionLostError("cannot sign in again", { outcome: "not_sent" });
    link.resolveReplay("session token", { kind: "drop", error, session: "s" }, 1);
    expect([other.error, first.error, connecting.settled]).toEqual([error, undefined, ["done"]]);
    expect(engine.connection.sent).toEqual(["session token", "first"]);
  });

  it("is replaced once, and the answer to that is judged again", async () => {
    const { engine, link, log } = await opened(replay("token", 1), replay("use", 2));
    engine.connection.answer("token", "expired", "E");
    link.resolveReplay("token", { kind: "replace", call: call("refresh", 10_000, { exclusive: true }) }, 1);
    expect(engine.connection.sent).toEqual(["token", "refresh"]);
    engine.connection.answer("refresh", "expired too", "E");
    link.resolveReplay("token", { kind: "replace", call: call("signin", 10_000, { exclusive: true }) }, 1);
    engine.connection.answer("signin", "welcome");
    expect(log.slice(1)).toEqual([
      "restoreFailed token expired",
      "restoreFailed token expired too",
      "restored token welcome",
    ]);
    expect(engine.connection.sent).toEqual(["token", "refresh", "signin", "use"]);
  });

  it("holds everything also when it was removed meanwhile, so that nothing runs without it (P5)", async () => {
    const { engine, link, first } = await opened(replay("token", 1));
    engine.connection.answer("token", "expired", "E");
    link.removeReplay("token");
    expect(engine.connection.sent).toEqual(["token"]);
    const error = new ConnectionLostError("cannot sign in again", { outcome: "not_sent" });
    link.resolveReplay("token", { kind: "drop", error }, 1);
    expect([first.error, engine.connection.sent]).toEqual([error, ["token"]]);
  });

  it("is of no interest when it was removed before the answer came", async () => {
    const { engine, link, log } = await opened(replay("live", 8));
    link.removeReplay("live");
    engine.connection.answer("live", "gone", "E");
    expect(engine.connection.sent).toEqual(["live", "first"]);
    expect(log.some((line) => line.startsWith("restoreFailed"))).toBe(false);
  });

  it("gives the verdict a time of its own", async () => {
    const { engine, link, clock, first } = await opened(replay("token", 1));
    await clock.advance(9_000);
    engine.connection.answer("token", "expired", "E");
    await clock.advance(9_000);
    link.resolveReplay("token", { kind: "replace", call: call("signin", 10_000) }, 1);
    await clock.advance(9_000);
    engine.connection.answer("signin");
    expect([link.status, engine.connection.sent.at(-1), first.settled]).toEqual(["connected", "first", []]);
  });

  it("ends the attempt when no verdict is given", async () => {
    const two = await opened(replay("live", 8));
    two.engine.connection.answer("live", "gone", "E");
    await two.clock.advance(10_000);
    expect(two.link.status).toBe("disconnected");
    expect(two.first.error?.outcome).toBe("not_sent");
  });

  it("is judged for its own attempt alone: a verdict about an earlier one changes nothing", async () => {
    const { engine, link, clock, first } = await opened(replay("token", 1));
    engine.connection.answer("token", "expired", "E");
    engine.connection.drop(new ConnectionLostError("bye"));
    await clock.advance(1_000);
    expect([link.isRestoring(1), engine.connection.sent]).toEqual([false, ["token"]]);
    engine.connection.answer("token", "expired again", "E");
    const error = new ConnectionLostError("cannot sign in again", { outcome: "not_sent" });
    link.resolveReplay("token", { kind: "drop", error }, 1);
    link.resolveReplay("token", { kind: "replace", call: call("too late", 10_000) }, 1);
    expect([first.settled, engine.connection.sent]).toEqual([[], ["token"]]);
    const attempt = [...Array(9).keys()].find((each) => link.isRestoring(each)) ?? 0;
    link.resolveReplay("token", { kind: "replace", call: call("signin", 10_000, { exclusive: true }) }, attempt);
    engine.connection.answer("signin", "welcome");
    expect(engine.connection.sent).toEqual(["token", "signin", "first"]);
  });

  it("is waited for without end where the listener may be asleep, and only for the verdict", async () => {
    const world = testLink({ reconnect: false }, {}, { verdictTimeout: Number.POSITIVE_INFINITY });
    world.link.setReplay(replay("token", 1));
    const connecting = world.connect();
    await settled();
    world.engine.connection.answer("token", "expired", "E");
    await world.clock.advance(10_000_000);
    expect([world.link.isRestoring(1), connecting.settled]).toEqual([true, []]);
    world.link.resolveReplay("token", { kind: "replace", call: call("signin", 20_000, { exclusive: true }) }, 1);
    await world.clock.advance(10_000);
    expect(connecting.settled).toEqual(["TransportTimeoutError not_sent"]);
  });
});

describe("a peer that must not be spoken to", () => {
  const refusal = new ConnectionLostError("too old", { outcome: "not_sent" });

  it("is left before anything else is sent, and everyone who waits hears why", async () => {
    const judge = (label: string): Error | undefined => (label === "version" ? refusal : undefined);
    const world = testLink({}, {}, { judge });
    for (const each of [replay("version", 0), replay("token", 1)]) world.link.setReplay(each);
    const [first, connecting] = [world.request(call("first", 60_000)), world.connect()];
    await settled();
    world.engine.connection.answer("version", "1.5.4");
    await world.clock.advance(60_000);
    expect([first.error, connecting.error]).toEqual([refusal, refusal]);
    expect([world.engine.connection.sent, world.engine.connection.closes]).toEqual([["version"], [0]]);
    expect(world.log).toEqual([
      "status connecting",
      "restored version 1.5.4",
      "status disconnected ConnectionLostError",
    ]);
    expect(world.engine.connections).toHaveLength(1);
  });

  it("is tried again when somebody asks for a connection, and not by a request", async () => {
    let version = "1";
    const judge = (): Error | undefined => (version === "1" ? refusal : undefined);
    const world = testLink({}, {}, { judge });
    world.link.setReplay(replay("version", 0));
    world.connect();
    await settled();
    world.engine.connection.answer("version");
    const refused = world.request(call("refused", 1_000));
    await settled();
    expect([refused.settled, world.engine.connections.length]).toEqual([["ConnectionUnavailableError not_sent"], 1]);
    version = "2";
    const connecting = world.connect();
    await settled();
    world.engine.connection.answer("version");
    expect(connecting.settled).toEqual(["done"]);
  });
});
