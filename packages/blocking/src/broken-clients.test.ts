import { expect, it } from "vitest";
import { sabotages } from "../simulation/sabotages.ts";
import type * as Simulation from "../simulation/simulate.ts";

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
