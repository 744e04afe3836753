// Runs simulated worlds: `npm run simulate -- --seeds 1000000 --from 1`. It prints the seed of each world that violates a
// guarantee. It runs many worlds in rounds, so that you can read intermediate results. `--world link` (the default) runs the
// link alone; `--world client` runs whole clients, from the methods of a connection down, against servers that speak RPC:
// of each kind that many worlds, each kind in a process of its own, made of the built packages.
// `npm run simulate -- --explore` tries every order of events instead, up to `--states` states of each part.
import { spawn, spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

/** The package that simulates each kind of world, and the number of worlds in a round. */
const worlds = {
  link: { folder: folderOf("link"), round: 50_000 },
  client: { folder: folderOf("blocking"), round: 5_000 },
};
const kindsOfClient = ["direct", "threaded", "exchanges"];

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "100000" },
    from: { type: "string", default: "1" },
    world: { type: "string", default: "link" },
    explore: { type: "boolean", default: false },
    states: { type: "string", default: "20000" },
  },
});

if (!Object.hasOwn(worlds, values.world))
  throw new RangeError(`--world must be one of ${Object.keys(worlds).join(", ")}.`);
const { folder, round } = worlds[values.world];

if (values.explore) process.exitCode = test("src/exploration.test.ts", { EXPLORE_STATES: String(toCount("states")) });
else await simulate(toCount("seeds"), toCount("from"), values.world === "link" ? linkRound : await clientRounds());

async function simulate(seeds, from, runRound) {
  for (let done = 0; done < seeds && !process.exitCode; done += round) {
    const count = Math.min(round, seeds - done);
    process.exitCode = await runRound(from + done, count);
    if (process.exitCode === 0)
      console.log(`No guarantee violated in the worlds ${from} to ${from + done + count - 1}.`);
  }
}

function linkRound(from, count) {
  return test("src/simulation.test.ts", { SIM_SEEDS: String(count), SIM_FROM: String(from) });
}

/** Bundles the simulation, which runs faster without a test runner around it. */
async function clientRounds() {
  const program = `${folder}node_modules/.simulated-worlds-${process.pid}.mjs`;
  const { build } = createRequire(`${folder}package.json`)("esbuild");
  const entryPoints = [`${folder}simulation/worlds.ts`];
  // No warnings: esbuild leaves out an import that is there for its effect alone, and another import keeps its module.
  await build({ entryPoints, outfile: program, bundle: true, format: "esm", platform: "node", logLevel: "error" });
  process.on("exit", () => rmSync(program, { force: true }));
  return async (from, count) => {
    const codes = await Promise.all(kindsOfClient.map((kind) => end(spawnWorlds(program, [kind, from, count]))));
    return Math.max(...codes);
  };
}

function spawnWorlds(program, parameters) {
  return spawn(process.execPath, [program, ...parameters.map(String)], { stdio: "inherit" });
}

function end(running) {
  return new Promise((resolve) => running.on("close", (code) => resolve(code ?? 1)));
}

function test(file, settings) {
  const { status } = spawnSync("node", ["../../tools/run-tests.mjs", file], {
    cwd: folder,
    env: { ...process.env, ...settings },
    stdio: "inherit",
  });
  return status ?? 1;
}

function folderOf(name) {
  return fileURLToPath(new URL(`../packages/${name}/`, import.meta.url));
}

function toCount(name) {
  const count = Number(values[name]);
  if (!Number.isSafeInteger(count) || count < 1)
    throw new RangeError(`--${name} must be a whole number of at least 1.`);
  return count;
}
