import { expect, it } from "vitest";
import { systemClock } from "./clock.ts";

it("counts on, fires in order, and fires nothing that was cancelled", async () => {
  const before = systemClock.now();
  const fired: string[] = [];
  const cancelled = systemClock.startTimer(1, () => fired.push("cancelled"));
  cancelled.cancel();
  await new Promise<void>((resolve) => {
    const timer = systemClock.startTimer(2, () => {
      fired.push("kept");
      resolve();
    });
    timer.setRef?.(false);
    timer.setRef?.(true);
  });
  expect(fired).toEqual(["kept"]);
  expect(systemClock.now()).toBeGreaterThan(before);
});
