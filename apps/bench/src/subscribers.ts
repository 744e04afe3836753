import { figureOf } from "./entrant.ts";
import { type RunOptions, scaled } from "./part.ts";
import { race } from "./race.ts";
import { measured, type Row } from "./section.ts";
import type { TaskEntry } from "./wire.ts";

const subscribers = 100;

/** Notifications a second, for all subscribers together. */
const wantedRate = 100_000;

/** Many subscribers of one connection to a server that notifies all of them: rate, memory and fairness. */
export async function subscriberRows(url: string, options: RunOptions): Promise<Row[]> {
  const facts = { url, subscribers, count: scaled(1_000, options) };
  const entry = (task: string, figure: string): TaskEntry => ({ task, facts: { ...facts, figure } });
  const rates = await race(
    { async: entry("live/subscribers", "rate"), blocking: entry("live/subscribers-blocking", "rate") },
    options,
  );
  const { fairness } = await race({ fairness: entry("live/subscribers", "fairness") }, options);
  const memory = (task: string): Promise<number> =>
    figureOf({ task, facts: { ...facts, count: facts.count * 10, figure: "memory" }, flags: ["--expose-gc"] });
  const what = `notifications to ${subscribers} subscribers`;
  const lost = `0 lost of ${(subscribers * facts.count * options.rounds).toLocaleString("en-US")}`;
  const rate = (mode: string, figures: readonly number[]): Row =>
    measured({ what: `${what}, ${mode}, ${lost}`, figures, unit: "/s", atLeast: wantedRate });
  const peak = async (mode: string, task: string): Promise<Row> =>
    measured({
      what: `${(subscribers * facts.count * 10).toLocaleString("en-US")} ${what}, ${mode}, memory above the baseline`,
      figures: [await memory(task)],
      unit: "MB",
      atMost: 64,
    });
  return [
    rate("async", rates.async),
    rate("blocking", rates.blocking),
    measured({
      what: `${what}, the last one's end, as a multiple of the first one's`,
      figures: fairness,
      unit: "x",
      atMost: 1.5,
    }),
    await peak("async", "live/subscribers"),
    await peak("blocking", "live/subscribers-blocking"),
  ];
}
