import { AsyncSurreal } from "surreal-sdk";
import { type Enter, numberFact, textFact } from "../../contestant.ts";
import { assertNumber } from "./numbered.ts";

/** Notifications a second through `for await`. */
export const enter: Enter = async (facts) => {
  const count = numberFact(facts, "count");
  const db = await AsyncSurreal(textFact(facts, "url"), { live: { queue: 1_000_000, overflow: "error" } }).connect();
  return {
    round: async () => {
      const stream = db.subscribeLive(await db.live("user"));
      const start = performance.now();
      await db.query(`NOTIFY ${count}`);
      let expected = 0;
      for await (const notification of stream) {
        assertNumber(notification, expected);
        expected += 1;
        if (expected === count) break;
      }
      return (count * 1_000) / (performance.now() - start);
    },
    end: () => db.close(),
  };
};
