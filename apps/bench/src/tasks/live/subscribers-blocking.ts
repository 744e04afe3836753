import { Surreal } from "surreal-sdk";
import { type Enter, numberFact, textFact } from "../../contestant.ts";
import { memoryAbove } from "../../heap.ts";
import { assertNumber } from "./numbered.ts";

/** The same subscribers in blocking mode. The program itself decides whom it reads next, so there is no fairness to measure. */
export const enter: Enter = (facts) => {
  const [count, subscribers] = [numberFact(facts, "count"), numberFact(facts, "subscribers")];
  const db = Surreal(textFact(facts, "url"), { live: { queue: 1_000_000, overflow: "error" } }).connect();
  const streams = Array.from({ length: subscribers }, () => db.subscribeLive(db.live("user")));
  const receive = (): void => {
    db.query(`NOTIFY EACH ${count}`).execute();
    for (let expected = 0; expected < count; expected += 1) {
      for (const stream of streams) assertNumber(stream.next().value ?? undefined, expected);
    }
  };
  return {
    round: () => {
      if (textFact(facts, "figure") === "memory") return memoryAbove(receive);
      const start = performance.now();
      receive();
      return (subscribers * count * 1_000) / (performance.now() - start);
    },
    end: () => db.close(),
  };
};
