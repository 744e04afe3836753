import { AsyncSurreal } from "surreal-sdk";
import { type Enter, numberFact, textFact } from "../contestant.ts";
import { heapInUse } from "../heap.ts";
import { smallQuestion } from "../question.ts";

const inFlight = 64;

/** Bytes by which the heap is larger for each of `count` requests that were answered, after a tenth more to warm up. */
export const enter: Enter = async (facts) => {
  const count = numberFact(facts, "count");
  const db = await AsyncSurreal(textFact(facts, "url")).connect();
  const ask = async (requests: number): Promise<void> => {
    let left = requests;
    const work = async (): Promise<void> => {
      while (left-- > 0) await db.query(smallQuestion, { min: 18 });
    };
    await Promise.all(Array.from({ length: inFlight }, work));
  };
  return {
    round: async () => {
      await ask(Math.ceil(count / 10));
      const before = heapInUse();
      await ask(count);
      return (heapInUse() - before) / count;
    },
    end: () => db.close(),
  };
};
