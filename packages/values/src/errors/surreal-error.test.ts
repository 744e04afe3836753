import { describe, expect, it } from "vitest";
import { InvalidValueError } from "./invalid-value-error.ts";
import { type Outcome, SurrealError } from "./surreal-error.ts";

describe("SurrealError", () => {
  it.each<[Outcome | undefined, boolean | undefined, boolean]>([
    ["not_sent", undefined, true],
    ["unknown", undefined, false],
    ["failed", undefined, false],
    [undefined, undefined, false],
    ["failed", true, true],
    ["not_sent", false, false],
  ])("with outcome %s and retrySafe %s may be sent again: %s", (outcome, retrySafe, expected) => {
    const error = new SurrealError("no", { outcome, retrySafe });
    expect([error.outcome, error.retrySafe]).toStrictEqual([outcome, expected]);
  });

  it("lists what it says about the request, so that it is printed, and nothing else", () => {
    const error = new SurrealError("no", { outcome: "unknown", cause: "because" });
    expect(Object.keys(error)).toStrictEqual(["outcome", "retrySafe"]);
    expect([error.name, error.message, error.cause]).toStrictEqual(["SurrealError", "no", "because"]);
    expect("cause" in new SurrealError("no")).toBe(false);
  });

  it.each([undefined, null, 1, "SurrealError", {}, new Error("no"), () => undefined])("is not %o", (value) => {
    expect(value instanceof SurrealError).toBe(false);
  });

  it("is the base of its subclasses, and none of them is another, nor their base", () => {
    class OwnError extends SurrealError {}
    const [own, invalid, base] = [new OwnError("no"), new InvalidValueError("no"), new SurrealError("no")];
    expect([own, invalid, base].map((error) => error instanceof SurrealError)).toStrictEqual([true, true, true]);
    expect([own, invalid, base].map((error) => error instanceof OwnError)).toStrictEqual([true, false, false]);
    expect([own, invalid, base].map((error) => error instanceof InvalidValueError)).toStrictEqual([false, true, false]);
  });
});
