import { describe, expect, it } from "vitest";
import { tame } from "../simulation/customs.ts";
import { explore, plans } from "../simulation/explore.ts";
import type { BridgeKind } from "../simulation/world.ts";

const states = Number(process.env.EXPLORE_STATES ?? 100);
const kinds: BridgeKind[] = ["direct", "threaded"];

describe("a client whose connection breaks", () => {
  it.each(kinds)("keeps its promises, at whichever message: %s", { timeout: 60_000 + states * 200 }, async (kind) => {
    const all = [...plans(kind, 60, 8)];
    // Fewer than all are spread over all.
    const step = Math.max(1, Math.floor(all.length / states));
    const broken: string[] = [];
    for (let index = 0; index < all.length && broken.length < 5; index += step) {
      const plan = all[index] as (typeof all)[number];
      const { violations } = await explore(plan, tame);
      if (violations.length > 0) broken.push(`${JSON.stringify(plan)}: ${violations.slice(0, 3).join("; ")}`);
    }
    expect(broken).toEqual([]);
  });
});
