import { Uuid } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { asyncWorld, blockingWorld, failure, stateless } from "../../test/test-world.ts";
import type { SurrealConnection } from "../client/connection.ts";
import { stream } from "../query/query-stream.ts";
import { gt } from "../surrealql/expressions.ts";
import { files } from "./files.ts";
import { kill, live, subscribeLive } from "./live.ts";
import { loader } from "./loader.ts";
import { rows } from "./rows.ts";
import { exportDatabase, exportStream, importDatabase } from "./transfer.ts";
import { watch } from "./watch.ts";

type Db = SurrealConnection<"async">;
type Call = (db: Db) => unknown;

const id = "018f3b5e-7f3a-7cc2-9f4e-0123456789ab";

/** A method, and the function of the same work. */
const pairs: readonly (readonly [name: string, method: Call, call: Call])[] = [
  ["live", (db) => db.live("user", { where: gt("age", 18) }), (db) => live(db, "user", { where: gt("age", 18) })],
  ["live in diff mode", (db) => db.live("user", true), (db) => live(db, "user", true)],
  ["kill", (db) => db.kill(id), (db) => kill(db, id)],
  ["watch", (db) => next(db.watch("user")), (db) => next(watch(db, "user"))],
  ["loader", (db) => db.loader().select("user:ada"), (db) => loader(db).select("user:ada")],
  ["rows", (db) => next(db.rows("user", { pageSize: 2 })), (db) => next(rows(db, "user", { pageSize: 2 }))],
  ["stream", (db) => next(db.query("RETURN 1").stream()), (db) => next(stream(db.query("RETURN 1")))],
  ["files", (db) => db.files.list("images"), (db) => files(db).list("images")],
  ["export", (db) => db.export({ tables: ["user"] }), (db) => exportDatabase(db, { tables: ["user"] })],
  ["exportStream", (db) => next(db.exportStream()), (db) => next(exportStream(db))],
  ["import", (db) => db.import("RETURN 1"), (db) => importDatabase(db, "RETURN 1")],
];

/** The first item of a stream, or how it fails. */
function next(stream: AsyncIterable<unknown>): Promise<unknown> {
  return stream[Symbol.asyncIterator]().next();
}

/** What a call sends and how it ends. */
async function outcomeOf(call: Call): Promise<unknown> {
  const { db, channel } = asyncWorld();
  const result = await Promise.resolve(call(db)).catch((error: Error) => `${error.name}: ${error.message}`);
  const sent = channel.wire.map(({ method, params }) => [method, params]);
  await db.close();
  return { sent, result: withoutChance(result) };
}

/** Ids that the scripted server gives are different each time. */
function withoutChance(result: unknown): string {
  return JSON.stringify(result)?.replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "id") ?? "";
}

describe("a function that takes a connection", () => {
  it.each(pairs)("sends and returns the same as the method: %s", async (_, method, call) => {
    expect(await outcomeOf(call)).toEqual(await outcomeOf(method));
  });

  it("takes a session, and speaks for it", async () => {
    const { db, channel } = asyncWorld();
    const session = await db.newSession();
    await live(session, "user");
    expect(channel.wire.at(-1)).toMatchObject({ method: "live", session: session.sessionId });
  });

  it("blocks with a blocking connection", () => {
    const { db } = blockingWorld();
    expect(live(db, "user")).toBeInstanceOf(Uuid);
    expect(loader(db).select("user:ada")).toEqual(db.loader().select("user:ada"));
  });

  it("refuses what the engine cannot do, and names the method", async () => {
    const { db } = asyncWorld({ capabilities: stateless });
    expect(await failure(live(db, "user"))).toEqual(await failure(db.live("user")));
    expect(() => subscribeLive(db, id)).toThrow("subscribeLive");
  });

  it("throws for what is no connection, and for a transaction where it takes none", async () => {
    const { db } = asyncWorld();
    const tx = await db.beginTransaction();
    const session = await db.newSession();
    expect(() => live({} as Db, "user")).toThrow(
      new TypeError("live() takes a connection, a session or a transaction of this copy of the SDK first."),
    );
    expect(() => watch(tx as never, "user")).toThrow(
      new TypeError("watch() takes a connection or a session first, not a transaction."),
    );
    expect(() => exportDatabase(session as never)).toThrow(
      new TypeError("exportDatabase() takes a connection first, not a session or a transaction."),
    );
    expect(() => stream({} as never)).toThrow(new TypeError("stream() takes a query: stream(db.query(text))."));
  });
});
