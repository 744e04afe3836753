import { describe, expect, it } from "vitest";
import { embeddedStage, socketStage } from "./async-stages.ts";
import { blockingEmbeddedStage, blockingSocketStage } from "./blocking-stages.ts";
import { playBlockingRounds, playRounds } from "./play-rounds.ts";

/** Long enough that only a hang exceeds it, not a busy machine. */
const patience = 600_000;

describe("watched rows equal a SELECT when the writers are done", () => {
  it.each([1, 101, 201, 301, 401])("in an embedded database, seeds from %i on", { timeout: patience }, async (from) => {
    await using stage = await embeddedStage();
    expect(await playRounds(stage, { from, count: 100 })).toEqual([]);
  });

  it.each([1001, 1101, 1201])(
    "over a socket that breaks in between, seeds from %i on",
    { timeout: patience },
    async (from) => {
      await using stage = await socketStage();
      expect(await playRounds(stage, { from, count: 100 })).toEqual([]);
    },
  );

  it("in an embedded database that blocks the thread", { timeout: patience }, async () => {
    await using stage = await blockingEmbeddedStage();
    expect(playBlockingRounds(stage, { from: 2001, count: 100 })).toEqual([]);
  });

  it("over a socket that breaks in between, and blocks the thread", { timeout: patience }, async () => {
    await using stage = await blockingSocketStage();
    expect(playBlockingRounds(stage, { from: 3001, count: 100 })).toEqual([]);
  });
});
