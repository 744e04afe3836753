// Runs every suite on real servers and writes COMPATIBILITY.md: `npm run compatibility [-- version …] [--only suite]`.
import process from "node:process";
import { parseArgs } from "node:util";
import { readResults, writeResults } from "./report.ts";
import { type SuiteResult, suites } from "./suites.ts";
import { wantedPrograms } from "./wanted-programs.ts";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { only: { type: "string" } } });
const programs = wantedPrograms(positionals);
const chosen = suites.filter(({ name }) => name.includes(values.only ?? ""));
if (programs.length === 0) {
  console.error("There is no such server. `npm run servers -- build` builds one; SURREAL_BINARY names one.");
  process.exit(1);
}
if (chosen.length === 0) {
  console.error(`--only must be part of a suite's name: ${suites.map(({ name }) => name).join("; ")}.`);
  process.exit(1);
}
const results = readResults();
for (const program of programs) {
  const found: Record<string, SuiteResult> = { ...results[program.version]?.suites };
  for (const suite of chosen) {
    console.log(`\n# SurrealDB ${program.version}: ${suite.name}`);
    found[suite.name] = await suite.run(program);
    if ((found[suite.name]?.failures.length ?? 0) > 0) process.exitCode = 1;
  }
  results[program.version] = { date: new Date().toISOString().slice(0, 10), suites: found };
  console.log(writeResults(results));
}
