import { type Part, type RunOptions, scaled } from "../part.ts";
import { account } from "../profile.ts";
import { race } from "../race.ts";
import { compared, type Row } from "../section.ts";
import { fill } from "../servers/fill.ts";
import { withServer } from "../servers/start-server-process.ts";

/** The embedded database, and large results over both ways. */
export const embedded: Part = {
  title: "Embedded database and large results",
  async run(options) {
    const rows: Row[] = [];
    const accounts: string[] = [];
    const facts = { url: "mem://", text: "RETURN 1" };
    const ours = { task: "requests-ours", facts };
    const small = await race(
      { ours, raw: { task: "raw-native", facts }, official: { task: "requests-official", facts } },
      options,
    );
    const common = { what: "`RETURN 1`, one after the other", ours: small.ours, unit: "/s" };
    rows.push(compared({ ...common, theirs: small.raw, peer: "native engine, raw bytes", goal: 0.9 }));
    rows.push(compared({ ...common, theirs: small.official, peer: "official", goal: 1 }));
    if (options.profile) accounts.push(await account("`RETURN 1`, embedded", ours));
    await addNativeLimit(rows, options);
    for (const count of [1_000, scaled(100_000, options)]) {
      const what = `\`SELECT *\` of ${count.toLocaleString("en-US")} rows`;
      const all = { text: "SELECT * FROM row", inFlight: 1 };
      const add = async (way: string, url: string, fill: number): Promise<void> => {
        const entry = { task: "requests-ours", facts: { ...all, url, rows: fill } };
        const length = { rounds: options.rounds, warmUp: count > 1_000 ? 1 : 2 };
        const official = { ...entry, task: "requests-official" };
        const figures = await race({ ours: entry, official }, length);
        rows.push(
          compared({
            what: `${what}, ${way}`,
            ours: figures.ours,
            theirs: figures.official,
            peer: "official",
            unit: "/s",
            goal: 1.5,
          }),
        );
        if (options.profile && count === 1_000) accounts.push(await account(`${what}, ${way}`, entry));
      };
      await add("embedded", "mem://", count);
      await withServer("database", async (server) => {
        await fill(server.ws, count);
        await add("WebSocket", server.ws, 0);
      });
    }
    return { rows, accounts };
  },
};

/** How much of the time for 1,000 rows the database itself takes: nobody in front of it can be faster. */
async function addNativeLimit(rows: Row[], options: RunOptions): Promise<void> {
  const facts = { url: "mem://", text: "SELECT * FROM row", inFlight: 1, rows: 1_000 };
  const { ours, raw } = await race(
    { ours: { task: "requests-ours", facts }, raw: { task: "raw-native", facts } },
    options,
  );
  const what = "`SELECT *` of 1,000 rows, embedded";
  rows.push(compared({ what, ours, theirs: raw, peer: "native engine, answer not decoded", unit: "/s" }));
}
