import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { compare } from "../compare/compare.ts";
import { findTests, root } from "./find-tests.ts";
import { proofs } from "./proofs.ts";
import { type RowResult, runTests } from "./run-tests.ts";
import { summary, table } from "./table.ts";

/** The folder of a package or app that holds a file. */
function packageOf(file: string): string {
  return file.split("/").slice(0, 2).join("/");
}

const tests = findTests();
const results = new Map<string, RowResult>();
for (const folder of new Set(tests.map(({ file }) => packageOf(file)))) runTests(folder, results);

const text = [
  "# What happens when things go wrong",
  "",
  "This page lists every fault that the SDK handles, the tests that prove it, and their results when the page was",
  "written. `npm run faults` runs the tests, prints this page and writes it.",
  "",
  `**${summary(tests, results)}.**`,
  "",
  table(tests, results),
  proofs,
  await compare(),
].join("\n");
writeFileSync(join(root, "apps/test-harness/FAULTS.md"), text);
console.log(text);
const failed = [...results.values()].some((result) => result.failed > 0);
process.exitCode = failed ? 1 : 0;
