import { FaultProxy, type RunningServer, startServer } from "@surreal-sdk/test-server";
import {
  type AsyncSurrealOptions,
  ConnectionClosedError,
  ConnectionLostError,
  TransactionLostError,
  TransportTimeoutError,
  Uuid,
} from "surreal-sdk";
import { webSocketPool } from "surreal-sdk/pool";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Client, client } from "./kit/client.ts";
import { TOKEN } from "./kit/default-script.ts";
import { type FakeRequest, Refusal, SILENCE, statement } from "./kit/fake-exchange.ts";
import { FakeSurreal } from "./kit/fake-surreal.ts";
import { noticed } from "./kit/outage.ts";
import { heard, rejection, settled } from "./kit/watchdog.ts";

const size = 3;

function pool(url: string, options: AsyncSurrealOptions = {}): Client {
  return client(url, { ...options, engines: { ws: webSocketPool({ size }) } });
}

/** What one connection of the server was told, without the question for the version. */
function told(server: FakeSurreal, connection: number): string[] {
  return server.journal
    .filter((request) => request.connection === connection && request.method !== "version")
    .map(({ method, params }) => `${method} ${JSON.stringify(params)}`);
}

/** Resolves when the client is connected again. */
function back(db: Client): Promise<unknown> {
  return heard<[status: string]>(
    (listener) => db.on("status", listener),
    (status) => status === "connected",
  );
}

describe("a pool of WebSockets that loses one of them", () => {
  it("ends what was in flight on all as unknown, and runs nothing twice", async () => {
    await using server = await FakeSurreal.start();
    server.on("query", () => SILENCE);
    const db = pool(server.ws);
    await settled(db.connect());
    const asked = [0, 1, 2, 3, 4, 5].map((number) => rejection(db.query("RETURN $n", { n: number })));
    await server.received("query", 6);
    expect(new Set(server.executed("query").map(({ connection }) => connection))).toEqual(new Set([1, 2, 3]));
    server.peers[1]?.cut();
    for (const error of await settled(Promise.all(asked))) {
      expect(error).toBeInstanceOf(ConnectionLostError);
      expect(error).toMatchObject({ outcome: "unknown", retrySafe: false });
    }
    server.on("query", () => statement(1));
    expect(await settled(db.query("RETURN 1"))).toEqual([1]);
    expect(server.count("query")).toBe(7);
    expect(server.peers).toHaveLength(2 * size);
    await server.disconnected(size);
  });

  it("restores the session on all of them before it sends anything else", async () => {
    await using server = await FakeSurreal.start();
    const db = pool(server.ws);
    await settled(db.signin({ username: "root", password: "secret" }));
    await settled(db.use("a", "b"));
    await settled(db.let("x", 5));
    await settled(db.live("user"));
    const lost = noticed(db);
    server.peers[2]?.cut();
    await lost;
    const asked = [0, 1, 2, 3, 4, 5].map((n) => db.query("RETURN $n", { n }).execute());
    await settled(Promise.all(asked));
    const restored = [`authenticate ["${TOKEN}"]`, 'use ["a","b"]', 'let ["x",5]'];
    for (const [index, connection] of [4, 5, 6].entries()) {
      const lines = told(server, connection).map((line) => (line.startsWith("live") ? "live" : line));
      expect(lines.slice(0, 3)).toEqual(restored);
      expect(lines.slice(3).filter((line) => line === "live")).toHaveLength(index === 0 ? 1 : 0);
    }
  });

  it("loses its transactions by name, wherever they were begun", async () => {
    await using server = await FakeSurreal.start();
    const db = pool(server.ws);
    const transactions = await settled(Promise.all([0, 1, 2].map(() => db.beginTransaction())));
    const begun = new Set(server.executed("begin").map(({ connection }) => connection));
    expect(begun).toEqual(new Set([1, 2, 3]));
    const again = back(db);
    server.peers[0]?.cut();
    await again;
    for (const transaction of transactions)
      expect(await rejection(transaction.query("RETURN 1"))).toBeInstanceOf(TransactionLostError);
    expect(server.journal.filter(({ connection, txn }) => connection > size && txn !== undefined)).toEqual([]);
  });
});

