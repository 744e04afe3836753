import { expect, it } from "vitest";
import { nativeWork } from "./native-work.ts";

it("the work of native modules runs until everything that has begun is finished, each thing once", () => {
  const first = nativeWork.begin();
  const second = nativeWork.begin();
  let calls = 0;
  nativeWork.whenFinished(() => {
    calls += 1;
  });
  first();
  first();
  expect(calls).toBe(0);
  second();
  expect(calls).toBe(1);
  nativeWork.whenFinished(() => {
    calls += 1;
  });
  expect(calls).toBe(2);
});
