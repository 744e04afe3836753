import { expect, it } from "vitest";
import { readId, writeId } from "./request-id.ts";

it.each([1, 35, 36, 1_000_000, 2 ** 31, Number.MAX_SAFE_INTEGER])("the id of %d says its number", (number) => {
  const id = writeId(number, 12);
  expect(id).toMatch(/^[0-9a-z]{12}$/);
  expect(readId(id, 12)).toBe(number);
});

it.each(["", "1", "0000000000001", "00000000000A", "00000000000é", "00000000000-", "00000000001 "])(
  "%j is no id that was ever written",
  (text) => expect(readId(text, 12)).toBe(-1),
);
