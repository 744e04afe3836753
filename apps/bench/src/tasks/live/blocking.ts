import { Surreal } from "surreal-sdk";
import { type Enter, numberFact, textFact } from "../../contestant.ts";
import { assertNumber } from "./numbered.ts";

/** Notifications a second through the blocking generator. */
export const enter: Enter = (facts) => {
  const count = numberFact(facts, "count");
  const db = Surreal(textFact(facts, "url"), { live: { queue: 1_000_000, overflow: "error" } }).connect();
  return {
    round: () => {
      const stream = db.subscribeLive(db.live("user"));
      const start = performance.now();
      db.query(`NOTIFY ${count}`).execute();
      let expected = 0;
      for (const notification of stream) {
        assertNumber(notification, expected);
        expected += 1;
        if (expected === count) break;
      }
      return (count * 1_000) / (performance.now() - start);
    },
    end: () => db.close(),
  };
};
