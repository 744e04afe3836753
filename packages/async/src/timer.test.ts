import { platformTime } from "@surreal-sdk/transport/toolkit";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { after } from "./timer.ts";

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(platformTime, "setTimeout").mockImplementation((callback, time) => setTimeout(callback, time));
  vi.spyOn(platformTime, "clearTimeout").mockImplementation((timer) => clearTimeout(timer as NodeJS.Timeout));
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it.each([0, 50, 2 ** 31 - 1, 2 ** 31, 3 * 2 ** 31, 10 ** 11])(
  "calls back after %i milliseconds, and not before (C07)",
  (time) => {
    const callback = vi.fn();
    after(time, callback);
    if (time > 0) vi.advanceTimersByTime(time - 1);
    if (time > 0) expect(callback).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(callback).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  },
);

it("never calls back when it was cleared, in whichever part of a long wait", () => {
  const callback = vi.fn();
  const clear = after(2 ** 32, callback);
  vi.advanceTimersByTime(2 ** 31);
  clear();
  clear();
  vi.advanceTimersByTime(2 ** 33);
  expect([callback.mock.calls, vi.getTimerCount()]).toEqual([[], 0]);
});

it("waits for ever where it is told to, and holds no timer for that", () => {
  const clear = after(Number.POSITIVE_INFINITY, () => undefined);
  expect(vi.getTimerCount()).toBe(0);
  clear();
});

it("lets the process end before, in every part of a long wait, where nobody waits for it", () => {
  const unref = vi.fn();
  vi.spyOn(platformTime, "setTimeout").mockImplementation((callback, time) =>
    Object.assign(setTimeout(callback, time), { unref }),
  );
  after(100, () => undefined);
  expect(unref).not.toHaveBeenCalled();
  after(2 ** 31, () => undefined, true);
  vi.advanceTimersByTime(2 ** 31 - 1);
  expect(unref).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(1);
});
