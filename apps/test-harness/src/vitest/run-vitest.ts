import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";

/** How vitest is run: silently, or with its output in this process's. */
export interface VitestRun {
  /** The folder of a package. */
  readonly folder: string;
  readonly words: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly stdio: "ignore" | "inherit";
}

/** What vitest reports of a run. */
export interface VitestReport {
  /** The files; `message` is not empty for one that failed outside of its tests. */
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly TestResult[];
  }[];
}

/** What vitest reports of a test. */
export interface TestResult {
  readonly fullName: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

/** Runs the vitest of a package, and gives its exit code. */
export function runVitest({ folder, words, env, stdio }: VitestRun): number | null {
  const manifest = createRequire(join(folder, "package.json")).resolve("vitest/package.json");
  const vitest = join(dirname(manifest), "vitest.mjs");
  const options = { cwd: folder, stdio, ...(env && { env: { ...process.env, ...env } }) };
  return spawnSync(process.execPath, [vitest, "run", ...words], options).status;
}

/**
 * Runs the vitest of a package, and gives what it reports.
 *
 * @throws Error if vitest wrote no report
 */
export function reportOfVitest(run: VitestRun): VitestReport {
  const scratch = mkdtempSync(join(tmpdir(), "vitest-report-"));
  const path = join(scratch, "report.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${path}`];
  try {
    runVitest({ ...run, words: [...run.words, ...reporters] });
    return JSON.parse(readFileSync(path, "utf8")) as VitestReport;
  } finally {
    rmSync(scratch, { recursive: true });
  }
}
