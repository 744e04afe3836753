import { AsyncSurreal } from "surreal-sdk";
import { webSocketPool } from "surreal-sdk/pool";
import { type Enter, numberFact, textFact } from "../contestant.ts";
import { requestsPerSecond } from "../pace.ts";

/**
 * Requests a second over so many `connections`, which take turns, each with so many `sockets`; `inFlight` counts for all of
 * them together. With `beside`, the first connection repeats that query meanwhile, and the requests use the others, if
 * there are any.
 */
export const enter: Enter = async (facts) => {
  const sockets = numberFact(facts, "sockets");
  const engines = sockets === 1 ? {} : { ws: webSocketPool({ size: sockets }) };
  const options = { namespace: "bench", database: "bench", maxMessageBytes: 2 ** 30, engines };
  const all = await Promise.all(
    Array.from({ length: numberFact(facts, "connections") }, () =>
      AsyncSurreal(textFact(facts, "url"), options).connect(),
    ),
  );
  const [text, inFlight] = [textFact(facts, "text"), numberFact(facts, "inFlight")];
  const beside = facts.beside === undefined ? undefined : textFact(facts, "beside");
  const [first] = all as [(typeof all)[number]];
  const used = beside === undefined || all.length === 1 ? all : all.slice(1);
  let turn = 0;
  const request = (): PromiseLike<unknown> => (used[turn++ % used.length] as typeof first).query(text);
  return {
    round: async () => {
      let isOver = false;
      const repeated = (async () => {
        while (beside !== undefined && !isOver) await first.query(beside);
      })();
      const figure = await requestsPerSecond(inFlight, request);
      isOver = true;
      await repeated;
      return figure;
    },
    end: async () => void (await Promise.all(all.map((db) => db.close()))),
  };
};
