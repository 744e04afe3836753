import { ConnectionClosedError, type EngineConnection, TransportError } from "@surreal-sdk/transport";
import { describe, expect, it } from "vitest";
import { call } from "../simulation/plain-framing.ts";
import type { ScriptedConnection } from "../simulation/scripted-engine.ts";
import { type TestLink, testLink } from "../simulation/test-link.ts";
import { settled } from "../simulation/virtual-clock.ts";

/** Two requests that were sent. */
async function twoInFlight(): Promise<{ world: TestLink; one: Ending; two: Ending; connection: ScriptedConnection }> {
  const world = testLink({ heartbeat: false });
  const [one, two] = [world.request(call("one")), world.request(call("two"))];
  await settled();
  return { world, one, two, connection: world.engine.connection };
}

type Ending = ReturnType<TestLink["request"]>;

/** What JavaScript allows where the contract does not. */
const anything = (value: unknown): never => value as never;

describe("a frame that is not a Uint8Array", () => {
  it.each([["hello"], [undefined], [null], [new ArrayBuffer(3)], [new DataView(new ArrayBuffer(3))]])(
    "fails the request that %o answers, and no other",
    async (frame) => {
      const { one, two, connection } = await twoInFlight();
      connection.receive(anything(frame), connection.idOf("one"));
      connection.answer("two");
      expect([one.settled, two.settled]).toEqual([["TransportError unknown"], ["R000000000002re: two"]]);
      expect(one.error?.message).toBe("The scripted engine handed over a frame that is not a Uint8Array.");
    },
  );

  it.each([["hello"], [undefined], [null], [new ArrayBuffer(3)]])(
    "ends the connection where %o answers no request in particular",
    async (frame) => {
      const { world, one, two, connection } = await twoInFlight();
      connection.receive(anything(frame));
      expect([one.settled, two.settled]).toEqual([["ConnectionLostError unknown"], ["ConnectionLostError unknown"]]);
      expect(one.error?.message).toContain("(The scripted engine handed over a frame that is not a Uint8Array)");
      expect([connection.closes, world.link.status]).toEqual([[0], "reconnecting"]);
    },
  );

  it("fails the request whose part it is", async () => {
    const { one, connection } = await twoInFlight();
    connection.context.listener.part(connection.idOf("one"), anything("text"));
    expect(one.settled).toEqual(["TransportError unknown"]);
  });
});

describe("a part", () => {
  it("of a request that is not streamed fails it", async () => {
    const { world, one, connection } = await twoInFlight();
    connection.context.listener.part(connection.idOf("one"), new Uint8Array(1));
    expect(one.settled).toEqual(["ProtocolError unknown"]);
    expect(one.error?.message).toBe("one is not streamed, and was answered by part().");
    expect(world.link.pending).toBe(1);
  });
});

describe("the failure of a request", () => {
  it.each([["oops"], [undefined], [{ message: "oops" }], [new Error("oops")], [new TransportError("oops")]])(
    "is a TransportError with an outcome where the engine gives %o",
    async (given) => {
      const { one, connection } = await twoInFlight();
      connection.context.listener.failed(connection.idOf("one"), anything(given));
      expect(one.settled).toEqual(["TransportError unknown"]);
      expect(one.error?.cause).toBe(given);
      expect(one.error?.message).toBe(
        "The scripted engine reported a failure that is not a TransportError with an outcome.",
      );
    },
  );

  it("of no request in particular ends the connection", async () => {
    const { one, two, connection } = await twoInFlight();
    connection.context.listener.failed(anything(undefined), new TransportError("oops", { outcome: "unknown" }));
    expect([one.settled, two.settled]).toEqual([["ConnectionLostError unknown"], ["ConnectionLostError unknown"]]);
    expect(one.error?.message).toContain("(oops)");
  });
});

describe("the end of a connection", () => {
  it.each([["bye"], [{ code: 1006 }], [null]])("fails what was in flight where the engine gives %o", async (given) => {
    const { world, one, two, connection } = await twoInFlight();
    connection.drop(anything(given));
    expect([one.settled, two.settled]).toEqual([["ConnectionLostError unknown"], ["ConnectionLostError unknown"]]);
    expect(one.error?.cause).toMatchObject({
      message: "The scripted engine reported a failure that is not a TransportError with an outcome.",
      cause: given,
    });
    expect(world.link.status).toBe("reconnecting");
  });
});

describe("send()", () => {
  it.each<[string, unknown, string]>([
    ["an error", new Error("boom"), "TransportError unknown"],
    ["a refusal", new ConnectionClosedError("closed", { outcome: "not_sent" }), "ConnectionClosedError not_sent"],
  ])("may return a promise that is rejected with %s", async (_what, reason, expected) => {
    const world = testLink({ heartbeat: false });
    world.connect();
    await settled();
    const { connection } = world.engine;
    connection.send = anything(() => Promise.reject(reason));
    const one = world.request(call("one"));
    await settled();
    expect(one.settled).toEqual([expected]);
  });
});

describe("bufferedBytes", () => {
  it.each<[string, () => unknown]>([
    ["throws", () => JSON.parse("{")],
    ["is not a number", () => Number.NaN],
    ["has no end", () => Number.POSITIVE_INFINITY],
    ["is a text", () => "12"],
  ])("that %s stops no request", async (_what, get) => {
    const world = testLink({ heartbeat: false });
    world.connect();
    await settled();
    const { connection } = world.engine;
    Object.defineProperty(connection, "bufferedBytes", { get });
    const one = world.request(call("one"));
    await settled();
    connection.answer("one");
    expect(one.settled).toHaveLength(1);
    const closing = world.close();
    await settled();
    expect(closing.settled).toEqual(["done"]);
  });
});

describe("open()", () => {
  it.each([[undefined], [null], [{}], [{ send: () => undefined }], ["connection"]])(
    "that gives %o has failed",
    async (given) => {
      const world = testLink({ heartbeat: false, reconnect: false });
      world.engine.mode = "hold";
      const one = world.request(call("one"));
      await settled();
      world.engine.openings[0]?.resolve(given as unknown as EngineConnection);
      await settled();
      expect(one.settled).toEqual(["ConnectionUnavailableError not_sent"]);
      expect(one.error?.message).toContain("The scripted engine opened something that has no send() and close()");
    },
  );
});
