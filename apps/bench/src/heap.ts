import process from "node:process";

/** Bytes of the heap that are in use once everything that can be collected is. Needs `--expose-gc`. */
export function heapInUse(): number {
  const { gc } = globalThis as { gc?: () => void };
  if (gc === undefined) throw new Error("Start Node with --expose-gc.");
  for (let times = 0; times < 4; times += 1) gc();
  return process.memoryUsage().heapUsed;
}

/** Bytes of memory that the process has ever had at once. */
export function mostMemory(): number {
  return process.resourceUsage().maxRSS * 1_024;
}

/** By how many megabytes the process grows at most while something runs. Needs `--expose-gc`. */
export async function memoryAbove(work: () => unknown): Promise<number> {
  heapInUse();
  const before = mostMemory();
  await work();
  return (mostMemory() - before) / 1_048_576;
}