describe("a transaction over a pool of WebSockets", () => {
  it("is ended where it was begun, by whatever ends it", async () => {
    await using server = await FakeSurreal.start();
    const begun = new Map<string, number>();
    server.on("begin", (_request, peer) => {
      const id = Uuid.v4();
      begun.set(String(id), peer.number);
      return id;
    });
    const db = pool(server.ws);
    const transactions = await settled(Promise.all([0, 1, 2, 3, 4, 5].map(() => db.beginTransaction())));
    expect(new Set(begun.values())).toEqual(new Set([1, 2, 3]));
    await settled(transactions[1]?.commit() ?? Promise.reject(new Error("None was begun.")));
    await settled(transactions[2]?.cancel() ?? Promise.reject(new Error("None was begun.")));
    await settled(db.reset());
    await server.received("cancel", 5);
    const ended = [...server.executed("commit"), ...server.executed("cancel")];
    expect(new Map(ended.map(({ params, connection }) => [String(params[0]), connection]))).toEqual(begun);
  });
});

describe("a change of the session over a pool of WebSockets", () => {
  it("is behind what was asked before it, and ahead of what is asked after it, on every one", async () => {
    await using server = await FakeSurreal.start();
    const late: (() => void)[] = [];
    server.on("use", (request, peer) => {
      if (peer.number !== 2 || request.params[0] !== "c") return undefined;
      late.push(() => peer.reply(request, { namespace: "c", database: "d" }));
      return SILENCE;
    });
    const db = pool(server.ws);
    await settled(db.use("a", "b"));
    const before = [0, 1, 2, 3].map((n) => db.query("RETURN $n", { n }).execute());
    const use = db.use("c", "d");
    const after = [4, 5, 6, 7].map((n) => db.query("RETURN $n", { n }).execute());
    await settled(Promise.all(before));
    await server.received("use", 6);
    expect(server.count("query")).toBe(4);
    expect(db.namespace).toBe("a");
    late[0]?.();
    await settled(Promise.all([use, ...after]));
    for (const connection of [1, 2, 3]) {
      const place = placesOf(server.journal.filter((request) => request.connection === connection));
      expect(place.map(([n, namespace]) => namespace === ((n as number) < 4 ? "a" : "c"))).not.toContain(false);
    }
  });

  it("that one of them refuses is unknown, and leaves none of them different", async () => {
    await using server = await FakeSurreal.start();
    server.on("use", ({ params }, peer) => {
      if (peer.number === 2 && params[0] === "c") throw new Refusal({ code: -32000, message: "no" });
      return undefined;
    });
    const db = pool(server.ws);
    await settled(db.use("a", "b"));
    const error = await rejection(db.use("c", "d"));
    expect(error).toBeInstanceOf(ConnectionLostError);
    expect(error).toMatchObject({ outcome: "unknown", retrySafe: false });
    expect(error.message).toContain('accepted "use" on one of them and not on another');
    await settled(Promise.all([0, 1, 2].map((n) => db.query("RETURN $n", { n }))));
    for (const connection of [4, 5, 6]) expect(told(server, connection)[0]).toBe('use ["a","b"]');
  });

  it("by a sign-in sends the password once, and says nothing of it when it fails", async () => {
    await using server = await FakeSurreal.start();
    const db = pool(server.ws);
    await settled(db.signin({ username: "root", password: "secret" }));
    const carrying = server.journal.filter(({ params }) => JSON.stringify(params).includes("secret"));
    expect(carrying.map(({ method }) => method)).toEqual(["signin"]);
    expect([2, 3].map((connection) => told(server, connection))).toEqual([
      [`authenticate ["${TOKEN}"]`],
      [`authenticate ["${TOKEN}"]`],
    ]);
  });
});

