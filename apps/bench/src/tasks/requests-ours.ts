import { AsyncSurreal } from "surreal-sdk";
import { type Enter, numberFact, textFact } from "../contestant.ts";
import { processorTime, requestsPerSecond, wallTime } from "../pace.ts";
import { filling, questionOf } from "../question.ts";

/** Our async client: asks a question at `url`, with so many `inFlight`; a database in memory is filled with `rows`. */
export const enter: Enter = async (facts) => {
  const db = await AsyncSurreal(textFact(facts, "url"), { maxMessageBytes: 2 ** 30 }).connect();
  await db.use("bench", "bench");
  for (const statement of filling(numberFact(facts, "rows", 0))) await db.query(statement);
  const { text, variables } = questionOf(facts);
  const clock = facts.clock === "processor" ? processorTime : wallTime;
  const inFlight = numberFact(facts, "inFlight", 1);
  return {
    round: () => requestsPerSecond(inFlight, () => db.query(text, variables), clock),
    end: () => db.close(),
  };
};
