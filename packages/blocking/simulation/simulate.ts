// Imported first, so that modules which keep the clock's functions keep those of the worlds.
import "./virtual-time.ts";
import { Random } from "@surreal-sdk/link/simulation";
import { conclude } from "./conclude.ts";
import { type Customs, everything } from "./customs.ts";
import { Ledger } from "./ledger.ts";
import { Script } from "./script.ts";
import { inVirtualTime } from "./virtual-time.ts";
import { type BridgeKind, World } from "./world.ts";

/** How long users do things in one world, in virtual milliseconds: many short stories, and some long ones. */
const scriptTimes = [1_500, 3_000, 3_000, 6_000, 12_000];

/** What one world has shown. */
export interface Run {
  readonly violations: readonly string[];
  readonly faults: ReadonlyMap<string, number>;
  /** What happened, line by line; empty unless asked for. */
  readonly story: readonly string[];
}

/** Runs a client in a world made of nothing but the seed, and checks what it promises. */
export function simulate(kind: BridgeKind, seed: number, customs: Customs = everything, traced = false): Promise<Run> {
  return inVirtualTime(async (clock) => {
    const ledger = new Ledger(() => clock.now(), traced);
    const world = new World(kind, customs, new Random(seed), clock, ledger);
    const script = new Script(world);
    const scriptTime = world.random.pick(scriptTimes);
    script.start();
    while (clock.now() < scriptTime && (await clock.next(scriptTime)));
    await conclude(world, script, clock);
    return { violations: ledger.violations, faults: ledger.faults, story: ledger.story };
  });
}
