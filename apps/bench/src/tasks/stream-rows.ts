import { AsyncSurreal } from "surreal-sdk";
import { type Enter, numberFact, textFact } from "../contestant.ts";
import { heapInUse, mostMemory } from "../heap.ts";

const megabyte = 1_048_576;

/**
 * Reads all rows of the table `row` as a stream, or at once with `query`. The figure: rows a second, the share of the
 * time that passes before the first row (in percent), or by how many megabytes the process grows at most.
 */
export const enter: Enter = async (facts) => {
  const [count, way, figure] = [numberFact(facts, "rows"), textFact(facts, "way"), textFact(facts, "figure")];
  const url = textFact(facts, "url");
  const place = { namespace: "bench", database: "bench" };
  const db = await AsyncSurreal(url, {
    ...place,
    maxMessageBytes: 2 ** 30,
    timeout: Number.POSITIVE_INFINITY,
  }).connect();
  const read = way === "stream" ? streamed : whole;
  return {
    round: async () => {
      await read(db, "SELECT * FROM row LIMIT 100");
      if (figure === "memory") heapInUse();
      const before = mostMemory();
      const start = performance.now();
      const { rows, first } = await read(db, "SELECT * FROM row");
      const passed = performance.now() - start;
      if (rows !== count) throw new Error(`${rows} rows came instead of ${count}.`);
      if (figure === "memory") return (mostMemory() - before) / megabyte;
      return figure === "first" ? ((first - start) / passed) * 100 : (rows * 1_000) / passed;
    },
    end: () => db.close(),
  };
};

type Connection = ReturnType<typeof AsyncSurreal>;

/** How many rows came, and when the first one did. */
type Reading = Promise<{ readonly rows: number; readonly first: number }>;

async function streamed(db: Connection, text: string): Reading {
  let [rows, first] = [0, 0];
  for await (const _ of db.query(text).stream()) {
    if (rows === 0) first = performance.now();
    rows += 1;
  }
  return { rows, first };
}

async function whole(db: Connection, text: string): Reading {
  const [rows] = await db.query<[unknown[]]>(text);
  return { rows: rows.length, first: performance.now() };
}
