import { execFile } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Part } from "../part.ts";
import { compared } from "../section.ts";
import { withServer } from "../servers/start-server-process.ts";

const run = promisify(execFile);

/** From the start of a process to its first answer. */
export const coldStart: Part = {
  title: "Cold start",
  run: ({ rounds }) =>
    withServer("database", async ({ ws }) => {
      const row = async (what: string, program: string, url: string, goal: number) => {
        const figures = { ours: [] as number[], official: [] as number[] };
        for (let round = -1; round < rounds; round += 1) {
          for (const name of round % 2 === 0 ? (["ours", "official"] as const) : (["official", "ours"] as const)) {
            const milliseconds = await timeOf(program, name, url);
            if (round >= 0) figures[name].push(milliseconds);
          }
        }
        return compared({ what, ...figures, theirs: figures.official, peer: "official", unit: "ms", goal, less: true });
      };
      return {
        rows: [
          await row("import of the package", "import-time", "", 1),
          await row("first query, `mem://`", "first-query", "mem://", 1),
          await row("first query, WebSocket", "first-query", ws, 1),
        ],
      };
    }),
};

/** Runs a program in a new process; it prints its milliseconds. */
async function timeOf(program: string, client: "ours" | "official", url: string): Promise<number> {
  const path = fileURLToPath(new URL(`../cold/${program}-${client}.js`, import.meta.url));
  const { stdout } = await run(process.execPath, [path, url]);
  return Number(stdout);
}
