import type { Part, RunOptions } from "../part.ts";
import { account } from "../profile.ts";
import { smallQuestion } from "../question.ts";
import { race } from "../race.ts";
import { compared, type Row } from "../section.ts";
import { type ServerProcess, withServer } from "../servers/start-server-process.ts";

/** Requests in flight, compared with `ws` alone and with the official SDK, and the goals. */
const loads = [
  { inFlight: 1, raw: 0.8, official: 1.5 },
  { inFlight: 64, raw: 0.8, official: 1.5 },
  { inFlight: 10_000, raw: 0.75, official: 3 },
] as const;

type Load = (typeof loads)[number];

/** Requests over a WebSocket. */
export const ws: Part = {
  title: "Requests over a WebSocket",
  async run(options) {
    const accounts: string[] = [];
    const rows: Row[] = [];
    await withServer("canned", async (server) => {
      for (const load of loads) rows.push(...(await besideRaw(server, load, options, accounts)));
    });
    for (const [kind, text, name] of [
      ["decoding", smallQuestion, "a server that only decodes"],
      ["database", "RETURN 1", "the harness's server, RETURN 1"],
    ] as const) {
      await withServer(kind, async (server) => {
        for (const load of loads) rows.push(await besideOfficial(server, load, text, name, options));
      });
    }
    await withServer("decoding", async (server) => {
      for (const load of loads) rows.push(...(await byProcessorTime(server, load, options)));
    });
    return { rows, accounts };
  },
};

async function besideRaw(server: ServerProcess, load: Load, options: RunOptions, accounts: string[]): Promise<Row[]> {
  const { inFlight, raw } = load;
  const facts = { url: server.ws, inFlight, text: smallQuestion };
  const ours = { task: "requests-ours", facts };
  const figures = await race(
    { ours, raw: { task: "raw-ws", facts }, coded: { task: "raw-ws", facts: { ...facts, coded: 1 } } },
    options,
  );
  const what = `${inFlight.toLocaleString("en-US")} in flight`;
  if (options.profile) accounts.push(await account(what, ours));
  const common = { ours: figures.ours, unit: "/s", goal: raw };
  return [
    compared({ ...common, what: `${what}, the same frames`, theirs: figures.raw, peer: "`ws`" }),
    compared({ ...common, what: `${what}, encoding and decoding`, theirs: figures.coded, peer: "`ws` and the codec" }),
  ];
}

/** What the clients alone have to do for a request, whatever the server and the rest of the machine do. */
async function byProcessorTime(server: ServerProcess, load: Load, options: RunOptions): Promise<Row[]> {
  const { inFlight, raw, official: goal } = load;
  const facts = { url: server.ws, inFlight, text: smallQuestion, clock: "processor" };
  const figures = await race(
    {
      ours: { task: "requests-ours", facts },
      coded: { task: "raw-ws", facts: { ...facts, coded: 1 } },
      official: { task: "requests-official", facts },
    },
    options,
  );
  const what = `${inFlight.toLocaleString("en-US")} in flight, by the client's CPU time`;
  const common = { what, ours: figures.ours, unit: "/s" };
  return [
    compared({ ...common, theirs: figures.coded, peer: "`ws` and the codec", goal: raw }),
    compared({ ...common, theirs: figures.official, peer: "official", goal }),
  ];
}

async function besideOfficial(
  server: ServerProcess,
  { inFlight, official: goal }: Load,
  text: string,
  name: string,
  options: RunOptions,
): Promise<Row> {
  const facts = { url: server.ws, inFlight, text };
  const figures = await race(
    { ours: { task: "requests-ours", facts }, official: { task: "requests-official", facts } },
    options,
  );
  const what = `${inFlight.toLocaleString("en-US")} in flight, ${name}`;
  return compared({ what, ours: figures.ours, theirs: figures.official, peer: "official", unit: "/s", goal });
}
