import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { findTests, root } from "./find-tests.ts";
import { rows } from "./rows.ts";

const tests = findTests();

it("has 187 rows, none of them twice", () => {
  expect(rows).toHaveLength(187);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(187);
});

it("has a test for each row, or says why there is none", () => {
  const covered = new Set(tests.flatMap(({ ids }) => ids));
  expect(rows.filter(({ id, note }) => !covered.has(id) && note === undefined).map(({ id }) => id)).toEqual([]);
});

it("has no test for a row that does not exist", () => {
  const known = new Set(rows.map(({ id }) => id));
  expect(tests.filter(({ ids }) => ids.some((id) => !known.has(id)))).toEqual([]);
});

it("is written down with every row", () => {
  const written = readFileSync(join(root, "apps/test-harness/FAULTS.md"), "utf8");
  expect(rows.filter(({ id, fault }) => !written.includes(`| ${id} | ${fault} |`)).map(({ id }) => id)).toEqual([]);
});
