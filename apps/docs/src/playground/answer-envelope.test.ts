import { CborCodec } from "@surreal-sdk/codec";
import { describe, expect, it } from "vitest";
import { answerEnvelope } from "./answer-envelope.ts";

const codec = new CborCodec();
const enveloped = (value: unknown): unknown => codec.decode(answerEnvelope(codec.encode(value)));

describe("answerEnvelope", () => {
  const failure = { error: { code: -32000, kind: "Internal", message: "no", cause: undefined } };

  it("leaves the database's failure as it is", () => {
    expect(enveloped(failure)).toEqual(failure);
  });

  it.each([
    ["a text", "surrealdb-3.0.2"],
    ["a list", [1, 2]],
    ["a map", { a: 1 }],
    ["an object that only looks like a failure", { error: "no" }],
    ["an object with a failure and more", { ...failure, more: 1 }],
  ])("puts %s into an envelope", (_, value) => {
    expect(enveloped(value)).toEqual({ result: value });
  });
});
