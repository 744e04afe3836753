import { simulate } from "./simulate.ts";
import type { BridgeKind } from "./world.ts";

/** Runs the worlds of one kind, and prints the seed of each in which a client breaks a promise. */
const [kind, from, seeds] = process.argv.slice(2);
const first = Number(from);
let broken = 0;
for (let seed = first; seed < first + Number(seeds); seed += 1) {
  const { violations } = await simulate(kind as BridgeKind, seed);
  if (violations.length === 0) continue;
  broken += 1;
  console.log(`${kind}, seed ${seed}: ${violations.slice(0, 3).join("; ")}`);
}
process.exitCode = broken === 0 ? 0 : 1;
