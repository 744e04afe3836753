import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { numberedErrors } from "./numbered-errors.ts";

const errors = numberedErrors(fileURLToPath(new URL("../../../../packages", import.meta.url)));

describe("the numbered errors", () => {
  it("are those of all packages, sorted, and no number has two sentences", () => {
    const numbers = errors.map(({ number }) => number);
    expect(numbers.length).toBeGreaterThan(300);
    expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => one - other));
    expect(new Set(errors.map((error) => error.package)).size).toBeGreaterThan(5);
  });

  it("have the number that the guide shows as an example", () => {
    const guide = readFileSync(fileURLToPath(new URL("../../guide/bundle-size.md", import.meta.url)), "utf8");
    const number = Number(/Surreal SDK error (\d+) \(1\.5, 1\.5\)/.exec(guide)?.[1]);
    const sentence = errors.find((error) => error.number === number)?.sentence;
    expect(sentence).toBe('A record id cannot be the number ‹id›: pass an integer, or a string such as "‹id›".');
  });

  it("have a class, and nothing that the page does not show", () => {
    expect(errors.filter(({ raises }) => raises.length === 0)).toEqual([]);
    const shown = ["number", "sentence", "raises", "part", "retired", "package"];
    expect(errors.flatMap((error) => Object.keys(error)).filter((key) => !shown.includes(key))).toEqual([]);
  });
});
