import { describe, expect, it } from "vitest";
import { sabotages } from "../simulation/sabotages.ts";
import type * as Simulation from "../simulation/simulate.ts";
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

  it.each(sabotages.map((each, number) => ({ ...each, number })))(
    "notices a client that $name",
    { timeout: 120_000 },
    async ({ kind, breaks, number }) => {
      const path = `../simulation/simulate.ts?broken=${number}`;
      const broken = (await import(/* @vite-ignore */ path)) as typeof Simulation;
      const noticed = new Set<string>();
      for (let seed = 1; seed <= 300 && !noticed.has(breaks); seed += 1) {
        for (const violation of (await broken.simulate(kind, seed)).violations)
          noticed.add(violation.split(":")[0] as string);
      }
      expect([...noticed]).toContain(breaks);
    },
  );
});
