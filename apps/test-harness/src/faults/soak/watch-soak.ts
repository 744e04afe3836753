import { openDatabase, startServer } from "@surreal-sdk/test-server";
import { AsyncSurreal, type RecordData } from "surreal-sdk";
import { databaseVersion } from "../../watch/async-stages.ts";
import { type Residue, residue, settledHeap, slope } from "./residue.ts";
import type { SoakPlan } from "./soak.ts";

/** What watches held before and after so many writes. */
export interface WatchSoakReport {
  readonly writes: number;
  /** How often rows were shown. */
  readonly shown: number;
  /** Bytes for each write, by a line through the samples after the first third. */
  readonly heapSlope: number;
  /** Bytes, from the first third to the end. */
  readonly heapGrowth: number;
  /** Heap in MiB, sample by sample. */
  readonly heaps: readonly number[];
  readonly before: Residue;
  readonly after: Residue;
  /** Rows that were wrong at the end. */
  readonly violations: readonly string[];
}

type Connection = ReturnType<typeof AsyncSurreal>;

const place = { namespace: "soak", database: "soak" };
/** Records that come and go. */
const ids = 200;
const atOnce = 10;

/** Writes for so long into tables that are watched: all of one, a window of it, and the records that fit a condition. */
export async function soakWatches(plan: SoakPlan): Promise<WatchSoakReport> {
  const root = { user: "root", pass: "root" };
  const database = await openDatabase(root);
  const server = await startServer({ ...root, database, version: databaseVersion });
  const options = { ...place, auth: { username: "root", password: "root" } };
  const [reader, writer] = [AsyncSurreal(server.wsUrl, options), AsyncSurreal(server.wsUrl, options)];
  await writer.query("DEFINE TABLE item");
  await reader.connect();
  const before = residue();
  const watches = new Watches(reader);
  const samples = await write(writer, plan, watches);
  const violations = await watches.finish(writer);
  const after = residue();
  await reader.close();
  await writer.close();
  await server.close();
  await database.close();
  const heaps = samples.map(([, heap]) => heap);
  const third = heaps[Math.floor(heaps.length / 3)] ?? 0;
  return {
    writes: samples.at(-1)?.[0] ?? 0,
    shown: watches.shown,
    heapSlope: slope(samples),
    heapGrowth: (heaps.at(-1) ?? 0) - third,
    heaps: heaps.map((heap) => Math.round(heap / 104_857.6) / 10),
    before,
    after,
    violations,
  };
}

async function write(db: Connection, plan: SoakPlan, watches: Watches): Promise<[number, number][]> {
  const samples: [number, number][] = [];
  const end = performance.now() + plan.milliseconds;
  let writes = 0;
  let next = performance.now() + plan.rhythm;
  while (performance.now() < end) {
    await Promise.all(Array.from({ length: atOnce }, (_, index) => change(db, writes + index)));
    writes += atOnce;
    if (performance.now() < next) continue;
    next += plan.rhythm;
    samples.push([writes, settledHeap()]);
    plan.progress?.(`${writes} writes, ${watches.shown} times shown, ${samples.at(-1)?.[1]} B`);
  }
  return [...samples, [writes, settledHeap()]];
}

/** One write: mostly changes, now and then a record goes. Writers that conflict are no concern of the watch. */
async function change(db: Connection, at: number): Promise<void> {
  const id = `item:${at % ids}`;
  const text = at % 7 === 0 ? `DELETE ${id}` : `UPSERT ${id} SET n = ${at % 10}, at = ${at}`;
  await db.query(text).responses();
}

/** The watches, and what they show. */
class Watches {
  shown = 0;
  readonly #db: Connection;
  readonly #queries = [
    { text: "SELECT * FROM item", options: {} },
    { text: "SELECT * FROM item ORDER BY at DESC LIMIT 10", options: { orderBy: "at DESC", limit: 10 } },
  ];
  readonly #views: ReturnType<Connection["watch"]>[];
  readonly #leaves: (() => void)[];

  constructor(db: Connection) {
    this.#db = db;
    this.#views = this.#queries.map(({ options }) => db.watch<RecordData>("item", options));
    this.#leaves = this.#views.map((view) =>
      view.subscribe(() => {
        this.shown += 1;
      }),
    );
  }

  /** Compares the rows with a SELECT when everything has been told, and ends the watches. */
  async finish(writer: Connection): Promise<string[]> {
    const wrong: string[] = [];
    for (const [index, { text }] of this.#queries.entries()) {
      const [found] = await writer.query(text);
      const wanted = sorted(found as RecordData[]);
      const view = this.#views[index];
      if (view !== undefined && !(await settles(view, wanted)))
        wrong.push(await difference(writer, text, view, wanted));
    }
    for (const leave of this.#leaves) leave();
    await Promise.all(this.#views.map((view) => view.close()));
    await this.#db.ping();
    return wrong;
  }
}

/** What a watch shows that is wrong, and what the same query gives now. */
async function difference(
  db: Connection,
  text: string,
  view: ReturnType<Connection["watch"]>,
  wanted: string,
): Promise<string> {
  const { status, error, rows } = view.getSnapshot();
  const [now] = await db.query(text);
  const same = sorted(now as RecordData[]) === wanted ? "still" : "no longer";
  return `${text} gives other rows than its watch (${status}, ${String(error)}), which shows ${sorted(rows)}\nbeside ${wanted}\nwhich the query ${same} gives.`;
}

/** Whether the rows of a watch become the wanted ones. */
function settles(view: ReturnType<Connection["watch"]>, wanted: string): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => finish(false), 20_000);
    const finish = (isRight: boolean): void => {
      clearTimeout(timer);
      queueMicrotask(() => unsubscribe());
      resolve(isRight);
    };
    const unsubscribe = view.subscribe(({ rows }) => {
      if (sorted(rows) === wanted) finish(true);
    });
  });
}

function sorted(rows: readonly unknown[]): string {
  return rows
    .map((row) => JSON.stringify(row))
    .sort()
    .join("\n");
}
