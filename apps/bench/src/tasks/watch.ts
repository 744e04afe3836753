import { subscribe } from "node:diagnostics_channel";
import { setTimeout as pause } from "node:timers/promises";
import { AsyncSurreal, type RecordData, type RequestReport } from "surreal-sdk";
import { type Enter, numberFact, textFact } from "../contestant.ts";

const table = "item";
/** Milliseconds from one burst to the next. */
const rhythm = 500;
const burstsPerRound = 4;

type Connection = ReturnType<typeof AsyncSurreal>;
type Rows = readonly RecordData[];

/** Keeps rows right in the given way: it calls `show` with them, until the returned function is called. */
type Keep = (db: Connection, show: (rows: Rows) => void) => () => void;

const ways: Readonly<Record<string, Keep>> = {
  watch: (db, show) => db.watch<RecordData>(table).subscribe(({ rows }) => show(rows)),
  poll: (db, show) => {
    let isOver = false;
    const poll = async (): Promise<void> => {
      while (!isOver) {
        show(await db.select<RecordData>(table));
        await pause(100);
      }
    };
    poll().catch((error: unknown) => {
      if (!isOver) throw error;
    });
    return () => {
      isOver = true;
    };
  },
};

/** The rows of a reader, for those who wait for certain ones. */
class KeptRows {
  #look = (_rows: Rows): void => undefined;

  readonly show = (rows: Rows): void => this.#look(rows);

  /** Resolves with the first rows that are as wanted. */
  until(isWanted: (rows: Rows) => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#look = (rows) => {
        if (isWanted(rows)) resolve();
      };
    });
  }
}

/** Counts the reads of this process; its writes are made by `merge`. */
function countReads(): () => number {
  let reads = 0;
  subscribe("surreal-sdk:request", (report) => {
    if ((report as RequestReport).statement?.startsWith("SELECT")) reads += 1;
  });
  return () => reads;
}

/** Writes a value into so many records; gives the milliseconds from the last answer until the rows have all of them. */
async function burst(writer: Connection, rows: KeptRows, value: number, writes: number): Promise<number> {
  const start = performance.now();
  const shown = rows.until((now) => now.filter(({ n }) => n === value).length === writes);
  await Promise.all(Array.from({ length: writes }, (_, index) => writer.merge(`${table}:${1 + index}`, { n: value })));
  const committed = performance.now();
  await shown;
  const delay = Math.max(0, performance.now() - committed);
  await pause(Math.max(0, rhythm - (performance.now() - start)));
  return delay;
}

/**
 * Bursts of writes by one connection, and rows that another keeps right. The figure is the median delay from the answer
 * to the last write of a burst to the rows that have it, in milliseconds, or how many reads a burst costs.
 */
export const enter: Enter = async (facts) => {
  const keep = ways[textFact(facts, "way")];
  if (keep === undefined) throw new TypeError(`The ways are ${Object.keys(ways).join(", ")}.`);
  const [url, place] = [textFact(facts, "url"), { namespace: "bench", database: "bench" }];
  const [reader, writer] = [AsyncSurreal(url, place), AsyncSurreal(url, place)];
  const [count, writes] = [numberFact(facts, "rows"), numberFact(facts, "writes")];
  await writer.query(`CREATE |${table}:1..${count + 1}| SET n = 0 RETURN NONE`);
  const reads = countReads();
  let last = 0;
  return {
    round: async () => {
      const rows = new KeptRows();
      const leave = keep(reader, rows.show);
      await rows.until((now) => now.length === count);
      const before = reads();
      const delays: number[] = [];
      while (delays.length < burstsPerRound) delays.push(await burst(writer, rows, ++last, writes));
      leave();
      if (textFact(facts, "figure") === "reads") return (reads() - before) / burstsPerRound;
      return delays.sort((a, b) => a - b)[burstsPerRound >> 1] ?? 0;
    },
    end: async () => {
      await reader.close();
      await writer.close();
    },
  };
};
