import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { root } from "../catalogue/find-tests.ts";
import { type Mutant, mutants } from "./mutants.ts";

const app = join(root, "apps/test-harness");
const vitest = resolve(dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs");

/** Runs tests with a fault in the code, or without; reports whether they are green. */
function areGreen({ row, tests: [file, name] }: Mutant, broken: boolean): boolean {
  const config = broken ? ["--config", "src/faults/mutants/mutated.config.ts"] : [];
  const how = ["run", ...config, `src/faults/${file}`, "--testNamePattern", name, "--reporter=dot"];
  const env = { ...process.env, FAULT_MUTANT: row };
  return spawnSync(process.execPath, [vitest, ...how], { cwd: app, env, stdio: "ignore" }).status === 0;
}

const noticed = mutants.filter((mutant) => {
  const healthy = areGreen(mutant, false);
  const red = healthy && !areGreen(mutant, true);
  const verdict = red ? "noticed" : healthy ? "NOT NOTICED" : "RED WITHOUT IT";
  console.log(`${mutant.row.padEnd(4)} ${verdict.padEnd(15)} ${mutant.fault} (${mutant.tests.join(" ")})`);
  return red;
}).length;
console.log(`${noticed} of ${mutants.length} faults are noticed when they come back.`);
process.exitCode = noticed === mutants.length ? 0 : 1;
