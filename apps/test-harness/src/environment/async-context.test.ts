import { AsyncLocalStorage } from "node:async_hooks";
import { startTestServer, type TestServer } from "@surreal-sdk/test-server";
import { AsyncSurreal } from "surreal-sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const storage = new AsyncLocalStorage<string>();

/** Names what the user's function finds. */
const found = (): string | undefined => storage.getStore();

const urlOf = (engine: string): string => ({ ws: server.wsUrl, http: server.httpUrl })[engine] ?? "mem://";
const placeOf = (engine: string): object => ({ namespace: "context", database: engine });

/** Opens a connection outside of every store, as a module does that all requests of an application share. */
async function openOutside(engine: string): Promise<ReturnType<typeof AsyncSurreal>> {
  const auth = engine === "mem" ? {} : { auth: server.auth };
  return storage.exit(async () => {
    const db = AsyncSurreal(urlOf(engine), { ...auth, ...placeOf(engine) });
    await db.connect();
    return db;
  });
}

it.each(["ws", "mem"])("over %s, the function of transaction() finds the store of its caller", async (engine) => {
  await using db = await openOutside(engine);
  const seen: unknown[] = [];
  await storage.run("caller", () =>
    db.transaction(async (tx) => {
      seen.push(found());
      await tx.query("RETURN 1");
      seen.push(found());
    }),
  );
  expect(seen).toEqual(["caller", "caller"]);
});

describe.each(["ws", "http", "mem"])("over %s, a function of the user's finds the store of its caller", (engine) => {
  const open = (): ReturnType<typeof openOutside> => openOutside(engine);

  it("in `into`, as a function and as a schema", async () => {
    await using db = await open();
    await db.upsert("city:delft", { size: 1 });
    const schema = {
      "~standard": { version: 1 as const, vendor: "test", validate: () => ({ value: found() }) },
    };
    const read = await storage.run("caller", async () => [
      await db.select("city:delft", { into: found }),
      await db.select("city:delft", { into: schema }),
      await db.query("SELECT * FROM city").rows(found),
      await db.query("SELECT * FROM city").into(found),
      await db.update("city:delft", { size: 2 }, { into: found }),
      await db.insert("town", { size: 1 }, { into: found }),
    ]);
    expect(read).toEqual(["caller", "caller", ["caller"], "caller", "caller", ["caller"]]);
    const rows = storage.run("caller", () => db.rows("city", { into: found }));
    expect(await rows.next()).toEqual({ done: false, value: "caller" });
  });

  it("in `on`", async () => {
    await using db = await open();
    const seen: unknown[] = [];
    storage.run("listener", () => db.on("status", () => seen.push(found())));
    await storage.run("another", () => db.close());
    expect(new Set(seen)).toEqual(new Set(["listener"]));
  });

  it("in `onProgress`, and where chunks of an import come from", async () => {
    await using db = await open();
    const seen: unknown[] = [];
    async function* chunks(): AsyncGenerator<string> {
      for (const n of [1, 2]) {
        seen.push(found());
        yield `UPSERT imported:${n};`;
      }
    }
    await storage.run("caller", async () => {
      await db.export({ onProgress: () => seen.push(found()) });
      await db.import(chunks(), { onProgress: () => seen.push(found()) });
    });
    expect(seen.length).toBeGreaterThanOrEqual(4);
    expect(new Set(seen)).toEqual(new Set(["caller"]));
  });

  it("in `auth` and in the report of slow queries", async () => {
    const seen: unknown[] = [];
    const auth = async (): Promise<typeof server.auth | null> => {
      seen.push(found());
      return engine === "mem" ? null : server.auth;
    };
    const slowQuery = { threshold: 0, report: () => seen.push(found()) };
    const db = storage.run("maker", () => AsyncSurreal(urlOf(engine), { ...placeOf(engine), auth, slowQuery }));
    await storage.run("caller", async () => db.query("RETURN 1"));
    await db.close();
    expect(seen.length).toBeGreaterThanOrEqual(2);
    expect(new Set(seen)).toEqual(new Set(["maker"]));
  });
});
