import { type Entry, figureOf } from "../entrant.ts";
import { type Part, type RunOptions, scaled } from "../part.ts";
import { race } from "../race.ts";
import { compared, measured, type Row } from "../section.ts";
import { fill } from "../servers/fill.ts";
import { noRealServer, type RealAddress, withRealServer } from "../servers/real-server.ts";

/** The clients in front of a real server. It is left out where there is none. */
export const real: Part = {
  title: "A real server",
  async run(options) {
    const rows: Row[] = [];
    const withNew = (work: (server: RealAddress) => Promise<readonly Row[]>): Promise<string | undefined> =>
      withRealServer(async (server) => {
        rows.push(...(await work(server)));
        return server.version;
      });
    const version = await withNew((server) => requests(server, options));
    if (version === undefined) return noRealServer;
    await withNew((server) => writes(server, options));
    await withNew((server) => transfers(server, options));
    await withNew((server) => streams(server, options));
    return { rows, more: `SurrealDB ${version}, with its data in memory.` };
  },
};

/** Both clients do the same; the ratio is that of their rates. */
async function beside(
  what: string,
  unit: string,
  task: string,
  facts: Entry["facts"],
  options: RunOptions,
): Promise<Row> {
  // A round takes many seconds of the server's time.
  const length = { rounds: Math.min(options.rounds, 3), warmUp: 1 };
  const contestants = {
    ours: { task, facts: { ...facts, client: "ours" } },
    official: { task, facts: { ...facts, client: "official" } },
  };
  const { ours, official } = await race(contestants, length);
  return compared({ what, ours, theirs: official, peer: "official", unit, goal: 1 });
}

async function requests({ ws: url }: RealAddress, options: RunOptions): Promise<Row[]> {
  const rows: Row[] = [];
  const add = async (what: string, facts: Entry["facts"]): Promise<void> => {
    const { ours, official } = await race(
      { ours: { task: "requests-ours", facts }, official: { task: "requests-official", facts } },
      options,
    );
    rows.push(compared({ what, ours, theirs: official, peer: "official", unit: "/s", goal: 1 }));
  };
  for (const inFlight of [1, 64, 10_000]) {
    await add(`\`RETURN 1\`, ${inFlight.toLocaleString("en-US")} in flight`, { url, inFlight, text: "RETURN 1" });
  }
  const most = scaled(100_000, options);
  await fill(url, most);
  for (const count of [1, 1_000, most]) {
    const what = `\`SELECT *\` of ${count.toLocaleString("en-US")} rows`;
    await add(what, { url, inFlight: 1, text: `SELECT * FROM row LIMIT ${count}` });
  }
  return rows;
}

async function writes({ ws: url }: RealAddress, options: RunOptions): Promise<Row[]> {
  const count = scaled(10_000, options);
  const what = `insert of ${count.toLocaleString("en-US")} records`;
  return [await beside(what, "rows/s", "insert", { url, count }, options), await fanOut(url, options)];
}

/** This SDK alone: the official one does not hear all notifications, so that this does not come to its end. */
async function fanOut(url: string, options: RunOptions): Promise<Row> {
  const changes = scaled(100, options);
  const ours = { task: "live/fan-out", facts: { url, subscribers: 100, writes: changes, client: "ours" } };
  const { figures } = await race({ figures: ours }, { rounds: Math.min(options.rounds, 3), warmUp: 1 });
  return measured({ what: `${changes} writes to 100 live queries`, figures, unit: "notifications/s", atLeast: 1_000 });
}

/** About 400 bytes of SurrealQL for each row of an export. */
const bytesPerRow = 400;

async function transfers({ ws: url }: RealAddress, options: RunOptions): Promise<Row[]> {
  const megabytes = scaled(50, options);
  await fill(url, Math.round((megabytes * 1_048_576) / bytesPerRow));
  return [
    await beside(`export of ${megabytes} MB`, "MB/s", "transfer", { url, way: "export" }, options),
    await beside(`import of ${megabytes} MB`, "MB/s", "transfer", { url, way: "import" }, options),
  ];
}

async function streams({ ws: url }: RealAddress, options: RunOptions): Promise<Row[]> {
  const count = scaled(1_000_000, options);
  await fill(url, count);
  const flags = ["--expose-gc", "--max-old-space-size=8192"];
  const figure = async (way: string, name: string): Promise<number[]> => [
    await figureOf({ task: "stream-rows", facts: { url, rows: count, way, figure: name }, flags }),
  ];
  const what = `\`SELECT *\` of ${count.toLocaleString("en-US")} rows with \`stream()\``;
  const speed = { ours: await figure("stream", "rate"), theirs: await figure("query", "rate") };
  const memory = { ours: await figure("stream", "memory"), theirs: await figure("query", "memory") };
  return [
    measured({
      what: `${what}, the first row`,
      figures: await figure("stream", "first"),
      unit: "% of the time",
      atMost: 5,
    }),
    measured({ what: `${what}, memory above the baseline`, figures: memory.ours, unit: "MB", atMost: 64 }),
    compared({ what: `${what}, memory`, ...memory, peer: "`query()`", unit: "MB", less: true }),
    compared({ what, ...speed, peer: "`query()`", unit: "rows/s" }),
  ];
}
