import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Where a package notes how its tests went. */
export const resultsPath = "reports/tests.json";

/**
 * @typedef {object} Counted
 * @property {number} passed
 * @property {number} failed tests that failed, were left out, or could not even begin
 * @property {string[]} complaints what failed without being a test
 */

/**
 * Counts what vitest reported. Whatever is not a test that passed, fails: a file that does not load, an error
 * outside of all tests, a test that was left out, a run without tests, a run without a report.
 *
 * @param {Record<string, any> | undefined} report of vitest's json reporter
 * @param {number | null} status the exit code of vitest
 * @returns {Counted}
 */
export function countTests(report, status) {
  if (report === undefined)
    return { passed: 0, failed: 1, complaints: [`vitest gave no report, exit code ${status}.`] };
  const complaints = [];
  for (const { name, status: outcome, assertionResults } of report.testResults) {
    if (outcome === "failed" && !assertionResults.some((test) => test.status === "failed")) {
      complaints.push(`${name} failed outside of its tests.`);
    }
  }
  const leftOut = report.testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter((test) => test.status !== "passed" && test.status !== "failed"),
  );
  for (const test of leftOut) complaints.push(`"${test.fullName}" was left out.`);
  if (report.numTotalTests === 0) complaints.push("There are no tests.");
  const failed = report.numFailedTests + complaints.length;
  if (failed === 0 && status !== 0) complaints.push(`vitest ended with exit code ${status}.`);
  return { passed: report.numPassedTests, failed: report.numFailedTests + complaints.length, complaints };
}

/**
 * Adds up what the packages noted. One that noted nothing counts as a failure.
 *
 * @param {string} root
 * @param {readonly string[]} folders the packages that have tests
 * @returns {{ passed: number, failed: number, lines: string[] }} with one line for each package
 */
export function addUpTests(root, folders) {
  const counts = folders.map((folder) => {
    const path = join(root, folder, resultsPath);
    if (!existsSync(path)) return { passed: 0, failed: 1, line: `${folder}: did not run` };
    const { passed, failed } = JSON.parse(readFileSync(path, "utf8"));
    return { passed, failed, line: `${folder}: ${passed} passed${failed === 0 ? "" : `, ${failed} FAILED`}` };
  });
  return {
    passed: counts.reduce((sum, { passed }) => sum + passed, 0),
    failed: counts.reduce((sum, { failed }) => sum + failed, 0),
    lines: counts.map(({ line }) => line),
  };
}

/**
 * The closing line, and whether all is well. A step that broke counts as one failure, unless it is the packages' and
 * their failed tests show it already; so "0 failed" is never said of a run that failed.
 *
 * @param {readonly string[]} broken the names of the steps that ended with an error
 * @param {{ passed: number, failed: number }} tests
 * @returns {{ line: string, exitCode: 0 | 1 }}
 */
export function conclude(broken, { passed, failed }) {
  const unseen = broken.filter((name) => name !== "packages" || failed === 0);
  const all = failed + unseen.length;
  return { line: `${passed} passed, ${all} failed`, exitCode: all === 0 ? 0 : 1 };
}
