import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Datetime } from "surreal-sdk";
import { AsyncSurreal, ConnectionClosedError, NotAllowedError, RecordId, SurrealError } from "surreal-sdk";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { raised } from "./run.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "surreal-sdk-"));
});
afterEach(() => rm(folder, { recursive: true, maxRetries: 20, retryDelay: 50 }));

describe("an embedded store", () => {
  it("in memory refuses requests after close, and is empty when it is connected again", async () => {
    await using db = AsyncSurreal("mem://", { namespace: "a", database: "a" });
    await db.create("user:1");
    await db.close();
    expect(await raised(() => db.query("RETURN 1"))).toBeInstanceOf(ConnectionClosedError);
    await db.connect();
    await db.use("a", "a");
    expect(await db.query("INFO FOR DB").first()).toMatchObject({ tables: {} });
  });

  it.each(["surrealkv", "file"])("on disk (%s) keeps its data over close and connect", async (scheme) => {
    const url = `${scheme}://${join(folder, "store")}`;
    await using first = AsyncSurreal(url, { namespace: "a", database: "a" });
    await first.create("user:1", { n: 1 });
    await first.close();
    await using second = AsyncSurreal(url, { namespace: "a", database: "a" });
    expect(await second.select("user:1")).toStrictEqual({ id: new RecordId("user", 1), n: 1 });
  });

  it("with versions answers as of a time, without them refuses to", async () => {
    await using versioned = AsyncSurreal(`surrealkv+versioned://${join(folder, "v")}`, {
      namespace: "a",
      database: "a",
    });
    await versioned.create("user:1", { n: 1 });
    const version = (await versioned.query("RETURN time::now()").first()) as Datetime;
    await versioned.merge("user:1", { n: 2 });
    expect(await versioned.select("user:1", { version })).toMatchObject({ n: 1 });
    expect(await versioned.select("user:1")).toMatchObject({ n: 2 });
    await using plain = AsyncSurreal(`surrealkv://${join(folder, "p")}`, { namespace: "a", database: "a" });
    await plain.create("user:1", { n: 1 });
    expect(await raised(() => plain.select("user:1", { version }))).toBeInstanceOf(SurrealError);
  });

  it("has the engine's version, no root user, and lets its owner do everything without signing in", async () => {
    await using db = AsyncSurreal("mem://", { namespace: "a", database: "a" });
    expect(await db.version()).toBe("surrealdb-3.0.2");
    expect(await raised(() => db.signin({ username: "root", password: "root" }))).toBeInstanceOf(NotAllowedError);
    expect(await db.create("user:1")).toStrictEqual({ id: new RecordId("user", 1) });
  });

  it("two stores in one process share nothing", async () => {
    await using one = AsyncSurreal("mem://", { namespace: "a", database: "a" });
    await using other = AsyncSurreal("memory", { namespace: "a", database: "a" });
    await one.create("user:1");
    expect(await other.query("INFO FOR DB").first()).toMatchObject({ tables: {} });
  });
});
