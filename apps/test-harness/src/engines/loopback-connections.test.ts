import { EmbeddedDatabase } from "@surreal-sdk/engine-embedded";
import { AsyncSurreal, Surreal, UnsupportedFeatureError } from "surreal-sdk";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { raised, run } from "../conformance/run.ts";
import type { Database } from "../conformance/target.ts";
import { loopbackEngine } from "./loopback-engine.ts";

const engine = loopbackEngine(() => EmbeddedDatabase.open("mem://"));
const module = new URL("../../dist/engines/embedded-loopback.js", import.meta.url);

const modes = [
  { mode: "async", connection: () => AsyncSurreal("loop://here", { engines: { loop: engine } }) },
  {
    mode: "blocking",
    // The blocking connection has the same methods, which give plain values.
    connection: () =>
      Surreal("loop://here", { engines: { loop: { module, export: "embeddedLoopback" } } }) as unknown as Database,
  },
] as const;

describe.each(modes)("an engine of somebody else, $mode", ({ connection }) => {
  let db: Database;
  beforeEach(async () => {
    db = connection();
    await db.use("test", "test");
    await run(db.query("DEFINE TABLE person"));
  });
  afterEach(() => db.close());

  it("reads and writes records", async () => {
    await run(db.create("person:ada", { name: "Ada" }));
    expect(await run(db.query("SELECT VALUE name FROM person"))).toEqual([["Ada"]]);
  });

  it("has sessions with a state of their own", async () => {
    const session = await db.newSession();
    await session.use("test", "other");
    expect(await run(session.query("RETURN session::db()"))).toEqual(["other"]);
    expect(await run(db.query("RETURN session::db()"))).toEqual(["test"]);
  });

  it("has transactions that leave no trace when they are cancelled", async () => {
    const transaction = await db.beginTransaction();
    await run(transaction.query("CREATE person:ada"));
    await transaction.cancel();
    expect(await run(db.query("SELECT * FROM person"))).toEqual([[]]);
  });

  it("has live queries", async () => {
    const stream = await db.subscribeLive(await db.live("person"));
    await run(db.create("person:ada", { name: "Ada" }));
    expect(await stream.next()).toMatchObject({ value: { action: "CREATE", result: { name: "Ada" } } });
  });

  it("streams an export part by part", async () => {
    await run(db.query("FOR $n IN 0..200 { CREATE person SET text = string::repeat('Zoë 🦀', 300) }"));
    const parts: string[] = [];
    for await (const part of db.exportStream()) parts.push(part);
    expect(parts.length).toBeGreaterThan(5);
    expect(parts.join("")).toBe(await db.export());
  });

  it("is not asked for what it does not declare", async () => {
    const error = await raised(() => db.import("CREATE person"));
    expect(error).toBeInstanceOf(UnsupportedFeatureError);
    expect(error).toMatchObject({ feature: "import", outcome: "not_sent" });
  });
});
