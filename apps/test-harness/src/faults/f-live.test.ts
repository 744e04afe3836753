import { AsyncSurrealConnection } from "@surreal-sdk/async";
import { webSocketEngine } from "@surreal-sdk/engine-ws";
import { platformTime } from "@surreal-sdk/transport/toolkit";
import {
  LiveEndedError,
  type LiveNotification,
  LiveOverflowError,
  LiveRestoreError,
  RecordId,
  Uuid,
} from "surreal-sdk";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { type Client, client, quick } from "./kit/client.ts";
import { Refusal, SILENCE } from "./kit/fake-exchange.ts";
import { FakeSurreal } from "./kit/fake-surreal.ts";
import { drop, lose } from "./kit/outage.ts";
import { heard, rejection, settled } from "./kit/watchdog.ts";

/** A server whose live queries have the ids that it remembers. */
async function live(): Promise<{ readonly server: FakeSurreal; readonly ids: Uuid[] }> {
  const server = await FakeSurreal.start();
  const ids: Uuid[] = [];
  server.on("live", () => {
    const id = Uuid.v4();
    ids.push(id);
    return id;
  });
  return { server, ids };
}

function last<T>(items: readonly T[]): T {
  return items.at(-1) as T;
}

/** What a stream yields until it has yielded so many, or ends. */
async function take(stream: AsyncIterator<LiveNotification>, count: number): Promise<LiveNotification[]> {
  const items: LiveNotification[] = [];
  while (items.length < count) {
    const step = await settled(stream.next());
    if (step.done === true) break;
    items.push(step.value);
  }
  return items;
}

const results = (items: readonly LiveNotification[]): unknown[] =>
  items.map((item) => (item.action === "GAP" ? `gap ${item.reason} ${item.dropped ?? ""}`.trim() : item.result));

const killed = (server: FakeSurreal): string[] =>
  server.executed("kill").map(({ params }) => (params[0] as Uuid).toJSON());

async function subscribed(db: Client) {
  const id = await settled(db.live("user"));
  return { id, stream: db.subscribeLive(id) };
}

describe("notifications", () => {
  it("F01 in a burst are all delivered, once, in order", async () => {
    const { server, ids } = await live();
    const db = client(server.ws);
    const { stream } = await subscribed(db);
    for (let index = 0; index < 20_000; index += 1) server.peer.notify(last(ids), "CREATE", index);
    expect(results(await take(stream, 20_000))).toEqual(Array.from({ length: 20_000 }, (_, index) => index));
    await server.close();
  });

  it("F01 are not lost by a consumer that does other things between two of them", async () => {
    const { server, ids } = await live();
    const db = client(server.ws);
    const { stream } = await subscribed(db);
    const seen: unknown[] = [];
    for (let index = 0; index < 200; index += 1) {
      server.peer.notify(last(ids), "CREATE", index);
      if (index % 3 === 0) await settled(db.version());
      seen.push(...results(await take(stream, index % 7 === 0 ? 1 : 0)));
    }
    seen.push(...results(await take(stream, 200 - seen.length)));
    expect(seen).toEqual(Array.from({ length: 200 }, (_, index) => index));
    await server.close();
  });

  it("F02 that come before the answer to LIVE, or before anybody asks, are kept", async () => {
    const server = await FakeSurreal.start();
    const id = Uuid.v4();
    server.on("live", (_request, peer) => {
      peer.notify(id, "CREATE", "early", new RecordId("user", 1));
      return id;
    });
    const db = client(server.ws);
    const started = await settled(db.live("user"));
    server.peer.notify(id, "CREATE", "later");
    await settled(db.version());
    expect(results(await take(db.subscribeLive(started), 2))).toEqual(["early", "later"]);
    await server.close();
  });

  it("F11 reach each of two consumers", async () => {
    const { server, ids } = await live();
    const db = client(server.ws);
    const { id, stream } = await subscribed(db);
    const other = db.subscribeLive(id);
    for (const value of [1, 2, 3]) server.peer.notify(last(ids), "UPDATE", value);
    expect(results(await take(stream, 3))).toEqual([1, 2, 3]);
    expect(results(await take(other, 3))).toEqual([1, 2, 3]);
    await server.close();
  });

  it.each([
    ["no record and no result", { action: "CREATE" }],
    ["an action that is none", { action: "EXPLODE", result: 1 }],
    ["no action", { result: 1 }],
  ])("F13 with %s hurt nobody", async (_what, body) => {
    const { server, ids } = await live();
    const db = client(server.ws);
    const { stream } = await subscribed(db);
    server.peer.send({ result: { id: last(ids), ...body } });
    server.peer.send({ result: { id: "no id", action: "CREATE", result: 1 } });
    server.peer.notify(last(ids), "CREATE", "good");
    const first = await take(stream, 1);
    const next = results(first)[0] === "good" ? first : await take(stream, 1);
    expect(results(next)).toEqual(["good"]);
    expect(server.peers).toHaveLength(1);
    await server.close();
  });

  it("F13 that are none are reported on the error event", async () => {
    const { server, ids } = await live();
    const db = client(server.ws);
    await subscribed(db);
    const reported = heard<[error: Error]>((listener) => db.on("error", listener));
    server.peer.send({ result: { id: last(ids), action: "EXPLODE", result: 1 } });
    expect((await reported)[0].message).toContain("notification");
    await server.close();
  });

  it("F12 of a query that nobody knows are bounded, and the server is asked once to end it", async () => {
    const { server } = await live();
    // The bundled SDK has a clock of its own, which a test cannot reach.
    const db = new AsyncSurrealConnection(server.ws, quick, { ws: webSocketEngine() });
    onTestFinished(() => db.close());
    await settled(db.connect());
    const stranger = Uuid.v4();
    const now = vi.spyOn(platformTime, "now");
    server.peer.notify(stranger, "CREATE", 0);
    await settled(db.version());
    const later = platformTime.now() + 6_000;
    now.mockImplementation(() => later);
    for (let index = 0; index < 5_000; index += 1) server.peer.notify(stranger, "CREATE", index);
    await settled(db.version());
    now.mockRestore();
    await settled(server.received("kill"));
    expect(killed(server)).toEqual([stranger.toJSON()]);
    const items = results(await take(db.subscribeLive(stranger), 1_001));
    expect([items[0], last(items)]).toEqual(["gap overflow 4001", 4_999]);
    await server.close();
  });
});

