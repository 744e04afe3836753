import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { addUpTests, conclude, countTests } from "./test-results.mjs";

const file = (status, ...tests) => ({
  name: "x.test.ts",
  status,
  assertionResults: tests.map((each) => ({
    status: each,
    fullName: `a ${each} test`,
    failureMessages: each === "failed" ? ["Error: 1 is not 2\n    at x.test.ts"] : [],
  })),
});
const report = (...files) => {
  const outcomes = files.flatMap(({ assertionResults }) => assertionResults.map(({ status }) => status));
  const count = (status) => outcomes.filter((each) => each === status).length;
  return {
    numTotalTests: outcomes.length,
    numPassedTests: count("passed"),
    numFailedTests: count("failed"),
    testResults: files,
  };
};

it("counts what passed", () => {
  expect(countTests(report(file("passed", "passed", "passed")), 0)).toEqual({
    passed: 2,
    failed: 0,
    complaints: [],
    failures: [],
  });
});

it.each([
  ["a failed test", report(file("failed", "passed", "failed")), 1, []],
  ["a file that does not load", report(file("passed", "passed"), file("failed")), 1, ["outside its tests"]],
  ["a hook that fails after its tests", report(file("failed", "passed")), 1, ["outside its tests"]],
  ["a test that was left out", report(file("passed", "passed", "pending")), 0, ['"a pending test" was skipped']],
  ["an error outside of all files", report(file("passed", "passed")), 1, ["exit code 1"]],
  ["a run without tests", report(), 0, ["There are no tests"]],
  ["a run that was killed", undefined, null, ["no report"]],
])("counts as one failure: %s", (_, given, status, complaints) => {
  const counted = countTests(given, status);
  expect(counted.failed).toBe(1);
  expect(counted.complaints).toEqual(complaints.map((text) => expect.stringContaining(text)));
});

it("names what failed, with the reason", () => {
  const { failures } = countTests(report(file("failed", "passed", "failed"), file("passed", "passed", "pending")), 1);
  expect(failures).toEqual([
    expect.stringMatching(/^"a failed test" failed\. Error: 1 is not 2/),
    '"a pending test" was skipped.',
  ]);
});

it("adds up the packages, and counts one that did not run as a failure", () => {
  const root = mkdtempSync(join(tmpdir(), "results-"));
  try {
    mkdirSync(join(root, "a/reports"), { recursive: true });
    writeFileSync(join(root, "a/reports/tests.json"), JSON.stringify({ passed: 3, failed: 1, failures: ["one"] }));
    expect(addUpTests(root, ["a", "b"])).toEqual({
      passed: 3,
      failed: 2,
      lines: ["a: 3 passed, 1 FAILED", "  one", "b: did not run"],
    });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

it.each([
  ["all is well", [], 3, 0, "3 passed, 0 failed", 0],
  ["tests failed", ["packages"], 3, 2, "3 passed, 2 failed", 1],
  ["a build failed and every test passed", ["packages"], 3, 0, "3 passed, 1 failed", 1],
  ["style and tests failed", ["style", "packages"], 3, 2, "3 passed, 3 failed", 1],
  ["a package recorded a failure and no step failed", [], 3, 1, "3 passed, 1 failed", 1],
  ["nothing could be installed", ["install"], 0, 0, "0 passed, 1 failed", 1],
])("concludes when %s", (_, broken, passed, failed, line, exitCode) => {
  expect(conclude(broken, { passed, failed })).toEqual({ line, exitCode });
});
