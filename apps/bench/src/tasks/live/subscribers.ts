import { AsyncSurreal } from "surreal-sdk";
import { type Enter, numberFact, textFact } from "../../contestant.ts";
import { memoryAbove } from "../../heap.ts";
import { assertNumber } from "./numbered.ts";

type Notifications = AsyncIterator<{ readonly action: string; readonly result?: unknown }, void>;

/**
 * So many subscribers of one connection, each of which gets `count` notifications in a round. The figure: notifications a
 * second in all, by how many megabytes the process grows at most, or how much later the last subscriber has all of
 * its notifications than the first one (1 is at the same time).
 */
export const enter: Enter = async (facts) => {
  const [count, figure] = [numberFact(facts, "count"), textFact(facts, "figure")];
  const subscribers = numberFact(facts, "subscribers");
  const db = await AsyncSurreal(textFact(facts, "url"), { live: { queue: 1_000_000, overflow: "error" } }).connect();
  const ids = await Promise.all(Array.from({ length: subscribers }, () => db.live("user")));
  const streams = ids.map((id) => db.subscribeLive(id));
  const receive = async (): Promise<number[]> => {
    const start = performance.now();
    const all = Promise.all(streams.map((stream) => timeOf(stream, count, start)));
    await db.query(`NOTIFY EACH ${count}`);
    return all;
  };
  return {
    round: async () => {
      if (figure === "memory") return memoryAbove(receive);
      const times = await receive();
      if (figure === "fairness") return Math.max(...times) / Math.min(...times);
      return (subscribers * count * 1_000) / Math.max(...times);
    },
    end: () => db.close(),
  };
};

/** Milliseconds until a subscriber has read all of them. */
async function timeOf(stream: Notifications, count: number, start: number): Promise<number> {
  for (let expected = 0; expected < count; expected += 1) {
    const { value } = await stream.next();
    assertNumber(value ?? undefined, expected);
  }
  return performance.now() - start;
}
