// Runs the link in simulated worlds: `npm run simulate -- --seeds 1000000`. A world that breaks a promise is named.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { seeds: { type: "string", default: "100000" } } });
const seeds = Number(values.seeds);
if (!Number.isSafeInteger(seeds) || seeds < 1) throw new RangeError("--seeds is a whole number from 1 on.");

const { status } = spawnSync("node", ["../../tools/run-tests.mjs", "src/simulation.test.ts"], {
  cwd: fileURLToPath(new URL("../packages/link", import.meta.url)),
  env: { ...process.env, SIM_SEEDS: String(seeds) },
  stdio: "inherit",
});
process.exitCode = status ?? 1;
