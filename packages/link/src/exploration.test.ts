import { describe, expect, it } from "vitest";
import { explore } from "../simulation/exploration/explore.ts";
import type { Opened } from "../simulation/exploration/explored-world.ts";
import { parts } from "../simulation/exploration/worlds.ts";
import { brokenRules } from "../simulation/sabotages.ts";

const limit = Number(process.env.EXPLORE_STATES ?? 150);
const path = "./driver.ts?opened";
const opened = (await import(/* @vite-ignore */ path)) as Opened;

describe("every order of events", () => {
  it.each(parts)("keeps the promises: $name", { timeout: 30_000 + limit * 200 }, async (part) => {
    const { broken, ...findings } = await explore({ ...part, opened, limit, sabotage: (machine) => machine });
    if (process.env.EXPLORE_STATES !== undefined) console.log(`${part.name}: ${JSON.stringify(findings)}`);
    expect(broken).toEqual([]);
    expect(findings.isComplete || findings.states >= limit).toBe(true);
  });

  it.each(brokenRules)("shows that a link $name", { timeout: 60_000 }, async ({ sabotage }) => {
    const broken: string[] = [];
    for (const name of ["a queue of two", "restoring", "streamed queries"]) {
      const part = parts.find((each) => each.name === name);
      if (part !== undefined && broken.length === 0)
        broken.push(...(await explore({ ...part, opened, limit: 400, sabotage })).broken);
    }
    expect(broken.length).toBeGreaterThan(0);
  });
});
