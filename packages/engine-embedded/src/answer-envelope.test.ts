import { expect, it } from "vitest";
import { decode, encode, none } from "../test/wire.ts";
import { answerEnvelope } from "./answer-envelope.ts";
import { errorEnvelope, fromRejection } from "./error-envelope.ts";

const error = { cause: none, code: -32000, kind: "Internal", message: "no" };

it.each([
  ["an error", { error }],
  [
    "an error with details",
    { error: { cause: none, code: 7, details: { kind: "X" }, kind: "Internal", message: "no" } },
  ],
  ["an error with a cause", { error: { ...error, cause: error } }],
])("hands on %s as it is", (_, answer) => {
  const bytes = encode(answer);
  expect(answerEnvelope(bytes)).toBe(bytes);
});

it.each([
  ["NONE", none],
  ["a text", "x"],
  ["an object with the one key error", { error: "x" }],
  ["an error with a key too few", { error: { code: 1, kind: "Internal", message: "no" } }],
  ["an error with a key too many", { error: { ...error, id: 1 } }],
  ["an error whose code is a text", { error: { ...error, code: "1" } }],
  ["an error among other keys", { error, id: 1 }],
  ["a deep value in an error", { error: JSON.parse(`${"[".repeat(300)}${"]".repeat(300)}`) }],
])("wraps %s as a result", (_, answer) => {
  const bytes = encode(answer);
  const envelope = answerEnvelope(bytes);
  expect(Buffer.from(envelope.subarray(0, 8)).toString("latin1")).toBe("\xa1\x66result");
  expect(Buffer.from(envelope.subarray(8)).equals(bytes)).toBe(true);
});

it.each([
  ["Invalid request", -32600, "InvalidRequest", "Invalid request"],
  ["Encountered an unknown CBOR tag", -32700, "Parse", "Parse error"],
  ["Unsupported value type: Regex", -32700, "Parse", "Parse error"],
  [`ä${"x".repeat(2000)}`, -32700, "Parse", "Parse error"],
])("translates the rejection %s", (reason, code, kind, message) => {
  const NONE = { tag: 6, value: null };
  expect(decode(errorEnvelope(fromRejection(reason)))).toEqual({
    error: {
      cause: { cause: NONE, code: -32000, kind: "Internal", message: reason.slice(0, 1000) },
      code,
      details: { kind },
      kind: "Validation",
      message,
    },
  });
});
