import { basename } from "node:path";
import type { FoundTest } from "./find-tests.ts";
import { type Chapter, chapters, type Row } from "./rows.ts";
import type { RowResult } from "./run-tests.ts";

/** The state of a row. */
export type RowState = "green" | "red" | "excused" | "missing" | "not run";

/** The state of a row, given its tests and their results. */
export function stateOf(row: Row, tests: readonly FoundTest[], results: ReadonlyMap<string, RowResult>): RowState {
  if (testsOf(row, tests).length === 0) return row.note === undefined ? "missing" : "excused";
  const result = results.get(row.id);
  if (result === undefined) return "not run";
  return result.failed === 0 ? "green" : "red";
}

/** The catalogue as Markdown. */
export function table(tests: readonly FoundTest[], results: ReadonlyMap<string, RowResult>): string {
  return chapters.map((chapter) => chapterTable(chapter, tests, results)).join("\n");
}

/** How many rows are in which state. */
export function summary(tests: readonly FoundTest[], results: ReadonlyMap<string, RowResult>): string {
  const counts = new Map<RowState, number>();
  for (const row of chapters.flatMap(({ rows }) => rows)) {
    const state = stateOf(row, tests, results);
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  return [...counts].map(([state, count]) => `${count} ${state}`).join(", ");
}

function chapterTable(
  { title, rows }: Chapter,
  tests: readonly FoundTest[],
  results: ReadonlyMap<string, RowResult>,
): string {
  const lines = rows.map((row) => {
    const state = stateOf(row, tests, results);
    const { passed = 0, failed = 0 } = results.get(row.id) ?? {};
    const result = state === "red" ? `red: ${failed} of ${passed + failed}` : state;
    const count = passed + failed === 0 ? "" : ` (${passed + failed})`;
    return `| ${row.id} | ${row.fault} | ${[places(row, tests) + count, row.note ?? ""].filter((text) => text !== "").join(". ")} | ${result} |`;
  });
  return [`## ${title}`, "", "| row | fault | tests | result |", "|---|---|---|---|", ...lines, ""].join("\n");
}

function places(row: Row, tests: readonly FoundTest[]): string {
  const files = testsOf(row, tests).map(({ file }) => {
    const owner = file.split("/")[1] ?? "";
    return `${owner === "test-harness" ? "" : `${owner}: `}${basename(file, ".test.ts")}`;
  });
  return [...new Set(files)].join(", ");
}

function testsOf(row: Row, tests: readonly FoundTest[]): readonly FoundTest[] {
  return tests.filter(({ ids }) => ids.includes(row.id));
}
