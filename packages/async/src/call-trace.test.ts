import { TransportError } from "@surreal-sdk/transport";
import { expect, it } from "vitest";
import { CallTraces } from "./call-trace.ts";

it("throws a frozen error as it is", async () => {
  const error = Object.freeze(new TransportError("no", { outcome: "not_sent" }));
  await expect(new CallTraces().fail(error, "ping")).rejects.toBe(error);
});
