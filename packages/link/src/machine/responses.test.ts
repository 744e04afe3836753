import { ConnectionLostError, ProtocolError, RequestTooLargeError } from "@surreal-sdk/transport";
import { describe, expect, it } from "vitest";
import { answerFrame, call } from "../../simulation/plain-framing.ts";
import { testLink } from "../../simulation/test-link.ts";
import { settled } from "../../simulation/virtual-clock.ts";

/** A link with these requests in flight. */
async function inFlight(...texts: string[]) {
  const world = testLink();
  const ends = texts.map((text, index) => world.request(call(text, 10_000 + index)));
  world.connect();
  await settled();
  return { ...world, ends, connection: world.engine.connection };
}

const orphan = (text: string) => answerFrame("O", "", text);
const kinds = ({ diagnostics }: { diagnostics: { kind: string }[] }) => diagnostics.map(({ kind }) => kind);

describe("answers", () => {
  it("go to their request in any order (D01)", async () => {
    const { connection, ends } = await inFlight("one", "two", "three");
    for (const text of ["three", "one", "two"]) connection.answer(text);
    expect(ends.map(({ settled }) => settled[0]?.slice(13))).toEqual(["re: one", "re: two", "re: three"]);
  });

  it("go to the request that the engine names, without a look inside", async () => {
    const { connection, ends } = await inFlight("one", "two");
    connection.receive(new TextEncoder().encode("whatever"), connection.idOf("two"));
    expect(ends.map(({ settled }) => settled)).toEqual([[], ["whatever"]]);
  });

  it("of a peer without state that name another request are nobody's, and the request is unknown (E07)", async () => {
    const { link, engine, request, connect } = testLink({}, { stateful: false });
    connect();
    await settled();
    const ends = ["mine", "plain", "foreign"].map((text) => request(call(text)));
    await settled();
    const { connection } = engine;
    const id = (text: string) => connection.idOf(text) as string;
    connection.receive(answerFrame("R", id("mine"), "mine"), id("mine"));
    connection.receive(new TextEncoder().encode("plain"), id("plain"));
    connection.receive(answerFrame("R", "zzzzzzzzzzzz", "another's"), id("foreign"));
    expect(ends.map((end) => end.settled)).toEqual([[`R${id("mine")}mine`], ["plain"], ["ProtocolError unknown"]]);
    expect(link.status).toBe("connected");
  });

  it("that come twice, late or from elsewhere are dropped and counted (D02, D03)", async () => {
    const world = await inFlight("one", "two");
    world.connection.answer("one");
    world.connection.answer("one");
    for (const id of ["zzzzzzzzzzzz", "00000000000Z", "1", "", "000000000003"]) {
      world.connection.receive(answerFrame("R", id));
    }
    expect(world.ends.map(({ settled }) => settled.length)).toEqual([1, 0]);
    expect(kinds(world)).toEqual(["late-answer", ...Array(5).fill("unknown-answer")]);
  });

  it("of an ended connection are not heard", async () => {
    const { connection, ends, request, clock, engine } = await inFlight("one");
    connection.drop();
    const next = request(call("next"));
    await clock.advance(1_000);
    connection.receive(answerFrame("R", engine.connection.idOf("next")));
    expect([ends[0]?.settled.length, next.settled.length]).toEqual([1, 0]);
  });

  it("notify of changes, also before the connection is ready", async () => {
    const { engine, connect, log } = testLink();
    engine.mode = "hold";
    connect();
    engine.accept();
    engine.connection.receive(answerFrame("N", "", "changed"));
    await settled();
    expect(log).toContain("notification Nchanged");
  });
});

it("hears nothing any more while it closes", async () => {
  const { connection, close, log } = await inFlight("one");
  connection.closesPolitely = false;
  close();
  const before = log.length;
  connection.receive(answerFrame("N", "", "changed"));
  connection.receive(answerFrame("?", ""));
  expect(log.slice(before)).toEqual([]);
});

