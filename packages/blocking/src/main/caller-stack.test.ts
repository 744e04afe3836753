import { TransportError } from "@surreal-sdk/transport";
import { expect, it } from "vitest";
import { CallerStack } from "./caller-stack.ts";

it("leaves a frozen error as it is", () => {
  const error = Object.freeze(new TransportError("no", { outcome: "not_sent" }));
  const { stack } = error;
  expect(new CallerStack().add(error, () => {})).toBe(error);
  expect(error.stack).toBe(stack);
});
