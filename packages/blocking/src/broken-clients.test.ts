import { afterAll, beforeAll, expect, it } from "vitest";
import { BrokenSources } from "../simulation/broken-source.ts";
import { tame } from "../simulation/customs.ts";
import { sabotages } from "../simulation/sabotages.ts";
import { simulate } from "../simulation/simulate.ts";

/** How many worlds it may take to notice, from the one in which it was noticed once. */
const mostSeeds = 300;

let sources: BrokenSources;
beforeAll(async () => {
  sources = await BrokenSources.open();
});
afterAll(() => sources.close());

it.each(sabotages)("notices a client that $name", { timeout: 300_000 }, async (sabotage) => {
  const { kind, breaks, seed: from, customs: special } = sabotage;
  const broken = await sources.load(sabotage);
  const customs = { ...tame, ...special };
  const isBroken = async (by: typeof simulate, seed: number): Promise<boolean> =>
    (await by(kind, seed, customs)).violations.some((violation) => violation.startsWith(`${breaks}:`));
  let noticed: number | undefined;
  for (let seed = from; seed < from + mostSeeds && noticed === undefined; seed += 1) {
    // What a sound client does as well says nothing about the broken one.
    if ((await isBroken(broken.simulate, seed)) && !(await isBroken(simulate, seed))) noticed = seed;
  }
  if (process.env.SIM_SEEDS !== undefined) console.log(`${breaks}: noticed in world ${noticed}`);
  expect(noticed).toBeDefined();
});
