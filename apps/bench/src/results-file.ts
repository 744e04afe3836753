import { readFileSync, writeFileSync } from "node:fs";
import type { Section } from "./section.ts";

/** When, where and how a section was measured. */
export interface Circumstances {
  readonly date: string;
  readonly machine: string;
  readonly load: string;
  readonly command: string;
}

/**
 * Puts a section into a file of results, in the place that comments mark: `<!-- codec -->` to `<!-- /codec -->`. What is
 * written between the sections stays.
 *
 * @throws Error when the file has no such place.
 */
export function writeSection(path: string, name: string, text: string): void {
  const results = readFileSync(path, "utf8");
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [start, stop] = [results.indexOf(begin), results.indexOf(end)];
  if (start < 0 || stop < start) throw new Error(`${path} has no place for ${name}: ${begin} … ${end}`);
  writeFileSync(path, `${results.slice(0, start + begin.length)}\n${text}\n${results.slice(stop)}`);
}

/** A section in Markdown. */
export function sectionText(
  { rows, accounts = [], accountsOf = "CPU time by package", more }: Section,
  { date, machine, load, command }: Circumstances,
): string {
  const lines = rows.map(
    ({ what, ours, peer, ratio, goal, reached }) =>
      `| ${what} | ${ours} | ${peer} | ${ratio} | ${goal} | ${verdictOf(reached)} |`,
  );
  const table = ["| what | ours | compared with | ratio | goal | |", "|---|---|---|---|---|---|", ...lines].join("\n");
  const where = accounts.length === 0 ? [] : [`${accountsOf}:\n\n${accounts.map((line) => `- ${line}`).join("\n")}`];
  return [`${date}, \`${command}\`, ${machine}, load average ${load}`, table, ...(more ? [more] : []), ...where].join(
    "\n\n",
  );
}

function verdictOf(reached: boolean | undefined): string {
  if (reached === undefined) return "";
  return reached ? "reached" : "**below**";
}
