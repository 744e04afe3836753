import { expect, it } from "vitest";
import { nativeWork } from "./native-work.ts";

it("the work of native modules runs until everything that has begun is finished, each thing once", () => {
  const first = nativeWork.begin();
  const second = nativeWork.begin();
  first();
  first();
  expect(nativeWork.isRunning).toBe(true);
  second();
  expect(nativeWork.isRunning).toBe(false);
});
