import { expect, it } from "vitest";
import { joinBytes } from "./join-bytes.ts";

it("puts views behind one another, and shares no memory with them", () => {
  const memory = Uint8Array.of(1, 2, 3, 4);
  const joined = joinBytes([memory.subarray(2), new Uint8Array(), memory.subarray(0, 1)]);
  memory.fill(9);
  expect(joined).toEqual(Uint8Array.of(3, 4, 1));
  expect(joinBytes([])).toEqual(new Uint8Array());
});