describe("an error that names no request", () => {
  it("is given to the one in flight (D05)", async () => {
    const world = await inFlight("one");
    world.connection.receive(orphan("parse error"));
    expect(world.ends[0]?.settled).toEqual(["Oparse error"]);
    expect(kinds(world)).toEqual(["orphan-error"]);
  });

  it("is held until the others are answered, and never guessed (D06)", async () => {
    const { connection, ends, request } = await inFlight("one", "two", "three");
    connection.receive(orphan("parse error"));
    const later = request(call("later"));
    await settled();
    connection.answer("three");
    expect(ends.map(({ settled }) => settled.length)).toEqual([0, 0, 1]);
    connection.answer("one");
    expect(ends[1]?.settled).toEqual(["Oparse error"]);
    expect(later.settled).toEqual([]);
  });

  it("solves the next one when it is given away", async () => {
    const { connection, ends, request: ask } = await inFlight("one", "two");
    connection.receive(orphan("of one or two"));
    const three = ask(call("three"));
    await settled();
    connection.receive(orphan("of one, two or three"));
    connection.answer("two");
    expect([ends[0]?.settled, three.settled]).toEqual([["Oof one or two"], ["Oof one, two or three"]]);
  });

  it("is given to nobody whom the server has answered, even when it contradicts itself", async () => {
    const { connection: other, ends: others, request } = await inFlight("a", "b");
    other.receive(orphan("of a or b"));
    const third = request(call("c"));
    await settled();
    other.receive(orphan("of a, b or c"));
    other.answer("c");
    expect(others.map(({ settled }) => settled)).toEqual([[], []]);
    other.answer("a");
    expect(others[1]?.settled).toEqual(["Oof a or b"]);
    expect(third.settled.length).toBe(1);
  });

  it("is given to none once a request of the connection was given up, for it may be its", async () => {
    const { connection, ends, clock, request } = await inFlight("one");
    await clock.advance(9_000);
    connection.context.listener.alive();
    await clock.advance(6_000);
    const next = request(call("next"));
    await settled();
    connection.receive(orphan("late parse error"));
    expect([connection.sent, ends[0]?.settled, next.settled]).toEqual([
      ["one", "next"],
      ["TransportTimeoutError unknown"],
      [],
    ]);
  });

  it("decides a replay", async () => {
    const { engine, link, log, connect } = testLink();
    link.setReplay({ label: "use", rank: 2, call: call("use") });
    connect();
    await settled();
    engine.connection.receive(answerFrame("O", "", "            parse error"));
    expect(log.at(-1)).toContain("restoreFailed use");
  });
});

it("leaves everything alone when a whole frame concerns no request (D04)", async () => {
  const world = await inFlight("one");
  world.connection.receive(answerFrame("S", ""));
  expect(kinds(world)).toEqual(["malformed-frame"]);
  world.connection.answer("one");
  expect(world.ends[0]?.settled).toEqual(["R000000000001re: one"]);
});

it("ends the connection when a frame cannot be read, since nobody knows whose answer it was (D09, D11)", async () => {
  const world = await inFlight("one", "two");
  world.connection.receive(answerFrame("?", ""));
  for (const end of world.ends) {
    expect(end.settled).toEqual(["ConnectionLostError unknown"]);
    expect(end.error?.cause).toBeInstanceOf(ProtocolError);
  }
  expect(world.connection.closes).toEqual([0]);
  expect(kinds(world)).toEqual(["malformed-frame"]);
  await world.clock.advance(1_000);
  expect(world.link.status).toBe("connected");
});

it("gives a frame that cannot be read to the only request in flight, and ends the connection (D09)", async () => {
  const world = await inFlight("one");
  const frame = answerFrame("?", "");
  world.connection.receive(frame);
  expect(world.ends[0]?.settled).toHaveLength(1);
  expect(world.ends[0]?.error).toBeUndefined();
  expect([world.connection.closes, kinds(world)]).toEqual([[0], ["malformed-frame"]]);
  await world.clock.advance(1_000);
  expect(world.link.status).toBe("connected");
});

describe("a failure that the engine reports", () => {
  it("rejects its request alone", async () => {
    const { connection, ends, link } = await inFlight("one", "two");
    const error = new ConnectionLostError("reset", { outcome: "unknown" });
    connection.context.listener.failed(connection.idOf("one"), error);
    connection.context.listener.failed("zzzzzzzzzzzz", error);
    expect([ends[0]?.error, ends[1]?.settled, link.status]).toEqual([error, [], "connected"]);
  });

  it("when it is handed a request rejects that alone, with the engine's error", async () => {
    const { connection, request } = await inFlight();
    const tooLarge = new RequestTooLargeError("too large", { outcome: "not_sent" });
    connection.refuses = tooLarge;
    const [refused, use] = [request(call("large")), request(call("use", 9_000, { exclusive: true }))];
    await settled();
    expect([refused.error, use.error]).toEqual([tooLarge, tooLarge]);
    connection.refuses = new RangeError("a bug");
    const broken = request(call("broken"));
    await settled();
    expect(broken.error).toMatchObject({ name: "TransportError", outcome: "unknown", cause: connection.refuses });
    connection.refuses = undefined;
    request(call("fine"));
    await settled();
    expect(connection.sent).toEqual(["fine"]);
  });

  it("of a replay ends the attempt", async () => {
    const { engine, link, connect } = testLink({ reconnect: false });
    link.setReplay({ label: "use", rank: 2, call: call("use") });
    const connecting = connect();
    await settled();
    const error = new ConnectionLostError("reset", { outcome: "unknown" });
    engine.connection.context.listener.failed(engine.connection.idOf("use"), error);
    expect([connecting.error, engine.connection.closes]).toEqual([error, [0]]);
  });
});
