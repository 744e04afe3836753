// Runs simulated worlds: `npm run simulate -- --seeds 1000000 --from 1`. It prints the seed of each world that violates a
// guarantee. It runs many worlds in rounds, so that you can read intermediate results. `--world link` (the default) runs the
// link alone; `--world client` runs whole clients, from the methods of a connection down, against servers that speak RPC.
// `npm run simulate -- --explore` tries every order of events instead, up to `--states` states of each part.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

/** The package that tests each kind of world, and the number of worlds in a round. */
const WORLDS = {
  link: { package: "link", round: 50_000 },
  client: { package: "blocking", round: 5_000 },
};

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "100000" },
    from: { type: "string", default: "1" },
    world: { type: "string", default: "link" },
    explore: { type: "boolean", default: false },
    states: { type: "string", default: "20000" },
  },
});

if (!Object.hasOwn(WORLDS, values.world))
  throw new RangeError(`--world must be one of ${Object.keys(WORLDS).join(", ")}.`);
const world = WORLDS[values.world];

if (values.explore) process.exitCode = run("src/exploration.test.ts", { EXPLORE_STATES: String(toCount("states")) });
else simulate(toCount("seeds"), toCount("from"));

function simulate(seeds, from) {
  for (let done = 0; done < seeds && !process.exitCode; done += world.round) {
    const round = Math.min(world.round, seeds - done);
    process.exitCode = run("src/simulation.test.ts", { SIM_SEEDS: String(round), SIM_FROM: String(from + done) });
    if (process.exitCode === 0)
      console.log(`No guarantee violated in the worlds ${from} to ${from + done + round - 1}.`);
  }
}

function run(file, settings) {
  const { status } = spawnSync("node", ["../../tools/run-tests.mjs", file], {
    cwd: fileURLToPath(new URL(`../packages/${world.package}`, import.meta.url)),
    env: { ...process.env, ...settings },
    stdio: "inherit",
  });
  return status ?? 1;
}

function toCount(name) {
  const count = Number(values[name]);
  if (!Number.isSafeInteger(count) || count < 1)
    throw new RangeError(`--${name} must be a whole number of at least 1.`);
  return count;
}
