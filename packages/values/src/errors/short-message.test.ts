import { describe, expect, it } from "vitest";
import { shortMessage } from "./short-message.ts";

describe("the message of a numbered sentence", () => {
  it("has the number, the values in their order, and where the number is explained", () => {
    expect(shortMessage(217, "age", 12n, undefined)).toBe(
      'Surreal SDK error 217 (age, 12, undefined): see "Error numbers" in the docs.',
    );
  });

  it("shows a missing value between others, and none at the end", () => {
    expect(shortMessage(3, "a", "", "b", "", "")).toBe(
      'Surreal SDK error 3 (a, , b): see "Error numbers" in the docs.',
    );
  });

  it.each([[[]], [[""]], [["", ""]]])("has no brackets where there is nothing to show: %j", (values) => {
    expect(shortMessage(3, ...values)).toBe('Surreal SDK error 3: see "Error numbers" in the docs.');
  });

  it("shows the number alone of a message inside of it", () => {
    const inner = shortMessage(2, shortMessage(1));
    expect(shortMessage(3, "a", `(${inner})`)).toBe(
      'Surreal SDK error 3 (a, (#2 (#1))): see "Error numbers" in the docs.',
    );
  });
});