describe("a pool of WebSockets with a slow one", () => {
  it("asks the others, and what the slow one does not answer ends at its deadline", async () => {
    await using server = await FakeSurreal.start();
    server.on("query", (_request, peer) => (peer.number === 2 ? SILENCE : undefined));
    const db = pool(server.ws);
    await settled(db.connect());
    const stuck = [0, 1, 2].map((n) => db.with({ timeout: 300 }).query("RETURN $n", { n }));
    const outcomes = Promise.allSettled(stuck.map((each) => Promise.resolve(each)));
    for (let n = 3; n < 20; n += 1) await settled(db.query("RETURN $n", { n }));
    const failed = (await settled(outcomes)).filter(({ status }) => status === "rejected");
    expect(failed).toHaveLength(1);
    expect((failed[0] as PromiseRejectedResult).reason).toBeInstanceOf(TransportTimeoutError);
    expect(server.executed("query").filter(({ connection }) => connection === 2)).toHaveLength(1);
  });

  it("closes all of them, and ends what was in flight", async () => {
    await using server = await FakeSurreal.start();
    server.on("query", () => SILENCE);
    const db = pool(server.ws);
    await settled(db.connect());
    const asked = [0, 1, 2].map((n) => rejection(db.query("RETURN $n", { n })));
    await server.received("query", 3);
    await settled(db.close());
    for (const error of await settled(Promise.all(asked)))
      expect(error).toMatchObject({ name: ConnectionClosedError.errorName, outcome: "unknown" });
    await server.disconnected(size);
    expect(server.open).toBe(0);
  });
});

describe("a pool of WebSockets to a database", () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer({ user: "root", pass: "root" });
  });
  afterAll(() => server.close());

  async function entered(url: string): Promise<Client> {
    const db = pool(url, { auth: { username: "root", password: "root" } });
    await db.use("pool", `test_${crypto.randomUUID().replaceAll("-", "")}`);
    await db.query("DEFINE TABLE person");
    return db;
  }

  it("notifies a live query of every write, whichever of them carried it", async () => {
    await using proxy = await FaultProxy.to(server.port);
    const db = await entered(proxy.wsUrl);
    const stream = await db.subscribeLive(await db.live("person"));
    const count = 60;
    await Promise.all(Array.from({ length: count }, (_, n) => db.create(`person:${n}`, { n })));
    const seen: unknown[] = [];
    for await (const notification of stream) {
      if (notification.action !== "GAP") seen.push((notification.result as { n: number }).n);
      if (seen.length === count) break;
    }
    expect(new Set(seen).size).toBe(count);
    expect(proxy.made).toBe(size);
  });

  it("reads what it has written, and keeps transactions and sessions side by side", async () => {
    const db = await entered(server.wsUrl);
    const inside = async (n: number): Promise<void> => {
      const transaction = await db.beginTransaction();
      await transaction.create(`person:${n}`, { n });
      expect(await transaction.query("RETURN array::len(SELECT * FROM person)").first()).toBe(1);
      await (n % 2 === 0 ? transaction.commit() : transaction.cancel());
    };
    await Promise.all([0, 1, 2, 3, 4, 5].map(inside));
    expect(await db.query("SELECT VALUE n FROM person ORDER BY n").first()).toEqual([0, 2, 4]);
    const sessions = await Promise.all([0, 1, 2, 3].map(() => db.newSession()));
    await Promise.all(sessions.map((session, n) => session.let("n", n)));
    const read = sessions.map((session) => session.query("RETURN $n").first());
    expect(await Promise.all(read)).toEqual([0, 1, 2, 3]);
    for (let n = 10; n < 30; n += 1) {
      const busy = [db.query("SLEEP 5ms").execute(), db.query("SLEEP 5ms").execute()];
      await db.create(`person:${n}`, { n });
      expect(await db.select(`person:${n}`)).toMatchObject({ n });
      await Promise.all(busy);
    }
  });
});

/** The number of each query, with the namespace in which it ran. */
function placesOf(requests: readonly FakeRequest[]): [number: unknown, namespace: unknown][] {
  let namespace: unknown;
  const places: [unknown, unknown][] = [];
  for (const { method, params } of requests) {
    if (method === "use") namespace = params[0];
    if (method === "query") places.push([(params[1] as { n: number }).n, namespace]);
  }
  return places;
}
