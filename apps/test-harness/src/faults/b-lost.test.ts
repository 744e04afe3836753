import { FaultProxy, type Faults } from "@surreal-sdk/test-server";
import { ConnectionLostError, QueueFullError, ReconnectExhaustedError, TransportTimeoutError } from "surreal-sdk";
import { describe, expect, it } from "vitest";
import { type Client, client } from "./kit/client.ts";
import { SILENCE, statement } from "./kit/fake-exchange.ts";
import { FakeSurreal } from "./kit/fake-surreal.ts";
import { noticed } from "./kit/outage.ts";
import { executions, lies, token, type Verdict, verdictOf } from "./kit/verdicts.ts";
import { heard, rejection, settled } from "./kit/watchdog.ts";

const query = (db: Client, number: number): PromiseLike<unknown> => db.query("RETURN $token", token(number));
const ask = (db: Client, number: number): Promise<unknown> => Promise.resolve(query(db, number));

function range(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.floor((to - from) / step) }, (_, index) => from + index * step);
}

/** Makes one query through the proxy for each of the places where it is to fail. */
async function sweep(
  proxy: FaultProxy,
  places: readonly number[],
  faults: (place: number) => Faults,
): Promise<Map<number, Verdict>> {
  const verdicts = new Map<number, Verdict>();
  for (const place of places) {
    proxy.faults = faults(place);
    const db = client(proxy.wsUrl, { reconnect: false, connectTimeout: 2_000 });
    verdicts.set(place, await settled(verdictOf(query(db, place))));
    await settled(db.close());
  }
  return verdicts;
}

describe("a connection that is lost", () => {
  it("B01 after the server executed a request rejects it as unknown, and the request never runs again", async () => {
    await using server = await FakeSurreal.start();
    server.on("query", (_request, peer) => {
      if (peer.number === 1) peer.cut();
      return SILENCE;
    });
    const db = client(server.ws);
    const error = await rejection(query(db, 0));
    expect(error).toBeInstanceOf(ConnectionLostError);
    expect(error).toMatchObject({ outcome: "unknown", retrySafe: false });
    expect(await settled(db.version())).toBe("surrealdb-3.0.2");
    expect(server.peers).toHaveLength(2);
    expect(executions(server)).toEqual(new Map([[0, 1]]));
  });

  it("B02 while requests wait keeps them, and each is sent once on the next connection", async () => {
    const gone = await FakeSurreal.start();
    const { port } = gone;
    const db = client(gone.ws);
    await settled(db.connect());
    const lost = noticed(db);
    await gone.close();
    await lost;
    const waiting = [0, 1, 2].map((number) => verdictOf(query(db, number)));
    await using server = await FakeSurreal.start(port);
    expect(await settled(Promise.all(waiting))).toEqual(["done", "done", "done"]);
    expect(executions(server)).toEqual(
      new Map([
        [0, 1],
        [1, 1],
        [2, 1],
      ]),
    );
  });

  it.each(["fin", "rst"] as const)(
    "B03 in the middle of an answer (%s), at any byte of it, tells the truth",
    async (ending) => {
      await using server = await FakeSurreal.start();
      await using proxy = await FaultProxy.to(server.port);
      // The answer to the upgrade has about 160 bytes, the other answers about 60 each.
      const verdicts = await sweep(proxy, range(150, 300, 3), (after) => ({
        cut: { direction: "toClient", after, ending },
      }));
      expect(lies(server, verdicts)).toEqual([]);
      expect(new Set(verdicts.values())).toContain("unknown");
    },
  );

  it("B03 in the middle of a request tells the truth as well", async () => {
    await using server = await FakeSurreal.start();
    await using proxy = await FaultProxy.to(server.port);
    const verdicts = await sweep(proxy, range(200, 420, 5), (after) => ({
      cut: { direction: "toServer", after, ending: "rst" },
    }));
    expect(lies(server, verdicts)).toEqual([]);
    expect(new Set(verdicts.values())).toContain("unknown");
  });

  it.each([
    [1000, "done"],
    [1001, "going away"],
    [1011, "internal"],
    [1012, "restart"],
    [1013, "try later"],
    [4000, "x".repeat(123)],
  ])("B04 with the close code %i says the code and the reason", async (code, reason) => {
    await using server = await FakeSurreal.start();
    server.on("query", (_request, peer) => {
      peer.close(code, reason);
      return SILENCE;
    });
    const db = client(server.ws, { reconnect: false });
    const error = await rejection(query(db, 0));
    expect(error).toBeInstanceOf(ConnectionLostError);
    expect(error).toMatchObject({ code, outcome: "unknown" });
    expect(error.message).toContain(reason.slice(0, 60));
  });

  it("B05 with ten thousand requests in flight settles each once", async () => {
    await using server = await FakeSurreal.start();
    server.on("query", (_request, peer) => {
      if (server.count("query") === 10_000) peer.cut();
      return SILENCE;
    });
    const db = client(server.ws);
    await settled(db.connect());
    const all = Array.from({ length: 10_000 }, (_, number) => verdictOf(query(db, number)));
    const verdicts = await settled(Promise.all(all));
    expect(new Set(verdicts)).toEqual(new Set(["unknown"]));
    expect(lies(server, verdicts)).toEqual([]);
    expect(server.count("query")).toBe(10_000);
  });

  it("B04 B20 again and again, in whatever state requests are, tells each caller the truth", async () => {
    await using server = await FakeSurreal.start();
    let answered = 0;
    server.on("query", (request, peer) => {
      answered += 1;
      if (answered % 7 === 0) peer.cut();
      else if (answered % 11 === 0) peer.close(1012, "restart");
      else if (answered % 13 !== 0) peer.reply(request, statement(1));
      return SILENCE;
    });
    const db = client(server.ws, { timeout: 300 });
    const verdicts: Verdict[] = [];
    for (let round = 0; round < 40; round += 1) {
      const batch = Array.from({ length: 5 }, (_, index) => verdictOf(query(db, round * 5 + index)));
      verdicts.push(...(await settled(Promise.all(batch), 20_000)));
      if (verdicts.length > 60 && server.peers.length > 12) break;
    }
    expect(lies(server, verdicts)).toEqual([]);
    expect(verdicts).toContain("done");
    expect(verdicts).toContain("unknown");
    // The server may learn of the end of the last one later than the client.
    await expect.poll(() => server.open).toBeLessThanOrEqual(1);
  });
});

