import { Surreal } from "surreal-sdk";
import { type Enter, textFact } from "../contestant.ts";
import { callsPerSecond } from "../pace.ts";
import { questionOf } from "../question.ts";

/** Our blocking client: asks one question after the other. */
export const enter: Enter = (facts) => {
  const db = Surreal(textFact(facts, "url"), { maxMessageBytes: 2 ** 30 });
  db.use("bench", "bench");
  const { text, variables } = questionOf(facts);
  return {
    round: () => callsPerSecond(() => db.query(text, variables).execute()),
    end: () => db.close(),
  };
};
