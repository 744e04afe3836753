import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";

const rows = (await readFile(new URL("../../SCENARIOS.md", import.meta.url), "utf8"))
  .split("\n")
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .filter((cells) => /^\d/.test(cells[1] ?? ""));
const withTest = rows.filter((cells) => cells.length === 6);

it("the table of scenarios is read", () => {
  expect(withTest.length).toBeGreaterThan(80);
});

it.each(withTest.map(([, number, , test, file]) => [number, test, file] as const))(
  "scenario %s has the test %j in %s",
  async (_number, test, file) => {
    const source = await readFile(new URL(`../${file}`, import.meta.url), "utf8");
    expect(source).toContain(`"${test}"`);
  },
);

it("every number has its rows in one place: with tests, or with the reason for having none", () => {
  const numbers = (cells: string[]): string[] => (cells[1] ?? "").split(", ");
  const without = rows.filter((cells) => cells.length < 6).flatMap(numbers);
  expect(withTest.flatMap(numbers).filter((number) => without.includes(number))).toEqual([]);
});
