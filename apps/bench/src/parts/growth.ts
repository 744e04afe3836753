import { type Part, type RunOptions, scaled } from "../part.ts";
import { race } from "../race.ts";
import { type Row, short } from "../section.ts";
import { withServer } from "../servers/start-server-process.ts";
import { spreadOf } from "../statistics.ts";
import { subscriberRows } from "../subscribers.ts";

/** What there may be many of, and how many rounds are played before those that count. */
interface Subject {
  readonly of: string;
  readonly most: number;
  readonly warmUp: number;
}

const subjects: readonly Subject[] = [
  { of: "in flight", most: 100_000, warmUp: 20 },
  { of: "rows", most: 1_000_000, warmUp: 20 },
  { of: "live queries", most: 10_000, warmUp: 20 },
  { of: "sessions", most: 10_000, warmUp: 20 },
  { of: "connections", most: 1_000, warmUp: 3 },
  { of: "reconnects", most: 1_000, warmUp: 1 },
];

/** How much dearer one thing may be among the most than among a hundred, and cost still counts as linear. */
const tolerance = 1.5;

/** What one thing costs while there are few or many. */
export const growth: Part = {
  title: "Growth",
  run: (options) =>
    withServer("decoding", async ({ ws: url }) => {
      const rows: Row[] = [];
      const table: string[] = [];
      for (const subject of subjects) {
        const { of } = subject;
        const costs = await costsOf(url, { ...subject, most: scaled(subject.most, options) }, options);
        table.push(
          `| ${of} | ${costs.map(({ count, cost }) => `${count.toLocaleString("en-US")}: ${short(cost)}`).join(" · ")} |`,
        );
        rows.push(verdict(of, costs));
      }
      const more = ["| microseconds for each of so many | |", "|---|---|", ...table].join("\n");
      return { rows: [...rows, ...(await subscriberRows(url, options))], more };
    }),
};

interface Cost {
  readonly count: number;
  readonly cost: number;
}

async function costsOf(url: string, { of, most, warmUp }: Subject, { rounds }: RunOptions): Promise<Cost[]> {
  const costs: Cost[] = [];
  for (let count = 1; count <= most; count *= 10) {
    // Large counts take long, and are steady.
    const length = { rounds: count >= 10_000 ? Math.min(rounds, 3) : rounds, warmUp: count < 1_000 ? warmUp : 1 };
    const { figures } = await race({ figures: { task: "growth", facts: { url, of, count } } }, length);
    costs.push({ count, cost: spreadOf(figures).median });
  }
  return costs;
}

function verdict(of: string, costs: readonly Cost[]): Row {
  const last = costs.at(-1) as Cost;
  const among = costs.find(({ count }) => count === 100) ?? (costs[0] as Cost);
  const factor = last.cost / among.cost;
  return {
    what: `${of}: each of ${last.count.toLocaleString("en-US")}`,
    ours: `${short(last.cost)} µs`,
    peer: `each of ${among.count}: ${short(among.cost)} µs`,
    ratio: `x ${short(factor)}`,
    goal: `≤ x ${tolerance}`,
    reached: factor <= tolerance,
  };
}
