import { FaultProxy, startTestServer, type TestServer } from "@surreal-sdk/test-server";
import { AsyncSurreal, ConnectionLostError, RowsRetractedError, Surreal, surql, Table } from "surreal-sdk";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ServerApart } from "../apart/server-apart.ts";

const auth = { username: "root", password: "root" };
const range = surql`RETURN array::range(0, ${5_000})`;
const expected = Array.from({ length: 5_000 }, (_, row) => row);
/** About fifteen megabytes. */
const heavy = surql`RETURN array::range(0, 15000).map(|$n| { n: $n, text: string::repeat('x', 1000) })`;

let server: TestServer;
let old: TestServer;
const open: ReturnType<typeof AsyncSurreal>[] = [];

beforeAll(async () => {
  [server, old] = await Promise.all([startTestServer({ version: "3.3" }), startTestServer({ version: "3.2" })]);
});
afterAll(() => Promise.all([server.close(), old.close()]));
afterEach(async () => {
  server.faults = {};
  await Promise.all(open.splice(0).map((db) => db.close()));
});

function client(url = server.wsUrl, options: object = {}): ReturnType<typeof AsyncSurreal> {
  const db = AsyncSurreal(url, { auth, namespace: "streams", database: "streams", ...options });
  open.push(db);
  return db;
}

/** What a stream gave, and how it ended. */
async function read<T>(stream: AsyncIterable<T>): Promise<{ rows: T[]; error: unknown }> {
  const rows: T[] = [];
  try {
    for await (const row of stream) rows.push(row);
  } catch (error) {
    return { rows, error };
  }
  return { rows, error: undefined };
}

describe("rows over a WebSocket", () => {
  it("arrive whole and in order, from servers that stream and from servers that do not", async () => {
    for (const url of [server.wsUrl, old.wsUrl, server.httpUrl]) {
      expect(await read(client(url).rows(range))).toEqual({ rows: expected, error: undefined });
    }
  });

  it("of a table arrive once, in the order of their ids", async () => {
    const db = client();
    await db.query("DEFINE TABLE row; FOR $n IN 0..2500 { CREATE row SET id = $n }");
    const { rows } = await read(db.rows<{ id: { id: unknown } }>(new Table("row")));
    expect(rows.map(({ id }) => id.id)).toEqual(expected.slice(0, 2_500));
    expect(rows[0]).not.toHaveProperty("__key");
  });

  it("leave room for the calls that the loop makes, and for a change of the session", async () => {
    const db = client();
    let count = 0;
    for await (const _ of db.rows(heavy)) {
      count += 1;
      if (count % 5_000 === 0) expect(await db.query("RETURN $count", { count }).first()).toBe(count);
      if (count === 100) await db.let("seen", count);
    }
    expect([count, await db.query("RETURN $seen").first()]).toEqual([15_000, 100]);
  });

  it("free their place when the loop is left, more often than the server allows at once", async () => {
    const db = client();
    for (let round = 0; round < 40; round += 1) {
      for await (const _ of db.rows(range)) break;
    }
    const streams = Array.from({ length: 40 }, () => db.rows<number>(range));
    const firsts = await Promise.all(streams.map((stream) => stream.next()));
    expect(firsts.map(({ value }) => value)).toEqual(streams.map(() => 0));
    await Promise.all(streams.map((stream) => stream.return()));
    expect(await read(db.rows(range))).toMatchObject({ error: undefined });
  });

  it("stop on the server with the caller's signal, and with the deadline", async () => {
    const db = client();
    server.faults = { stream: { after: 16, action: "hold" } };
    const abort = new AbortController();
    const stream = db.with({ signal: abort.signal }).rows<number>(range);
    for (let row = 0; row < 16; row += 1) await stream.next();
    const next = stream.next();
    abort.abort(new Error("enough"));
    await expect(next).rejects.toThrow("enough");
    const late = await read(db.with({ timeout: 50 }).rows<number>(range));
    expect(late).toMatchObject({ error: { name: "TransportTimeoutError", outcome: "unknown" } });
    server.faults = {};
    // A connection whose streams ran on would have no place for as many.
    for (let round = 0; round < 32; round += 1) expect((await read(db.rows(range))).error).toBeUndefined();
  });

  it.each([
    ["retract", 48],
    ["fail", 48],
  ] as const)("are taken back when the server fails after them (%s)", async (action, after) => {
    server.faults = { stream: { after, action } };
    const { rows, error } = await read(client().rows<number>(range));
    expect(error).toBeInstanceOf(RowsRetractedError);
    expect((error as RowsRetractedError).rows).toBe(rows.length);
    expect(rows.length).toBeGreaterThanOrEqual(after);
  });

  it("that are cut off at any byte end with the outcome, and never as if they were whole", async () => {
    await using proxy = await FaultProxy.to(server.port);
    let cuts = 0;
    for (let after = 400; after < 16_000; after += 997) {
      proxy.faults = { cut: { direction: "toClient", after, ending: "rst" } };
      const db = client(proxy.wsUrl, { reconnect: false });
      const { rows, error } = await read(db.query("RETURN array::range(0, 5000)").stream<number>());
      expect(rows).toEqual(expected.slice(0, rows.length));
      expect(error).toMatchObject({ outcome: expect.stringMatching(/unknown|not_sent/) });
      if (rows.length === 0) continue;
      cuts += 1;
      expect(error).toBeInstanceOf(ConnectionLostError);
      expect(error).toMatchObject({ outcome: "unknown" });
    }
    expect(cuts).toBeGreaterThan(3);
    proxy.faults = {};
    expect((await read(client(proxy.wsUrl).rows(range))).rows).toEqual(expected);
  });
});

describe("rows in blocking mode", () => {
  let apart: ServerApart;
  beforeAll(async () => {
    apart = await ServerApart.start("3.3");
  });
  afterAll(() => apart.close());

  it("arrive whole, leave room for other calls, and stop with the loop", () => {
    using db = Surreal(apart.wsUrl, { auth, namespace: "streams", database: "streams" });
    expect([...db.rows(range)]).toEqual(expected);
    let count = 0;
    for (const _ of db.query(heavy).stream()) {
      count += 1;
      if (count % 1_000 === 0) expect(db.query("RETURN $count", { count }).first()).toBe(count);
    }
    expect(count).toBe(15_000);
    for (let round = 0; round < 40; round += 1) for (const _ of db.rows(range)) break;
    expect([...db.rows(range)]).toHaveLength(5_000);
  });
});
