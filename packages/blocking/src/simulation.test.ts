import { describe, expect, it } from "vitest";
import { type Customs, everything } from "../simulation/customs.ts";
import { simulate } from "../simulation/simulate.ts";
import type { BridgeKind } from "../simulation/world.ts";

const seeds = Number(process.env.SIM_SEEDS ?? 100);
const from = Number(process.env.SIM_FROM ?? 1);
const kinds: BridgeKind[] = ["direct", "threaded", "exchanges"];
/** Worlds that a client did not stand once. */
const once: [BridgeKind, readonly number[]][] = [
  [
    "direct",
    [
      464, 504, 672, 824, 1497, 1585, 1690, 2236, 2761, 3208, 3475, 3678, 3704, 3890, 3894, 4193, 4292, 4371, 4798,
      5473, 5484, 7601, 8023, 20017, 21449, 23697, 25103, 28366, 28642, 33137, 33258, 37018, 43647, 45755, 2001482,
      3006206, 3006348, 4001165, 5009327, 6063702, 6081737, 6103764, 6110128, 6110994,
    ],
  ],
  [
    "threaded",
    [
      24, 110, 178, 598, 1847, 2984, 3825, 4665, 5820, 16231, 22448, 36640, 3003483, 3003880, 6033692, 6065383, 6118748,
      6125000, 6136484,
    ],
  ],
  ["exchanges", [336, 1939]],
];

/** So many seeds from the first on. */
function further(count: number): number[] {
  return Array.from({ length: Math.ceil(count) }, (_, index) => from + index);
}

/** What was broken in worlds: in the first five of those in which something was. */
async function brokenIn(kind: BridgeKind, worlds: readonly number[], customs?: Customs): Promise<string[]> {
  const broken: string[] = [];
  for (const seed of worlds) {
    const { violations } = await simulate(kind, seed, customs);
    if (violations.length > 0) broken.push(`seed ${seed}: ${violations.slice(0, 3).join("; ")}`);
    if (broken.length === 5) break;
  }
  return broken;
}

describe("a client in a simulated world", () => {
  it.each(kinds)(`keeps its promises in ${seeds} worlds: %s`, { timeout: 60_000 + seeds * 200 }, async (kind) => {
    expect(await brokenIn(kind, further(seeds))).toEqual([]);
  });

  it.each(kinds)("keeps its promises in worlds of servers before 3.3: %s", async (kind) => {
    expect(await brokenIn(kind, further(seeds / 4), { ...everything, oldServers: true })).toEqual([]);
  });

  it.each(once)("keeps its promises where one once did not: %s", async (kind, worlds) => {
    expect(await brokenIn(kind, worlds)).toEqual([]);
  });

  it("meets every fault", { timeout: 120_000 }, async () => {
    const faults = new Map<string, number>();
    for (const kind of kinds) {
      for (let seed = 1; seed <= 30; seed += 1)
        for (const [fault, count] of (await simulate(kind, seed)).faults)
          faults.set(fault, (faults.get(fault) ?? 0) + count);
    }
    const expected = ["cut", "silence", "restart", "no answer", "slow answer", "open refused", "open hangs"];
    expected.push("another version", "session lost", "auth is asked", "auth is slow", "told CREATE", "told GAP");
    expect(expected.filter((fault) => !faults.has(fault))).toEqual([]);
  });

  it.each(kinds)("is the same world again with the same seed: %s", async (kind) => {
    expect(await simulate(kind, 7)).toEqual(await simulate(kind, 7));
  });
});
