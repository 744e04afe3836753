import { readdirSync } from "node:fs";

/** What a process holds. */
export interface Residue {
  readonly descriptors: number;
  readonly timers: number;
  readonly sockets: number;
}

/** Counts what this process holds now. */
export function residue(): Residue {
  const active = process.getActiveResourcesInfo();
  return {
    descriptors: openDescriptors(),
    timers: active.filter((name) => name === "Timeout" || name === "Immediate").length,
    sockets: active.filter((name) => /TCP|TLS/.test(name)).length,
  };
}

function openDescriptors(): number {
  try {
    return readdirSync("/proc/self/fd").length;
  } catch {
    // Only Linux shows them.
    return 0;
  }
}

/** The heap after everything that can be freed has been, in bytes. */
export function settledHeap(): number {
  const { gc } = globalThis as { gc?: () => void };
  gc?.();
  gc?.();
  return process.memoryUsage().heapUsed;
}

/** Bytes by which the heap grows with each operation, over the later part of the samples. */
export function slope(samples: readonly (readonly [operations: number, heap: number])[]): number {
  const late = samples.slice(Math.floor(samples.length / 3));
  if (late.length < 2) return 0;
  const middle = (index: 0 | 1): number => late.reduce((sum, sample) => sum + sample[index], 0) / late.length;
  const [x, y] = [middle(0), middle(1)];
  const covariance = late.reduce((sum, [operations, heap]) => sum + (operations - x) * (heap - y), 0);
  const variance = late.reduce((sum, [operations]) => sum + (operations - x) ** 2, 0);
  return variance === 0 ? 0 : covariance / variance;
}