describe("a consumer that is too slow", () => {
  it("F03 F04 ends with an error, the query is ended, and requests are answered meanwhile", async () => {
    const { server, ids } = await live();
    const db = client(server.ws, { live: { queue: 10 } });
    const { stream } = await subscribed(db);
    for (let index = 0; index < 50; index += 1) server.peer.notify(last(ids), "CREATE", index);
    expect(await settled(db.version())).toBe("surrealdb-3.0.2");
    expect(results(await take(stream, 10))).toEqual(Array.from({ length: 10 }, (_, index) => index));
    const error = await rejection(stream.next());
    expect(error).toBeInstanceOf(LiveOverflowError);
    expect((error as LiveOverflowError).queued).toBe(10);
    await settled(server.received("kill"));
    expect(killed(server)).toEqual([last(ids).toJSON()]);
    await server.close();
  });

  it("F03 loses the oldest where that is chosen, and is told how many", async () => {
    const { server, ids } = await live();
    const db = client(server.ws, { live: { queue: 10, overflow: "drop-oldest" } });
    const { stream } = await subscribed(db);
    for (let index = 0; index < 50; index += 1) server.peer.notify(last(ids), "CREATE", index);
    await settled(db.version());
    const seen = results(await take(stream, 11));
    expect(seen).toEqual(["gap overflow 40", ...Array.from({ length: 10 }, (_, index) => 40 + index)]);
    await server.close();
  });
});

describe("a live query whose connection is lost", () => {
  it("F05 F07 goes on under its id, after a mark of the gap and before anything new", async () => {
    const { server, ids } = await live();
    const db = client(server.ws);
    const { id, stream } = await subscribed(db);
    server.peer.notify(last(ids), "CREATE", "before");
    expect(results(await take(stream, 1))).toEqual(["before"]);
    await drop(server, db);
    expect(ids).toHaveLength(2);
    server.peer.notify(last(ids), "CREATE", "after");
    const items = await take(stream, 2);
    expect(results(items)).toEqual(["gap reconnect", "after"]);
    expect(items.every((item) => item.id.equals(id))).toBe(true);
    await settled(db.kill(id));
    expect(killed(server)).toEqual([last(ids).toJSON()]);
    await server.close();
  });

  it("F19 in diff mode has the mark of the gap before the first patch", async () => {
    const { server, ids } = await live();
    const db = client(server.ws);
    const id = await settled(db.live("user", { diff: true }));
    const stream = db.subscribeLive(id);
    await drop(server, db);
    server.peer.notify(last(ids), "UPDATE", [{ op: "replace", path: "/a", value: 1 }]);
    expect((await take(stream, 2)).map(({ action }) => action)).toEqual(["GAP", "UPDATE"]);
    await server.close();
  });

  it("F06 and that the server refuses to start again throws; others and requests go on", async () => {
    const { server, ids } = await live();
    const db = client(server.ws);
    const refused = db.subscribeLive(await settled(db.live("secret")));
    const allowed = db.subscribeLive(await settled(db.live("user")));
    server.on("live", ({ params }) => {
      if (String(params[0]).includes("secret")) {
        throw new Refusal({ code: -32002, kind: "NotAllowed", message: "no permission" });
      }
      ids.push(Uuid.v4());
      return last(ids);
    });
    await drop(server, db);
    expect(await rejection(refused.next())).toBeInstanceOf(LiveRestoreError);
    server.peer.notify(last(ids), "CREATE", "after");
    expect(results(await take(allowed, 2))).toEqual(["gap reconnect", "after"]);
    await settled(db.query("RETURN 1"));
    await server.close();
  });

  it("F08 and is killed meanwhile does not come back", async () => {
    const { server } = await live();
    const db = client(server.ws);
    const { id, stream } = await subscribed(db);
    await lose(server, db);
    await settled(db.kill(id));
    await settled(db.kill(id));
    await settled(db.query("RETURN 1"));
    expect(server.methods(server.peers.length)).not.toContain("live");
    expect(await settled(stream.next())).toMatchObject({ done: true });
    await server.close();
  });

  it("F14 for good throws, whereas close() ends it quietly", async () => {
    const { server } = await live();
    const db = client(server.ws, { reconnect: false });
    const dying = (await subscribed(db)).stream;
    const waiting = rejection(dying.next());
    server.peer.cut();
    expect(await waiting).toBeInstanceOf(LiveEndedError);
    const other = client(server.ws);
    const closing = (await subscribed(other)).stream;
    const next = closing.next();
    await settled(other.close());
    expect(await settled(next)).toMatchObject({ done: true });
    await server.close();
  });
});

