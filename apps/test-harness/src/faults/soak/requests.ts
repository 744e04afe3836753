import { AsyncSurreal } from "surreal-sdk";
import { FakeSurreal } from "../kit/fake-surreal.ts";
import { settledHeap, slope } from "./residue.ts";

/** What so many requests leave behind. */
export interface RequestReport {
  readonly requests: number;
  /** Bytes for each request, by a line through the samples after the first third. */
  readonly heapSlope: number;
  /** Bytes, from the first third to the end. */
  readonly heapGrowth: number;
}

/** Makes so many requests, sixty-four at a time, and watches the heap; every tenth is given up before its answer. */
export async function request(requests: number): Promise<RequestReport> {
  const server = await FakeSurreal.start();
  const db = AsyncSurreal(server.ws, { heartbeat: false });
  await db.connect();
  const samples: [number, number][] = [];
  for (let made = 0; made < requests; made += 64) {
    await Promise.all(Array.from({ length: 64 }, (_, index) => (index % 10 === 9 ? abandoned(db) : db.version())));
    server.journal.length = 0;
    if (Math.floor(made / 20_000) > samples.length) samples.push([made, settledHeap()]);
  }
  await db.close();
  await server.close();
  const heaps = samples.map(([, heap]) => heap);
  const third = heaps[Math.floor(heaps.length / 3)] ?? 0;
  return { requests, heapSlope: slope(samples), heapGrowth: (heaps.at(-1) ?? 0) - third };
}

async function abandoned(db: ReturnType<typeof AsyncSurreal>): Promise<void> {
  const abort = new AbortController();
  const version = db.with({ signal: abort.signal }).version();
  queueMicrotask(() => abort.abort());
  // That is what was asked for.
  await version.catch(() => undefined);
}
