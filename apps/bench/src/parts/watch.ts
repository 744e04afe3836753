import { type Part, scaled } from "../part.ts";
import { race } from "../race.ts";
import { compared, type Row } from "../section.ts";
import { withServer } from "../servers/start-server-process.ts";

const sizes = [
  { rows: 100, writes: 1 },
  { rows: 1_000, writes: 100 },
];

/** Rows that are kept right by `watch()`, beside a poll of the same rows every 100 ms: bursts of writes, twice a second. */
export const watch: Part = {
  title: "Watched rows",
  async run(options) {
    const length = { rounds: options.rounds, warmUp: 1 };
    const found: Row[] = [];
    for (const size of sizes) {
      const facts = { rows: scaled(size.rows, options), writes: scaled(size.writes, options) };
      const what = `${facts.rows.toLocaleString("en-US")} rows, bursts of ${facts.writes}`;
      for (const [figure, name, unit] of [
        ["delay", "from the last commit to `rows`", "ms"],
        ["reads", "reads per burst", "reads"],
      ] as const) {
        // A server for each: its database keeps what a contestant leaves behind.
        const measure = (way: string): Promise<readonly number[]> =>
          withServer("database", async ({ ws: url }) => {
            const { figures } = await race(
              { figures: { task: "watch", facts: { ...facts, url, way, figure } } },
              length,
            );
            return figures;
          });
        const [ours, theirs] = [await measure("watch"), await measure("poll")];
        found.push(compared({ what: `${what}: ${name}`, ours, theirs, peer: "poll", unit, less: true }));
      }
    }
    return { rows: found };
  },
};
