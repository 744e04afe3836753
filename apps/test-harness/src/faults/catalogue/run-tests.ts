import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { idsIn, root } from "./find-tests.ts";

/** The results of a row's tests. */
export interface RowResult {
  passed: number;
  failed: number;
}

/** Runs the tests of a package whose names contain ids of rows, and counts them by row. */
export function runTests(folder: string, results: Map<string, RowResult>): void {
  const scratch = mkdtempSync(join(tmpdir(), "faults-"));
  const report = join(scratch, "report.json");
  const working = join(root, folder);
  const manifest = createRequire(join(working, "package.json")).resolve("vitest/package.json");
  const vitest = resolve(dirname(manifest), "vitest.mjs");
  const filter = ["--testNamePattern", "(?<![A-Za-z0-9])[A-I][0-9]{2}b?(?![A-Za-z0-9])"];
  const how = ["run", "--reporter=json", `--outputFile.json=${report}`, ...filter];
  spawnSync(process.execPath, [vitest, ...how], { cwd: working, stdio: "ignore" });
  for (const { title, passed } of read(report)) {
    for (const id of idsIn(title)) {
      const result = results.get(id) ?? { passed: 0, failed: 0 };
      results.set(id, result);
      if (passed) result.passed += 1;
      else result.failed += 1;
    }
  }
  rmSync(scratch, { recursive: true });
}

interface Report {
  readonly testResults: readonly { readonly assertionResults: readonly { fullName: string; status: string }[] }[];
}

function* read(path: string): Generator<{ title: string; passed: boolean }> {
  const { testResults } = JSON.parse(readFileSync(path, "utf8")) as Report;
  for (const { fullName, status } of testResults.flatMap(({ assertionResults }) => assertionResults)) {
    if (status === "passed" || status === "failed") yield { title: fullName, passed: status === "passed" };
  }
}
