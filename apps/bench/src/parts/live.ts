import { type Part, scaled } from "../part.ts";
import { account } from "../profile.ts";
import { race } from "../race.ts";
import { compared, measured, type Row } from "../section.ts";
import { withServer } from "../servers/start-server-process.ts";

const rounds = 10;

/** Notifications of a live query: a million for each, over all rounds. A contestant that misses one fails. */
export const live: Part = {
  title: "Live queries",
  async run(options) {
    return withServer("decoding", async ({ ws: url }) => {
      const facts = { url, count: scaled(100_000, options) };
      const ours = { task: "live/ours", facts };
      const blocking = { task: "live/blocking", facts };
      const figures = await race({ ours, blocking, raw: { task: "live/raw", facts } }, { rounds, warmUp: 1 });
      const total = (facts.count * rounds).toLocaleString("en-US");
      const row = (name: string, its: readonly number[]): Row[] => [
        measured({ what: `${name}, 0 lost of ${total}`, figures: its, unit: "/s", atLeast: 40_000 }),
        compared({ what: name, ours: its, theirs: figures.raw, peer: "`ws` and the codec", unit: "/s" }),
      ];
      const accounts = options.profile
        ? [await account("`for await`", ours), await account("blocking generator", blocking)]
        : [];
      return { rows: [...row("`for await`", figures.ours), ...row("blocking generator", figures.blocking)], accounts };
    });
  },
};
