import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The file that contains the results of a package's tests. */
export const resultsPath = "reports/tests.json";

/**
 * @typedef {object} Counted
 * @property {number} passed
 * @property {number} failed tests that failed, were skipped, or could not start
 * @property {string[]} complaints failures other than tests
 * @property {string[]} failures what failed, with the reason
 */

/**
 * Counts the results of vitest. Everything except a passed test counts as a failure: a file that does not load, an error
 * outside all tests, a skipped test, a run without tests, a run without a report.
 *
 * @param {Record<string, any> | undefined} report of vitest's json reporter
 * @param {number | null} status the exit code of vitest
 * @returns {Counted}
 */
export function countTests(report, status) {
  if (report === undefined)
    return withFailures({ passed: 0, failed: 1, complaints: [`vitest wrote no report, exit code ${status}.`] }, []);
  const complaints = [];
  for (const { name, status: outcome, assertionResults } of report.testResults) {
    if (outcome === "failed" && !assertionResults.some((test) => test.status === "failed")) {
      complaints.push(`${name} failed outside its tests.`);
    }
  }
  const leftOut = report.testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter((test) => test.status !== "passed" && test.status !== "failed"),
  );
  for (const test of leftOut) complaints.push(`"${test.fullName}" was skipped.`);
  if (report.numTotalTests === 0) complaints.push("There are no tests.");
  const failed = report.numFailedTests + complaints.length;
  if (failed === 0 && status !== 0) complaints.push(`vitest ended with exit code ${status}.`);
  const counted = { passed: report.numPassedTests, failed: report.numFailedTests + complaints.length, complaints };
  return withFailures(counted, report.testResults);
}

/** @returns {Counted} */
function withFailures(counted, files) {
  const tests = files.flatMap(({ assertionResults }) => assertionResults.filter(({ status }) => status === "failed"));
  const told = tests.map(({ fullName, failureMessages = [] }) => {
    const reason = failureMessages[0]?.split("\n").slice(0, 3).join(" ").trim() ?? "";
    return `"${fullName}" failed. ${reason}`.trim();
  });
  return { ...counted, failures: [...told, ...counted.complaints] };
}

/**
 * Adds up the results of the packages. A package without results counts as a failure.
 *
 * @param {string} root
 * @param {readonly string[]} folders the packages that have tests
 * @returns {{ passed: number, failed: number, lines: string[] }} with one line for each package and for each failure
 */
export function addUpTests(root, folders) {
  const counts = folders.map((folder) => {
    const path = join(root, folder, resultsPath);
    if (!existsSync(path)) return { passed: 0, failed: 1, lines: [`${folder}: did not run`] };
    const { passed, failed, failures = [] } = JSON.parse(readFileSync(path, "utf8"));
    const line = `${folder}: ${passed} passed${failed === 0 ? "" : `, ${failed} FAILED`}`;
    return { passed, failed, lines: [line, ...failures.map((failure) => `  ${failure}`)] };
  });
  return {
    passed: counts.reduce((sum, { passed }) => sum + passed, 0),
    failed: counts.reduce((sum, { failed }) => sum + failed, 0),
    lines: counts.flatMap(({ lines }) => lines),
  };
}

/**
 * The last line, and the exit code. A failed step counts as one failure, unless it is the step of the packages and their
 * failed tests already count. So the line never says "0 failed" for a failed run.
 *
 * @param {readonly string[]} broken the names of the failed steps
 * @param {{ passed: number, failed: number }} tests
 * @returns {{ line: string, exitCode: 0 | 1 }}
 */
export function conclude(broken, { passed, failed }) {
  const unseen = broken.filter((name) => name !== "packages" || failed === 0);
  const all = failed + unseen.length;
  return { line: `${passed} passed, ${all} failed`, exitCode: all === 0 ? 0 : 1 };
}
