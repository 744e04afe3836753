import { type AsyncAnySurrealConnection, AsyncSurreal } from "surreal-sdk";
import { type Enter, numberFact, textFact } from "../contestant.ts";
import { smallQuestion } from "../question.ts";

type Measure = (db: AsyncAnySurrealConnection, count: number) => Promise<void>;

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
};

/** Microseconds for each of `count` things that are there at once. */
export const enter: Enter = async (facts) => {
  const count = numberFact(facts, "count");
  const measure = measures[textFact(facts, "of")] as Measure;
  const db = await AsyncSurreal(textFact(facts, "url"), { timeout: 120_000 }).connect();
  return {
    round: async () => {
      const start = performance.now();
      await measure(db, count);
      return ((performance.now() - start) * 1_000) / count;
    },
    end: () => db.close(),
  };
};
