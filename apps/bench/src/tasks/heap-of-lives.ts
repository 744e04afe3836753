import { AsyncSurreal } from "surreal-sdk";
import { type Enter, numberFact, textFact } from "../contestant.ts";
import { heapInUse } from "../heap.ts";

/** Bytes by which the heap is larger for each of `count` live queries that were started and killed, one by one. */
export const enter: Enter = async (facts) => {
  const count = numberFact(facts, "count");
  const db = await AsyncSurreal(textFact(facts, "url")).connect();
  const startAndKill = async (lives: number): Promise<void> => {
    for (let live = 0; live < lives; live += 1) await db.kill(await db.live("user"));
  };
  return {
    round: async () => {
      // The last thousand that ended are remembered, so that who comes late is told that they are over.
      await startAndKill(Math.max(1_500, count));
      const before = heapInUse();
      await startAndKill(count);
      return (heapInUse() - before) / count;
    },
    end: () => db.close(),
  };
};
