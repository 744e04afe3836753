import { getEventListeners } from "node:events";
import { FaultProxy } from "@surreal-sdk/test-server";
import { ConnectionClosedError, ConnectionLostError, EncodeError, TransportTimeoutError } from "surreal-sdk";
import { describe, expect, it } from "vitest";
import { type Client, client } from "./kit/client.ts";
import { Refusal, SILENCE, statement } from "./kit/fake-exchange.ts";
import { FakeSurreal } from "./kit/fake-surreal.ts";
import { noticed } from "./kit/outage.ts";
import { token } from "./kit/verdicts.ts";
import { rejection, settled } from "./kit/watchdog.ts";

const query = (db: Client, number: number): PromiseLike<unknown> => db.query("RETURN $token", token(number));
const ask = (db: Client, number: number): Promise<unknown> => Promise.resolve(query(db, number));

describe("a deadline and a signal", () => {
  it("B12 the deadline passes: unknown, and the late answer is given to nobody else", async () => {
    await using server = await FakeSurreal.start();
    let late: (() => void) | undefined;
    server.on("query", (request, peer) => {
      if (late !== undefined) return undefined;
      late = () => peer.reply(request, statement("late"));
      return SILENCE;
    });
    const db = client(server.ws);
    await settled(db.connect());
    const error = await rejection(db.with({ timeout: 300 }).query("RETURN 1"));
    expect(error).toBeInstanceOf(TransportTimeoutError);
    expect(error.outcome).toBe("unknown");
    server.on("query", ({ params }) => {
      late?.();
      return statement((params[1] as { token: number }).token);
    });
    expect(await settled(query(db, 7))).toEqual([7]);
  });

  it("B13 a signal rejects what is in flight with its reason, and nothing stays on the signal", async () => {
    await using server = await FakeSurreal.start();
    server.on("query", () => SILENCE);
    const db = client(server.ws);
    const abort = new AbortController();
    const pending = rejection(db.with({ signal: abort.signal }).query("RETURN 1"));
    await settled(server.received("query"));
    const reason = new Error("enough");
    abort.abort(reason);
    expect(await pending).toBe(reason);
    expect(getEventListeners(abort.signal, "abort")).toEqual([]);
  });

  it("B14 a signal that is aborted already lets nothing out", async () => {
    await using server = await FakeSurreal.start();
    const db = client(server.ws);
    const reason = new Error("before it began");
    expect(await rejection(db.with({ signal: AbortSignal.abort(reason) }).query("RETURN 1"))).toBe(reason);
    await settled(db.version());
    expect(server.count("query")).toBe(0);
  });
});

describe("what a server says about its own end", () => {
  it('B15 "gracefully shutting down" was not executed and may be repeated', async () => {
    await using server = await FakeSurreal.start();
    server.on("query", () => {
      throw new Refusal({ code: -32000, kind: "Internal", message: "The server is gracefully shutting down" });
    });
    const error = await rejection(query(client(server.ws), 0));
    expect(error).toMatchObject({ outcome: "failed", retrySafe: true });
  });

  it('B16 "cancelled because the WebSocket is closing" may have been executed', async () => {
    await using server = await FakeSurreal.start();
    server.on("query", (request, peer) => {
      const message = "This request was cancelled because the WebSocket is closing";
      peer.refuse(request, { code: -32000, kind: "Internal", message });
      return SILENCE;
    });
    const error = await rejection(query(client(server.ws), 0));
    expect(error).toMatchObject({ outcome: "unknown", retrySafe: false });
  });

  it("B17 overload may be repeated", async () => {
    await using server = await FakeSurreal.start();
    server.on("query", () => {
      throw new Refusal({ code: -32000, kind: "Internal", message: "The server is unable to handle the request" });
    });
    expect(await rejection(query(client(server.ws), 0))).toMatchObject({ outcome: "failed", retrySafe: true });
  });
});

