import { ConnectionLostError } from "@surreal-sdk/transport";
import { expect, it } from "vitest";
import { fromSerializedVerdict, toSerializedVerdict } from "./serialized-call.ts";

it("a verdict keeps its error and its session on the way to the worker", () => {
  const error = new ConnectionLostError("gone", { outcome: "not_sent" });
  const sent = structuredClone(toSerializedVerdict({ kind: "drop", error, session: "s" }));
  expect(fromSerializedVerdict(sent)).toMatchObject({
    kind: "drop",
    session: "s",
    error: { name: "ConnectionLostError" },
  });
  expect(fromSerializedVerdict(structuredClone(toSerializedVerdict({ kind: "drop" })))).toEqual({ kind: "drop" });
});
