// Changes the code of packages in one place at a time, and checks whether their tests detect it:
// `npm run mutate -- values codec --files src/quote.ts,src/tag.ts`. The result is written to MUTATION.md.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Stryker } from "@stryker-mutator/core";
import { section, withSection } from "./mutation-report.mjs";

const SOURCES = ["src/**/*.ts", "!src/**/*.test.ts", "!src/**/*.test-d.ts", "!src/index.ts"];
/** The results for all files of a package. */
const KNOWN = "reports/mutation-known.json";
const root = fileURLToPath(new URL("..", import.meta.url));
const report = `${root}MUTATION.md`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    files: { type: "string" },
    // Changes of code that runs only once, when a module is loaded: each of them needs all tests.
    static: { type: "boolean", default: false },
    concurrency: { type: "string", default: "2" },
  },
});
if (positionals.length === 0) throw new TypeError("Name the packages: npm run mutate -- values codec link");

for (const name of positionals) {
  process.chdir(`${root}packages/${name}`);
  await new Stryker({
    mutate: values.files?.split(",") ?? SOURCES,
    ignorePatterns: ["reports", "coverage"],
    testRunner: "vitest",
    plugins: [fileURLToPath(import.meta.resolve("@stryker-mutator/vitest-runner"))],
    vitest: { configFile: `${root}tools/mutation.config.mjs`, related: false },
    coverageAnalysis: "perTest",
    ignoreStatic: !values.static,
    concurrency: Number(values.concurrency),
    timeoutMS: 10_000,
    reporters: ["json", "progress-append-only"],
    jsonReporter: { fileName: "reports/mutation.json" },
    allowConsoleColors: false,
  }).runMutationTest();
  // The new results of single files replace their earlier results.
  const known =
    values.files === undefined ? Object.fromEntries(sources().map((path) => [path, { mutants: [] }])) : read(KNOWN);
  const files = { ...known, ...read("reports/mutation.json") };
  writeFileSync(KNOWN, JSON.stringify({ files }));
  const before = existsSync(report) ? readFileSync(report, "utf8") : "";
  writeFileSync(report, withSection(before, name, section(name, new Date(), files, sources())));
}

/** The source files of the package in the working folder. */
function sources() {
  return readdirSync("src", { recursive: true })
    .map((path) => `src/${path}`)
    .filter((path) => /^(?!.*\.test(-d)?\.ts$).*\.ts$/.test(path) && path !== "src/index.ts")
    .sort();
}

function read(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).files : {};
}
