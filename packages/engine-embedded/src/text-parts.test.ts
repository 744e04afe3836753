import { describe, expect, it } from "vitest";
import { TextParts } from "./text-parts.ts";

function partsOf(text: string): Uint8Array[] {
  const parts = new TextParts(text);
  const all: Uint8Array[] = [];
  while (!parts.isLast) all.push(parts.next());
  return [...all, parts.next()];
}

describe("TextParts", () => {
  it.each([
    ["nothing", "", 1],
    ["a little", "OPTION IMPORT;", 1],
    ["as much as a part holds", "x".repeat(65_536), 1],
    ["a character that lies across the border", `${"x".repeat(65_535)}🦀${"ä".repeat(65_536)}`, 3],
    ["characters of two places alone", "🦀".repeat(100_000), 4],
  ])("gives all of %s, each part whole for itself", (_what, text, count) => {
    const parts = partsOf(text);
    expect(parts).toHaveLength(count);
    expect(parts.map((part) => new TextDecoder("utf-8", { fatal: true }).decode(part)).join("")).toBe(text);
  });
});
