import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const root = new URL("../../../../", import.meta.url);
const rows = [
  ...readFileSync(new URL("apps/test-harness/REGRESSIONS.md", root), "utf8").matchAll(
    /^\|.*\| `([^`]+)` \| (.*?) ?\|$/gm,
  ),
].map((match) => ({ file: match[1] as string, name: (match[2] as string).trim() }));

it("finds the rows of the table of regressions", () => {
  expect(rows.length).toBeGreaterThan(50);
});

it.each(rows)("$file has a test whose name contains: $name", ({ file, name }) => {
  const text = readFileSync(new URL(file, root), "utf8");
  expect(text).toMatch(/\b(it|describe)\b/);
  expect(text).toContain(name);
});
