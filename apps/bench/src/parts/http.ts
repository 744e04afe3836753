import type { Part } from "../part.ts";
import { account } from "../profile.ts";
import { smallQuestion } from "../question.ts";
import { race } from "../race.ts";
import { compared, type Row } from "../section.ts";
import { withServer } from "../servers/start-server-process.ts";

/** As many as our engine keeps. */
const connections = 64;

/** Requests over HTTP. */
export const http: Part = {
  title: "Requests over HTTP",
  async run(options) {
    const rows: Row[] = [];
    const accounts: string[] = [];
    for (const [kind, name] of [
      ["canned", "a server that does nothing else"],
      ["database", "the harness's server, RETURN 1"],
    ] as const) {
      await withServer(kind, async (server) => {
        const text = kind === "canned" ? smallQuestion : "RETURN 1";
        for (const inFlight of [1, 64]) {
          const facts = { url: server.http, inFlight, text, connections };
          const ours = { task: "requests-ours", facts };
          const official = { task: "requests-official", facts };
          const what = `${inFlight} in flight, ${name}`;
          if (kind === "database") {
            const figures = await race({ ours, official }, options);
            rows.push(
              compared({ what, ours: figures.ours, theirs: figures.official, peer: "official", unit: "/s", goal: 3 }),
            );
            continue;
          }
          const figures = await race({ ours, official, raw: { task: "raw-http", facts } }, options);
          const common = { what, ours: figures.ours, unit: "/s" };
          rows.push(compared({ ...common, theirs: figures.raw, peer: "`undici` pool", goal: 0.8 }));
          rows.push(compared({ ...common, theirs: figures.official, peer: "official", goal: 3 }));
          if (options.profile) accounts.push(await account(what, ours));
        }
      });
    }
    return { rows, accounts };
  },
};
