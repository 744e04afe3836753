import type { Part } from "../part.ts";
import { account } from "../profile.ts";
import { race } from "../race.ts";
import { compared, type Row } from "../section.ts";
import { fill } from "../servers/fill.ts";
import { withServer } from "../servers/start-server-process.ts";

const queries = [
  { what: "`RETURN 1`", text: "RETURN 1" },
  { what: "select of 1 record", text: "SELECT * FROM row:1" },
  { what: "select of 1,000 records", text: "SELECT * FROM row" },
] as const;

const echoes = [
  { what: "echo of 100 B", text: "RETURN $value", bytes: 100 },
  { what: "echo of 10 KB", text: "RETURN $value", bytes: 10_240 },
  { what: "echo of 1 MB", text: "RETURN $value", bytes: 1_048_576 },
] as const;

/** Compares the blocking client with the async one, one call after the other. */
export const blocking: Part = {
  title: "Blocking compared with async",
  async run(options) {
    const rows: Row[] = [];
    const accounts: string[] = [];
    const compare = async (what: string, goal: number, facts: Record<string, string | number>): Promise<void> => {
      const entry = { task: "requests-blocking", facts };
      const figures = await race({ blocking: entry, async: { task: "requests-ours", facts } }, options);
      rows.push(compared({ what, ours: figures.blocking, theirs: figures.async, peer: "async", unit: "/s", goal }));
      if (options.profile && rows.length % 3 === 1) accounts.push(await account(what, entry));
    };
    await withServer("database", async ({ ws: url }) => {
      await fill(url, 1_000);
      for (const { what, text } of queries) await compare(what, 0.7, { url, text });
    });
    await withServer("decoding", async ({ ws: url }) => {
      for (const { what, ...facts } of echoes) await compare(what, 0.4, { url, ...facts });
    });
    return { rows, accounts };
  },
};
