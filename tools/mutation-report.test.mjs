import { expect, it } from "vitest";
import { section, withSection } from "./mutation-report.mjs";

const date = new Date("2026-02-03T04:05:06Z");
const mutant = (status, line) => ({ status, location: { start: { line } } });
const files = {
  "src/good.ts": { mutants: [mutant("Killed", 1), mutant("Timeout", 2), mutant("Ignored", 3)] },
  "src/weak.ts": {
    mutants: [mutant("Survived", 9), mutant("NoCoverage", 4), mutant("Survived", 9), mutant("Killed", 5)],
  },
};

it("counts noticed changes, lists the weakest file first, and names the lines of files below 80 %", () => {
  expect(section("values", date, files, ["src/good.ts", "src/weak.ts", "src/new.ts"]).split("\n")).toEqual([
    "## values",
    "",
    "**50.0 %**: 3 of 6 changes noticed, 1 in code that no test runs.",
    "",
    "2026-02-03, `npm run mutate -- values`",
    "",
    "Not tested: src/new.ts.",
    "",
    "| file | score | noticed | not noticed |",
    "|---|---|---|---|",
    "| src/weak.ts | 25.0 % | 1 | 3 |",
    "| src/good.ts | 100.0 % | 2 | 0 |",
    "",
    "Below 80 %, with the lines of unnoticed changes:",
    "",
    "- src/weak.ts: 4, 9",
    "",
  ]);
});

it("replaces the section of a package, and keeps those of others, in the order of their names", () => {
  const [values, codec, again] = ["values", "codec", "values"].map((name) => section(name, date, {}, []));
  const both = withSection(withSection("", "values", values), "codec", codec);
  expect(both.match(/^## .*$/gm)).toEqual(["## codec", "## values"]);
  expect(withSection(both, "values", again)).toBe(both);
  expect(both.startsWith("# Mutation tests\n")).toBe(true);
});
