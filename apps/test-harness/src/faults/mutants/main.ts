import { join } from "node:path";
import { runVitest } from "../../vitest/run-vitest.ts";
import { root } from "../catalogue/find-tests.ts";
import { type Mutant, mutants } from "./mutants.ts";

const folder = join(root, "apps/test-harness");

/** Runs tests with a fault in the code, or without; reports whether they are green. */
function areGreen({ row, tests: [file, name] }: Mutant, broken: boolean): boolean {
  const config = broken ? ["--config", "src/faults/mutants/mutated.config.ts"] : [];
  const words = [...config, `src/faults/${file}`, "--testNamePattern", name, "--reporter=dot"];
  return runVitest({ folder, words, env: { FAULT_MUTANT: row }, stdio: "ignore" }) === 0;
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
