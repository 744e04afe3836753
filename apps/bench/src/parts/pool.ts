import type { Part } from "../part.ts";
import { race } from "../race.ts";
import { compared, type Row } from "../section.ts";
import { fill } from "../servers/fill.ts";
import { noRealServer, withRealServer } from "../servers/real-server.ts";

const sockets = 4;
const tableSize = 10_000;

/** Reads every row, and answers with one number: the server computes, and the client has nothing to do. */
const computing = "SELECT count() FROM row WHERE string::len(email) > 1000 GROUP ALL";

const loads = [
  { what: "`RETURN 1`, 1 in flight", inFlight: 1, text: "RETURN 1" },
  { what: "`RETURN 1`, 64 in flight", inFlight: 64, text: "RETURN 1" },
  { what: "`RETURN 1`, 1,000 in flight", inFlight: 1_000, text: "RETURN 1" },
  { what: "`SELECT *` of 1,000 rows, 64 in flight", inFlight: 64, text: "SELECT * FROM row LIMIT 1000" },
  { what: "`SLEEP 20ms`, 200 in flight", inFlight: 200, text: "SLEEP 20ms" },
  { what: `a count over ${tableSize.toLocaleString("en-US")} rows, 16 in flight`, inFlight: 16, text: computing },
  { what: "`RETURN 1`, 1 in flight, beside such a count", inFlight: 1, text: "RETURN 1", beside: computing },
] as const;

/**
 * Whether several WebSockets of one process to a real server do more than one: those of a pool, and where they may help also
 * connections that take turns. It is left out where there is none.
 */
export const pool: Part = {
  title: "Several connections",
  async run(options) {
    const rows: Row[] = [];
    const version = await withRealServer(async ({ ws: url, version }) => {
      await fill(url, tableSize);
      for (const { what, ...load } of loads) {
        const contestant = (each: { connections: number; sockets: number }) => ({
          task: "requests-pool",
          facts: { ...load, url, ...each },
        });
        const one = contestant({ connections: 1, sockets: 1 });
        const pooled = contestant({ connections: 1, sockets });
        const turns = contestant({ connections: sockets, sockets: 1 });
        const figures = await race({ one, pooled, turns }, options);
        const { pooled: ours } = figures;
        rows.push(compared({ what, ours, theirs: figures.one, peer: "one WebSocket", unit: "/s" }));
        rows.push(compared({ what, ours, theirs: figures.turns, peer: "taking turns", unit: "/s" }));
      }
      return version;
    });
    if (version === undefined) return noRealServer;
    const more = `SurrealDB ${version}, with its data in memory; *ours* is \`webSocketPool({ size: ${sockets} })\`, and *taking turns* are ${sockets} connections.`;
    return { rows, more };
  },
};
