import type { Facts } from "../contestant.ts";
import type { Entry } from "../entrant.ts";
import { type Installed, install, type NotInstalled } from "../languages/install.ts";
import { languages as known } from "../languages/language.ts";
import { type Part, type RunOptions, scaled } from "../part.ts";
import { race } from "../race.ts";
import { compared, type Row } from "../section.ts";
import { fill } from "../servers/fill.ts";
import { noRealServer, withRealServer } from "../servers/real-server.ts";

/** What all of them do. */
interface Work {
  readonly what: string;
  readonly unit: string;
  /** The task of this SDK's async client; the blocking one has a task of its own. */
  readonly tasks: { readonly async: string; readonly blocking: string };
  /** As other programs call it. */
  readonly work: "requests" | "insert";
  readonly facts: Facts;
  /** Rounds before those that count: a compiler that works while a program runs needs several. */
  readonly warmUp: number;
}

/** The clients of other languages in front of the same real server, each in a process of its own. */
export const languages: Part = {
  title: "Among languages",
  async run(options) {
    const found = await withRealServer(async ({ ws: url, version }) => {
      const all: (Installed | NotInstalled)[] = [];
      for (const language of known) all.push(await install(language));
      const installed = all.filter((one) => "folder" in one);
      const absent = all.filter((one) => "reason" in one).map(({ language, reason }) => `${language.name}: ${reason}`);
      if (installed.length === 0) return { leftOut: `${absent.join("; ")}.` };
      await fill(url, 1_000);
      const rows: Row[] = [];
      for (const work of works(options)) rows.push(...(await rowsOf(work, url, installed, options)));
      const versions = installed.map((one) => one.versions).join(", ");
      const missing = absent.length === 0 ? "" : ` Left out: ${absent.join("; ")}.`;
      return { rows, more: `SurrealDB ${version}, with its data in memory; ${versions}.${missing}` };
    });
    return found ?? noRealServer;
  },
};

function works(options: RunOptions): Work[] {
  const count = scaled(10_000, options);
  const requests = {
    unit: "/s",
    tasks: { async: "requests-ours", blocking: "requests-blocking" },
    work: "requests",
    warmUp: 4,
  } as const;
  const insert = {
    unit: "rows/s",
    tasks: { async: "insert", blocking: "insert-blocking" },
    work: "insert",
    warmUp: 1,
  } as const;
  return [
    { ...requests, what: "`RETURN 1`, 1 in flight", facts: { inFlight: 1, text: "RETURN 1" } },
    { ...requests, what: "`RETURN 1`, 64 in flight", facts: { inFlight: 64, text: "RETURN 1" } },
    { ...requests, what: "`SELECT *` of 1,000 rows", facts: { inFlight: 1, text: "SELECT * FROM row" } },
    { ...insert, what: `insert of ${count.toLocaleString("en-US")} records`, facts: { count } },
  ];
}

/** One row for each client of another language; a blocking one is compared with this SDK's blocking mode. */
async function rowsOf(work: Work, url: string, installed: readonly Installed[], options: RunOptions): Promise<Row[]> {
  const facts: Facts = { ...work.facts, url };
  const peers = installed.flatMap(({ language, folder }) =>
    language.programs
      .filter(({ isBlocking }) => !isBlocking || facts.inFlight !== 64)
      .map((program) => ({ name: `${language.name}${program.suffix}`, program, folder })),
  );
  const entries: Record<string, Entry> = { async: { task: work.tasks.async, facts: { ...facts, client: "ours" } } };
  if (peers.some(({ program }) => program.isBlocking)) entries.blocking = { task: work.tasks.blocking, facts };
  for (const { name, program, folder } of peers) {
    entries[name] = { command: program.command, folder, facts: { ...facts, work: work.work } };
  }
  const figures = await race(entries, { rounds: options.rounds, warmUp: work.warmUp });
  return peers.map(({ name, program }) => {
    const mode = program.isBlocking ? "blocking" : "async";
    const [ours, theirs] = [figures[mode] ?? [], figures[name] ?? []];
    const what = program.isBlocking ? `${work.what}, blocking` : work.what;
    return compared({ what, ours, theirs, peer: name, unit: work.unit });
  });
}
