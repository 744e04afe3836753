import { platformTime } from "@surreal-sdk/transport/toolkit";
import { onTestFinished, vi } from "vitest";

/** Fake timers, and those of the engine with them, until the test has ended. */
export function fakeTimers(): void {
  onTestFinished(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  vi.spyOn(platformTime, "setTimeout").mockImplementation((callback, time) => setTimeout(callback, time));
  vi.spyOn(platformTime, "clearTimeout").mockImplementation((timer) => clearTimeout(timer as NodeJS.Timeout));
}
