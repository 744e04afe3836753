import { createNodeEngines } from "@surrealdb/node";
import { Surreal } from "surrealdb";
import { WebSocket } from "ws";
import { type Enter, numberFact, textFact } from "../contestant.ts";
import { processorTime, requestsPerSecond, wallTime } from "../pace.ts";
import { filling, questionOf } from "../question.ts";

/** The official SDK, asking the same; over a WebSocket it has the same `ws` beneath it. */
export const enter: Enter = async (facts) => {
  const url = textFact(facts, "url");
  const websocketImpl = WebSocket as unknown as typeof globalThis.WebSocket;
  const db = new Surreal(url.startsWith("mem") ? { engines: createNodeEngines() } : { websocketImpl });
  await db.connect(url.startsWith("mem") ? url : `${url}/rpc`);
  await db.use({ namespace: "bench", database: "bench" });
  for (const statement of filling(numberFact(facts, "rows", 0))) await db.query(statement);
  const { text, variables } = questionOf(facts);
  const clock = facts.clock === "processor" ? processorTime : wallTime;
  const inFlight = numberFact(facts, "inFlight", 1);
  return {
    round: () => requestsPerSecond(inFlight, () => db.query(text, variables), clock),
    end: async () => void (await db.close()),
  };
};
