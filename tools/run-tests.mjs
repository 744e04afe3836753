// Runs the tests of the package in the working folder and writes the counts: `node ../../tools/run-tests.mjs [filter …]`.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { countTests, resultsPath } from "./test-results.mjs";

const folder = process.cwd();
const vitestManifest = createRequire(join(folder, "package.json")).resolve("vitest/package.json");
const vitest = resolve(dirname(vitestManifest), "vitest.mjs");
const report = join(folder, "reports/vitest.json");
const results = join(folder, resultsPath);

mkdirSync(dirname(results), { recursive: true });
for (const path of [report, results]) rmSync(path, { force: true });

const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
// Long enough that only a hang exceeds it, not a busy machine.
const patience = ["--testTimeout=120000", "--hookTimeout=120000", "--expect.poll.timeout=100000"];
// The files of a package share their modules: importing them for each file takes longer than most files' tests.
const shared = "--no-isolate";
const run = spawnSync(process.execPath, [vitest, "run", shared, ...patience, ...reporters, ...process.argv.slice(2)], {
  stdio: "inherit",
});
const counted = countTests(readReport(), run.status);
writeFileSync(results, `${JSON.stringify(counted)}\n`);
for (const complaint of counted.complaints) console.error(complaint);
process.exitCode = counted.failed === 0 ? 0 : 1;

function readReport() {
  try {
    return JSON.parse(readFileSync(report, "utf8"));
  } catch {
    return undefined;
  }
}
