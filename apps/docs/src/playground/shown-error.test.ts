import { ConnectionLostError } from "surreal-sdk/async";
import { describe, expect, it } from "vitest";
import { shownError } from "./shown-error.ts";

describe("shownError", () => {
  it("shows class, message, outcome and whether trying again is safe", () => {
    expect(shownError(new ConnectionLostError("It is gone.", { outcome: "unknown" }))).toEqual({
      name: "ConnectionLostError",
      message: "It is gone.",
      facts: [
        ["outcome", "unknown"],
        ["retrySafe", "false"],
      ],
    });
  });

  it.each([
    ["another error", new RangeError("too far"), { name: "RangeError", message: "too far", facts: [] }],
    ["anything that was thrown", "no", { name: "Error", message: "no", facts: [] }],
  ])("shows %s as it is", (_, thrown, shown) => {
    expect(shownError(thrown)).toEqual(shown);
  });
});
