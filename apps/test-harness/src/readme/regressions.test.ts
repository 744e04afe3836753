import { join } from "node:path";
import { expect, it } from "vitest";
import { titlesIn } from "../faults/catalogue/find-tests.ts";
import { readDocument, repository } from "./documents.ts";

const table = readDocument("apps/test-harness/REGRESSIONS.md").matchAll(/^\|.*\| `([^`]+)` \| (.*?) ?\|$/gm);
const rows = [...table].map(([, file = "", name = ""]) => ({ file, name }));

it("finds the rows of the table of regressions", () => {
  expect(rows.length).toBeGreaterThan(50);
});

it.each(rows)("$file has a test whose name contains: $name", ({ file, name }) => {
  const titles = titlesIn(join(repository, file));
  expect(titles).toContainEqual(expect.stringContaining(name));
});
