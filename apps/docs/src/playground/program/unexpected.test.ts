import { RecordId } from "surreal-sdk";
import { expect, it } from "vitest";
import { unexpected } from "./unexpected.ts";

it("a comment that gives another value is told", () => {
  expect(unexpected([1, 2], () => [1, 3])).toBe("[1, 3]");
  expect(unexpected(undefined, () => null)).toBe("NULL");
});

it("a comment that gives the value is not told", () => {
  expect(unexpected([new RecordId("a", 1)], () => [new RecordId("a", 1)])).toBeUndefined();
});

it("a remark in words is not told", () => {
  const words = (): unknown => {
    throw new ReferenceError("whatever is not defined");
  };
  expect(unexpected(1, words)).toBeUndefined();
  expect(unexpected(1, undefined)).toBeUndefined();
});
