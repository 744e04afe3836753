import { join } from "node:path";
import { reportOfVitest } from "../../vitest/run-vitest.ts";
import { idsIn, root } from "./find-tests.ts";

/** The results of a row's tests. */
export interface RowResult {
  passed: number;
  failed: number;
}

/** Runs the tests of a package whose names contain ids of rows, and counts them by row. */
export function runTests(folder: string, results: Map<string, RowResult>): void {
  const words = ["--testNamePattern", "(?<![A-Za-z0-9])[A-I][0-9]{2}b?(?![A-Za-z0-9])"];
  const { testResults } = reportOfVitest({ folder: join(root, folder), words, stdio: "ignore" });
  for (const { fullName, status } of testResults.flatMap(({ assertionResults }) => assertionResults)) {
    if (status !== "passed" && status !== "failed") continue;
    for (const id of idsIn(fullName)) {
      const result = results.get(id) ?? { passed: 0, failed: 0 };
      results.set(id, result);
      result[status] += 1;
    }
  }
}
