import { AsyncSurreal, Surreal } from "surreal-sdk";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { ServerApart } from "../apart/server-apart.ts";

/** In a process of its own: nobody has replaced its timers, and it answers while this one is blocked. */
let server: ServerApart;
beforeAll(async () => {
  server = await ServerApart.start();
});
afterAll(() => server.close());

const replaced = ["setTimeout", "clearTimeout", "setInterval", "setImmediate", "Date", "performance"] as const;

describe.each(["ws", "http", "mem"])("while a test runner has replaced the timers, %s", (engine) => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: [...replaced] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const url = (): string => ({ ws: server.wsUrl, http: server.httpUrl })[engine] ?? "mem://";
  const auth = engine === "mem" ? {} : { auth: { username: "root", password: "root" } };
  const options = { ...auth, namespace: "fake", database: "timers" };

  it("connects, writes, reads and closes", async () => {
    const db = AsyncSurreal(url(), options);
    await db.connect();
    await db.upsert("city:delft").content({ size: 1 });
    expect(await db.select("city:delft")).toMatchObject({ size: 1 });
    await db.close();
  });

  it("connects, writes, reads and closes, blocking", () => {
    const db = Surreal(url(), options);
    db.connect();
    db.upsert("city:delft").content({ size: 2 });
    expect(db.select("city:delft")).toMatchObject({ size: 2 });
    db.close();
  });

  it("gives a request up when the real time for it has passed", async () => {
    const db = AsyncSurreal(url(), { ...options, timeout: 1_500 });
    await db.connect();
    const late = await db
      .query("SLEEP 6s")
      .execute()
      .catch((error: unknown) => error);
    expect(late).toMatchObject({ name: "TransportTimeoutError", outcome: "unknown" });
    await db.close({ drain: 0 });
  });
});
