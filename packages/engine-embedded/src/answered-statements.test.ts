import { statementsOf } from "@surreal-sdk/transport/toolkit";
import { describe, expect, it } from "vitest";
import { answeredStatements } from "./answered-statements.ts";

describe("answeredStatements", () => {
  const texts = statementsOf("COMMIT; BEGIN; A; B; COMMIT; C; BEGIN; D; CANCEL; E");

  it.each([
    [[], texts],
    // Outside of transactions a failure ends nothing.
    [[0, 5], texts],
    [[3], texts.filter((_text, index) => index !== 4)],
    [[7], texts.filter((_text, index) => index !== 8)],
    [[2, 6], texts.filter((_text, index) => index !== 4 && index !== 8)],
  ])("leaves out what ends a transaction in which the answers %j are failures", (failed, answered) => {
    expect(answeredStatements(texts, (index) => failed.includes(index))).toEqual(answered);
  });
});
