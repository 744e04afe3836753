import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { readMeasurements } from "./measurements.ts";

const results = readFileSync(fileURLToPath(new URL("../../../bench/RESULTS.md", import.meta.url)), "utf8");
const sections = readMeasurements(results);

it("reads the comparisons of a section with their goals", () => {
  const text = `<!-- codec -->
2026-11-21 15:39, \`npm run bench\`

| what | ours | compared with | ratio | goal | |
|---|---|---|---|---|---|
| encode 1,000 records | 780 /s | official 39.4 /s | 20.5 [18.8–20.8] | ≥ 10 | reached |
| \`SELECT *\` | 70.2 /s | native engine, answer not decoded 84.1 /s | 0.849 [0.823–0.853] |  |  |
| kept after 1,000,000 requests | -0.0634 B each |  |  | ≤ 1 B each | reached |
<!-- /codec -->`;
  expect(readMeasurements(text)).toEqual({
    codec: {
      date: "2026-11-21",
      rows: [
        { what: "encode 1,000 records", ours: "780 /s", peer: "official", theirs: "39.4 /s", ratio: 20.5, goal: 10 },
        {
          what: "SELECT *",
          ours: "70.2 /s",
          peer: "native engine, answer not decoded",
          theirs: "84.1 /s",
          ratio: 0.849,
          goal: undefined,
        },
      ],
    },
  });
});

it.each(["codec", "ws", "http", "embedded", "cold-start"])("finds comparisons with the official SDK in: %s", (name) => {
  const rows = sections[name]?.rows.filter(({ peer }) => peer === "official") ?? [];
  expect(rows.length).toBeGreaterThan(1);
  expect(rows.every(({ ratio }) => ratio > 0)).toBe(true);
});
