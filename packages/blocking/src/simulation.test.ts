import { describe, expect, it } from "vitest";
import { simulate } from "../simulation/simulate.ts";
import type { BridgeKind } from "../simulation/world.ts";

const seeds = Number(process.env.SIM_SEEDS ?? 200);
const from = Number(process.env.SIM_FROM ?? 1);
const kinds: BridgeKind[] = ["direct", "threaded", "exchanges"];

describe("a client in a simulated world", () => {
  it.each(kinds)(`keeps its promises in ${seeds} worlds: %s`, { timeout: 60_000 + seeds * 200 }, async (kind) => {
    const broken: string[] = [];
    const faults = new Map<string, number>();
    for (let seed = from; seed < from + seeds && broken.length < 5; seed += 1) {
      const run = await simulate(kind, seed);
      for (const [fault, count] of run.faults) faults.set(fault, (faults.get(fault) ?? 0) + count);
      if (run.violations.length > 0) broken.push(`seed ${seed}: ${run.violations.slice(0, 3).join("; ")}`);
    }
    expect(broken).toEqual([]);
  });

  it.each(kinds)("is the same world again with the same seed: %s", async (kind) => {
    expect(await simulate(kind, 7)).toEqual(await simulate(kind, 7));
  });
});
