import { expect, it } from "vitest";
import { AttemptNumbers } from "./attempt-numbers.ts";

it("an attempt of an earlier worker is never taken for one of a later worker", () => {
  const attempts = new AttemptNumbers();
  attempts.nextWorker();
  expect(attempts.fromWorker({ kind: "ready", reconnected: false, attempt: 3 })).toMatchObject({ attempt: 3 });
  expect([attempts.isNewest(3), attempts.toWorker(3)]).toEqual([true, 3]);
  attempts.nextWorker();
  expect([attempts.isNewest(3), attempts.toWorker(3)]).toEqual([false, undefined]);
  expect(attempts.fromWorker({ kind: "ready", reconnected: false, attempt: 1 })).toMatchObject({ attempt: 4 });
  expect([attempts.isNewest(4), attempts.toWorker(4)]).toEqual([true, 1]);
});
