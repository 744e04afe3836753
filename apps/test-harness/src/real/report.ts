import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type SuiteResult, suites } from "./suites.ts";

/** What the suites found, by version. */
export type Results = Record<string, { readonly date: string; readonly suites: Record<string, SuiteResult> }>;

const data = fileURLToPath(new URL("../../compatibility.json", import.meta.url));
const page = fileURLToPath(new URL("../../COMPATIBILITY.md", import.meta.url));

/** The results so far, so that a run on one version keeps those of the others. */
export function readResults(): Results {
  return existsSync(data) ? (JSON.parse(readFileSync(data, "utf8")) as Results) : {};
}

/** Writes the results, and the page that shows them; gives the page. */
export function writeResults(results: Results): string {
  writeFileSync(data, `${JSON.stringify(results, null, 2)}\n`);
  const text = compatibilityPage(results);
  writeFileSync(page, text);
  return text;
}

/** The page of {@link writeResults}. */
export function compatibilityPage(results: Results): string {
  const versions = Object.keys(results).sort((one, other) => one.localeCompare(other, "en", { numeric: true }));
  const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const lines = suites.map(({ name }) =>
    row([name, ...versions.map((version) => cell(results[version]?.suites[name]))]),
  );
  return [
    "# Compatibility with real servers",
    "",
    "`npm run servers -- build 3.3.5` builds a server, `npm run compatibility` runs every suite on each server that is",
    "there, in both modes, and writes this page. The servers keep their data in memory (in SurrealKV for the engine suite,",
    "which crashes them), refuse guests, and have the experimental files on.",
    "",
    row(["", ...versions.map((version) => `SurrealDB ${version}`)]),
    row(["---", ...versions.map(() => "---")]),
    row(["run on", ...versions.map((version) => results[version]?.date ?? "")]),
    ...lines,
    "",
    ...versions.flatMap((version) => failuresOf(version, results)),
  ].join("\n");
}

function cell(result: SuiteResult | undefined): string {
  if (result === undefined) return "not run";
  const { passed, failures } = result;
  return failures.length === 0 ? `${passed} passed` : `${passed} passed, **${failures.length} failed**`;
}

function failuresOf(version: string, results: Results): readonly string[] {
  const found = Object.entries(results[version]?.suites ?? {}).filter(([, { failures }]) => failures.length > 0);
  if (found.length === 0) return [];
  return [
    `## Failures on ${version}`,
    "",
    ...found.flatMap(([suite, { failures }]) => [
      suites.find(({ name }) => name === suite)?.known?.[version] ?? "Not explained yet.",
      "",
      ...failures.map(({ test, message }) => `- ${suite}: ${test}: ${message.replaceAll("|", "\\|")}`),
      "",
    ]),
    "",
  ];
}
