import { execFile } from "node:child_process";
import { cpSync, realpathSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { packWorkspace } from "@surreal-sdk/test-harness/packed";
import type { Part } from "../part.ts";
import { compared, type Row } from "../section.ts";
import { withServer } from "../servers/start-server-process.ts";

const run = promisify(execFile);
const clients = ["ours", "official"] as const;

/** From the start of a process to its first answer, with the packages as they are published. */
export const coldStart: Part = {
  title: "Cold start",
  async run({ rounds }) {
    const installed = await packWorkspace();
    try {
      const official = fileURLToPath(new URL("../../node_modules/surrealdb", import.meta.url));
      symlinkSync(realpathSync(official), join(installed.folder, "node_modules/surrealdb"));
      cpSync(fileURLToPath(new URL("../cold", import.meta.url)), installed.folder, { recursive: true });
      const row = async (what: string, program: string, url: string): Promise<Row> => {
        const { ours, official: theirs } = await timesOf(join(installed.folder, program), url, rounds);
        return compared({ what, ours, theirs, peer: "official", unit: "ms", goal: 1, less: true });
      };
      return await withServer("database", async ({ ws }) => ({
        rows: [
          await row("import of the package", "import-time", ""),
          await row("first query, `mem://`", "first-query", "mem://"),
          await row("first query, WebSocket", "first-query", ws),
        ],
      }));
    } finally {
      installed.remove();
    }
  },
};

type Times = Readonly<Record<(typeof clients)[number], number[]>>;

/** Runs both programs in turn, each time in a new process; the first time of each only warms the disk's cache. */
async function timesOf(program: string, url: string, rounds: number): Promise<Times> {
  const times: Times = { ours: [], official: [] };
  for (let round = -1; round < rounds; round += 1) {
    for (const client of round % 2 === 0 ? clients : (["official", "ours"] as const)) {
      const { stdout } = await run(process.execPath, [`${program}-${client}.mjs`, url]);
      if (round >= 0) times[client].push(Number(stdout));
    }
  }
  return times;
}
