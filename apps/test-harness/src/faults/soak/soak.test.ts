import { expect, it } from "vitest";
import { soak } from "./soak.ts";
import { soakWatches } from "./watch-soak.ts";

it("P1 P2 P3 P4 P5 P7 hold for clients of both kinds through every trouble there is", async () => {
  const report = await soak({ milliseconds: 60_000, rhythm: 1_000 });
  expect(report.violations).toEqual([]);
  expect(report.faults).toBeGreaterThanOrEqual(30);
  expect(report.operations).toBeGreaterThan(100);
  expect(report.verdicts.done).toBeGreaterThan(0);
  expect(report.verdicts.unknown).toBeGreaterThan(0);
  expect(report.gaps).toBeGreaterThan(0);
  expect(report.after.timers).toBeLessThanOrEqual(report.before.timers);
  expect(report.after.sockets).toBeLessThanOrEqual(report.before.sockets);
}, 180_000);

it("watches show the rows that a SELECT returns after many writes, and leave nothing behind", async () => {
  const report = await soakWatches({ milliseconds: 3_000, rhythm: 1_000 });
  expect(report.violations).toEqual([]);
  expect(report.writes).toBeGreaterThan(0);
  expect(report.shown).toBeGreaterThan(0);
  expect(report.after.timers).toBeLessThanOrEqual(report.before.timers);
  expect(report.after.sockets).toBeLessThanOrEqual(report.before.sockets);
}, 180_000);
