import { type AsyncAnySurrealConnection, AsyncSurreal, ConnectionLostError } from "surreal-sdk";
import { type Enter, numberFact, textFact } from "../contestant.ts";
import { smallQuestion } from "../question.ts";

type Measure = (db: AsyncAnySurrealConnection, count: number, open: () => AsyncAnySurrealConnection) => Promise<void>;

/** What a connection has that a break interrupts: so many sessions, and as many live queries. */
const INTERRUPTED = 5;

const measures: Readonly<Record<string, Measure>> = {
  "in flight": async (db, count) => {
    await Promise.all(Array.from({ length: count }, () => db.query(smallQuestion, { min: 18 }).execute()));
  },
  rows: async (db, count) => {
    let read = 0;
    for await (const _row of db.rows(`rows_${count}`)) read += 1;
    if (read !== count) throw new Error(`${read} of ${count} rows came.`);
  },
  "live queries": async (db, count) => {
    const ids = await Promise.all(Array.from({ length: count }, () => db.live("user")));
    const streams = ids.map((id) => db.subscribeLive(id));
    await Promise.all(streams.map((stream) => stream.return()));
  },
  sessions: async (db, count) => {
    const sessions = await Promise.all(Array.from({ length: count }, () => db.newSession()));
    await Promise.all(sessions.map((session) => session.query(smallQuestion, { min: 18 }).execute()));
    await Promise.all(sessions.map((session) => session.closeSession()));
  },
  connections: async (_, count, open) => {
    const all = await Promise.all(Array.from({ length: count }, () => open().connect()));
    await Promise.all(all.map((db) => db.query(smallQuestion, { min: 18 }).execute()));
    await Promise.all(all.map((db) => db.close()));
  },
  reconnects: async (_, count, open) => {
    await using db = await open().connect();
    const parts = Array.from({ length: INTERRUPTED }, async () => [await db.newSession(), await db.live("user")]);
    await Promise.all(parts);
    for (let broken = 0; broken < count; broken += 1) {
      const cause: unknown = await db
        .query("DROP")
        .execute()
        .catch((error: unknown) => error);
      if (!(cause instanceof ConnectionLostError)) throw new Error("The connection was not lost.", { cause });
      await db.query(smallQuestion, { min: 18 }).execute();
    }
  },
};

/** Microseconds for each of `count` things that are there at once. */
export const enter: Enter = async (facts) => {
  const count = numberFact(facts, "count");
  const measure = measures[textFact(facts, "of")] as Measure;
  const limits = { timeout: 120_000, connectTimeout: 120_000, reconnect: { minDelay: 0 } };
  const open = () => AsyncSurreal(textFact(facts, "url"), limits);
  const db = await open().connect();
  return {
    round: async () => {
      const start = performance.now();
      await measure(db, count, open);
      return ((performance.now() - start) * 1_000) / count;
    },
    end: () => db.close(),
  };
};
