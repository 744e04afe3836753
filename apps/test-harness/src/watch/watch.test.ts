import { startTestServer, type TestServer } from "@surreal-sdk/test-server";
import { AsyncSurreal, eq, gt, raw, type WatchSnapshot } from "surreal-sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

interface Item {
  readonly id: unknown;
  readonly n: number;
}

const place = { namespace: "watch", database: "watch" };
let server: TestServer;
let tables = 0;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.close());

function connect(url = server.wsUrl) {
  return AsyncSurreal(url, { ...place, auth: server.auth, reconnect: { minDelay: 5, maxDelay: 20 } });
}

/** The first snapshot that is as wanted. */
function until<T>(
  view: { subscribe(listener: (snapshot: WatchSnapshot<T>) => void): () => void },
  isWanted: (snapshot: WatchSnapshot<T>) => boolean,
): Promise<WatchSnapshot<T>> {
  return new Promise((resolve) => {
    const unsubscribe = view.subscribe((snapshot) => {
      if (!isWanted(snapshot)) return;
      resolve(snapshot);
      queueMicrotask(() => unsubscribe());
    });
  });
}

async function newTable(db: ReturnType<typeof connect>, definition = ""): Promise<string> {
  tables += 1;
  const table = `item${tables}`;
  await db.query(`DEFINE TABLE ${table} ${definition}; CREATE ${table}:1 SET n = 1; CREATE ${table}:2 SET n = 2`);
  return table;
}

describe("a watch on a server", () => {
  it("shows what was written while the server was away, and keeps the other rows", async () => {
    await using db = connect();
    const table = await newTable(db);
    await using view = db.watch<Item>(table, { orderBy: "n" });
    using keeping = { [Symbol.dispose]: view.subscribe(() => undefined) };
    void keeping;
    const before = await until(view, ({ status }) => status === "current");
    await server.kill();
    await server.restart();
    await using other = connect();
    await other.query(`UPDATE ${table}:2 SET n = 7`);
    const after = await until(view, ({ rows }) => rows[1]?.n === 7);
    expect(after.rows[0]).toBe(before.rows[0]);
    expect(after.status).toBe("current");
  });

  it("ends with a LiveEndedError when its table is removed", async () => {
    await using db = connect();
    const table = await newTable(db);
    const view = db.watch<Item>(table);
    const loop = view[Symbol.asyncIterator]();
    await loop.next();
    const ended = loop.next().catch((error: Error) => error);
    await db.query(`REMOVE TABLE ${table}`);
    expect(await ended).toMatchObject({ name: "LiveEndedError" });
  });

  it("refuses a table that does not exist", async () => {
    await using db = connect();
    const loop = db.watch("nowhere")[Symbol.asyncIterator]();
    expect(await loop.next().catch((error: Error) => error)).toMatchObject({ name: "NotFoundError" });
  });

  it("hears of a record that stops to match, also by a computed field", async () => {
    await using db = connect();
    const table = await newTable(db);
    await db.query(`DEFINE FIELD high ON ${table} COMPUTED n > 1`);
    for (const where of [gt("n", 1), eq("high", true)]) {
      await db.query(`UPDATE ${table}:2 SET n = 2`);
      await using view = db.watch<Item>(table, { where });
      const loop = view[Symbol.asyncIterator]();
      expect((await loop.next()).value?.rows.length).toBe(1);
      await db.query(`UPDATE ${table}:2 SET n = 0`);
      expect((await loop.next()).value?.rows).toEqual([]);
    }
  });

  it("does not let its condition fail the writes of others", async () => {
    await using db = connect();
    const table = await newTable(db);
    await using view = db.watch<Item>(table, { where: raw("math::abs(n) > 1") });
    const loop = view[Symbol.asyncIterator]();
    await loop.next();
    await db.query(`CREATE ${table}:3 SET n = -3`);
    expect((await loop.next()).value?.rows.length).toBe(2);
    await db.query(`CREATE ${table}:4 SET n = 'text'`);
    expect(await db.query(`RETURN ${table}:4.n`)).toEqual(["text"]);
  });

  it("notices a client transaction by `refresh`", async () => {
    await using db = connect();
    const table = await newTable(db);
    await using view = db.watch<Item>(table, { refresh: 20 });
    using keeping = { [Symbol.dispose]: view.subscribe(() => undefined) };
    void keeping;
    await until(view, ({ status }) => status === "current");
    await db.transaction(async (tx) => {
      await tx.query(`UPDATE ${table}:1 SET n = 100`);
    });
    expect((await until(view, ({ rows }) => rows.some(({ n }) => n === 100))).rows.length).toBe(2);
  });

  it("polls over HTTP, and is refused there without `refresh`", async () => {
    await using writer = connect();
    const table = await newTable(writer);
    await using db = connect(server.httpUrl);
    expect(() => db.watch(table)).toThrow(expect.objectContaining({ name: "UnsupportedFeatureError" }));
    const loop = db.watch<Item>(table, { refresh: 20 })[Symbol.asyncIterator]();
    await loop.next();
    await writer.query(`DELETE ${table}:1`);
    expect((await loop.next()).value?.changes.removed).toMatchObject([{ n: 1 }]);
    await loop.return();
  });

  it("shows a transaction that wrote before the watch began and was committed after its first read", async () => {
    await using db = connect();
    const table = await newTable(db);
    await using writer = connect();
    await writer.ping();
    const writing = writer.query(`BEGIN; UPDATE ${table}:1 SET n = 50; SLEEP 300ms; COMMIT`).execute();
    await using view = db.watch<Item>(table);
    const loop = view[Symbol.asyncIterator]();
    let rows = (await loop.next()).value?.rows ?? [];
    await writing;
    while (!rows.some(({ n }) => n === 50)) rows = (await loop.next()).value?.rows ?? [];
    expect(rows.length).toBe(2);
  });
});