describe("the end of a live query", () => {
  it("F09 by the server is quiet, and no record is made up", async () => {
    const { server, ids } = await live();
    const db = client(server.ws);
    const { id, stream } = await subscribed(db);
    server.peer.notify(last(ids), "CREATE", 1);
    server.peer.notify(last(ids), "KILLED", undefined);
    expect(results(await take(stream, 5))).toEqual([1]);
    await settled(db.kill(id));
    expect(server.count("kill")).toBe(0);
    await server.close();
  });

  it.each(["break", "throw", "return"])("F10 F16 by %s kills it on the server", async (how) => {
    const { server, ids } = await live();
    const db = client(server.ws);
    const { stream } = await subscribed(db);
    server.peer.notify(last(ids), "CREATE", 1);
    const loop = async (): Promise<void> => {
      for await (const _item of stream) {
        if (how === "throw") throw new Error("enough");
        if (how === "return") return;
        break;
      }
    };
    await settled(loop().catch((error: Error) => expect(error.message).toBe("enough")));
    expect(killed(server)).toEqual([last(ids).toJSON()]);
    expect(await settled(stream.next())).toMatchObject({ done: true });
    await server.close();
  });

  it("F10 by a signal kills it too", async () => {
    const { server, ids } = await live();
    const db = client(server.ws);
    const id = await settled(db.live("user"));
    const abort = new AbortController();
    const stream = db.subscribeLive(id, { signal: abort.signal });
    const next = stream.next();
    abort.abort();
    expect(await settled(next)).toMatchObject({ done: true });
    await settled(server.received("kill"));
    expect(killed(server)).toEqual([last(ids).toJSON()]);
    await server.close();
  });

  it("F08 twice, and at the same time, is quiet and asks the server once", async () => {
    const { server } = await live();
    const db = client(server.ws);
    const { id } = await subscribed(db);
    await settled(Promise.all([db.kill(id), db.kill(id)]));
    await settled(db.kill(id));
    expect(server.count("kill")).toBe(1);
    await server.close();
  });

  it("F17 of two thousand of them leaves none that hears anything, and none is started again", async () => {
    const { server, ids } = await live();
    const db = client(server.ws, { offlineQueue: { requests: 10_000 } });
    await settled(db.connect());
    const all = await settled(Promise.all(Array.from({ length: 2_000 }, () => db.live("user"))));
    const streams = all.map((id) => db.subscribeLive(id));
    await settled(Promise.all(all.map((id) => db.kill(id))));
    expect(new Set(killed(server))).toEqual(new Set(ids.map((id) => id.toJSON())));
    for (const id of ids) server.peer.notify(id, "CREATE", 1);
    const ends = await settled(Promise.all(streams.map((stream) => stream.next())));
    expect(ends.every(({ done }) => done)).toBe(true);
    await drop(server, db);
    expect(server.methods(2)).not.toContain("live");
    await server.close();
  });

  it("F08 is quiet when the kill itself is lost with the connection", async () => {
    const { server } = await live();
    const db = client(server.ws);
    const { id } = await subscribed(db);
    server.on("kill", (_request, peer) => {
      peer.cut();
      return SILENCE;
    });
    await settled(Promise.allSettled([db.kill(id)]));
    await settled(db.version());
    expect(server.methods(2)).not.toContain("live");
    await server.close();
  });
});