describe("what is repeated", () => {
  it("B22 B23 a select whose answer was lost, once, where retryReads asks for it; a query never", async () => {
    await using server = await FakeSurreal.start();
    server.on("query", (_request, peer) => {
      if (peer.number === 1) {
        peer.cut();
        return SILENCE;
      }
      return statement([]);
    });
    const db = client(server.ws, { retryReads: true });
    expect(await settled(db.select("user"))).toEqual([]);
    expect(server.count("query")).toBe(2);
    server.on("query", (_request, peer) => {
      peer.cut();
      return SILENCE;
    });
    expect(await rejection(db.query("SELECT * FROM user"))).toBeInstanceOf(ConnectionLostError);
    expect(server.count("query")).toBe(3);
  });
});

describe("a value that cannot be sent", () => {
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  let deep: unknown = 1;
  for (let depth = 0; depth < 1_000; depth += 1) deep = [deep];

  it.each([
    ["an integer beyond 64 bits", 2n ** 70n],
    ["a cycle", cycle],
    ["a symbol", Symbol("no")],
    ["a function", () => 1],
    ["nesting without end", deep],
    ["a class nobody knows", new (class Mine {})()],
  ])("B24 %s is refused at the call, and the connection outlives it and the next drop", async (_what, value) => {
    await using server = await FakeSurreal.start();
    const db = client(server.ws);
    await settled(db.connect());
    for (const attempt of [
      db.query("RETURN $value", { value }),
      db.let("value", value),
      db.create("user", { value }),
    ]) {
      const error = await rejection(Promise.resolve(attempt));
      expect(error instanceof EncodeError || error instanceof TypeError || error instanceof RangeError).toBe(true);
    }
    const lost = noticed(db);
    server.peer.cut();
    await lost;
    expect(await settled(db.version())).toBe("surrealdb-3.0.2");
    expect(new Set(server.methods())).toEqual(new Set(["version"]));
  });
});

describe("close()", () => {
  it("B06 settles what is in flight as unknown and what waits as not sent", async () => {
    await using server = await FakeSurreal.start();
    server.on("query", () => SILENCE);
    const db = client(server.ws);
    const written = rejection(query(db, 0));
    await settled(server.received("query"));
    // A change of the session waits for the query before it.
    const waiting = rejection(db.use("a", "b"));
    await settled(db.close());
    expect(await written).toBeInstanceOf(ConnectionClosedError);
    expect(await written).toMatchObject({ outcome: "unknown" });
    expect(await waiting).toMatchObject({ name: "ConnectionClosedError", outcome: "not_sent" });
    expect(server.count("use")).toBe(0);
  });

  it("B06 with drain waits for answers first", async () => {
    await using server = await FakeSurreal.start();
    let answer: (() => void) | undefined;
    server.on("query", (request, peer) => {
      answer = () => peer.reply(request, statement("in time"));
      return SILENCE;
    });
    const db = client(server.ws);
    const pending = ask(db, 0);
    await settled(server.received("query"));
    const closing = db.close({ drain: 5_000 });
    answer?.();
    expect(await settled(pending)).toEqual(["in time"]);
    await settled(closing);
  });

  it("B07 twice, at the same time, and after a drop is quiet", async () => {
    await using server = await FakeSurreal.start();
    const db = client(server.ws);
    await settled(db.connect());
    await settled(Promise.all([db.close(), db.close()]));
    await settled(db.close());
    expect(db.status).toBe("closed");
    const other = client(server.ws, { reconnect: false });
    await settled(other.connect());
    const lost = noticed(other);
    server.peer.cut();
    await lost;
    await settled(other.close());
    expect(other.status).toBe("closed");
  });

  it("B08 goes on by force when the server says no goodbye", async () => {
    await using server = await FakeSurreal.start();
    await using proxy = await FaultProxy.to(server.port);
    const db = client(proxy.wsUrl, { closeTimeout: 50 });
    await settled(db.connect());
    proxy.drop();
    await settled(db.close());
    await settled(proxy.ended());
    expect(proxy.open).toBe(0);
  });
});