describe("requests that come while there is no connection", () => {
  it("B18 beyond the bound are refused at once, and the others are sent once", async () => {
    const gone = await FakeSurreal.start();
    const { port } = gone;
    const db = client(gone.ws, { offlineQueue: { requests: 2 } });
    await settled(db.connect());
    const lost = noticed(db);
    await gone.close();
    await lost;
    const waiting = [0, 1].map((number) => verdictOf(query(db, number)));
    const error = await rejection(query(db, 2));
    expect(error).toBeInstanceOf(QueueFullError);
    expect(error.message).toContain("Await connect() before so many calls");
    expect(error.outcome).toBe("not_sent");
    await using server = await FakeSurreal.start(port);
    expect(await settled(Promise.all(waiting))).toEqual(["done", "done"]);
    expect(lies(server, ["done", "done", "not_sent"])).toEqual([]);
  });

  it("B21 are refused once the attempts are used up, later ones at once, until connect()", async () => {
    const gone = await FakeSurreal.start();
    const { port } = gone;
    const db = client(gone.ws, { reconnect: { attempts: 2, minDelay: 1, maxDelay: 2 } });
    await settled(db.connect());
    await gone.close();
    const [, reason] = await heard<[status: string, error?: Error]>(
      (listener) => db.on("status", listener),
      (status) => status === "disconnected",
    );
    expect(reason).toBeInstanceOf(ReconnectExhaustedError);
    await using server = await FakeSurreal.start(port);
    const calls = [query(db, 0), db.export(), db.exportStream().next(), db.import("CREATE a"), db.version(), db.ping()];
    const errors = await Promise.all(calls.map((call) => rejection(Promise.resolve<unknown>(call))));
    expect(errors.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual(
      calls.map(() => "ConnectionUnavailableError not_sent"),
    );
    expect(server.peers).toHaveLength(0);
    await settled(db.connect());
    expect(await settled(verdictOf(query(db, 1)))).toBe("done");
    expect(lies(server, ["not_sent", "done"])).toEqual([]);
  });

  it("B02 and cannot be sent before their deadline were not sent", async () => {
    const gone = await FakeSurreal.start();
    const db = client(gone.ws, { timeout: 50, connectTimeout: Number.POSITIVE_INFINITY });
    await settled(db.connect());
    const lost = noticed(db);
    await gone.close();
    await lost;
    const error = await rejection(query(db, 0));
    expect(error).toBeInstanceOf(TransportTimeoutError);
    expect(error.outcome).toBe("not_sent");
  });
});

describe("silence", () => {
  const heartbeat = { idle: 40, wait: 80 };

  it("B09 of a black hole is noticed, what was written is unknown, and a new connection is made", async () => {
    await using server = await FakeSurreal.start();
    await using proxy = await FaultProxy.to(server.port);
    server.on("query", (_request, peer) => (peer.number === 1 ? SILENCE : undefined));
    const db = client(proxy.wsUrl, { heartbeat });
    const pending = rejection(query(db, 0));
    await settled(server.received("query"));
    proxy.drop();
    expect(await pending).toMatchObject({ name: "ConnectionLostError", outcome: "unknown" });
    proxy.pass();
    expect(await settled(db.version())).toBe("surrealdb-3.0.2");
    expect(proxy.made).toBeGreaterThanOrEqual(2);
    expect(executions(server)).toEqual(new Map([[0, 1]]));
  });

  it("B10 of one long request is no silence while pings are answered", async () => {
    await using server = await FakeSurreal.start();
    let answer: (() => void) | undefined;
    server.on("query", (request, peer) => {
      answer = () => peer.reply(request, statement("after a while"));
      return SILENCE;
    });
    const db = client(server.ws, { heartbeat: { idle: 20, wait: 2_000 } });
    const pending = ask(db, 0);
    await settled(server.received("ping", 3));
    answer?.();
    expect(await settled(pending)).toEqual(["after a while"]);
    expect(server.peers).toHaveLength(1);
  });

  it("B25 with a ping on its way when the connection drops leaves no rejection behind", async () => {
    await using server = await FakeSurreal.start();
    server.on("ping", (_request, peer) => {
      peer.cut();
      return SILENCE;
    });
    const db = client(server.ws, { heartbeat: { idle: 20, wait: 2_000 }, reconnect: false });
    await settled(db.connect());
    await noticed(db);
    expect(db.status).toBe("disconnected");
    expect(server.count("ping")).toBe(1);
  });
});
