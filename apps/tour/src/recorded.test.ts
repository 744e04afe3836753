import { expect, it } from "vitest";
import { recorded } from "./recorded.ts";

it("gives what the official SDK did, from the comparison and not from the list of faults", () => {
  expect(recorded("B2")).toBe("it is executed 2 times");
  expect(recorded("B10")).toBe("resumes without a mark");
});

it("refuses a row that was not recorded", () => {
  expect(() => recorded("B99")).toThrow("FAULTS.md has no row B99.");
});
