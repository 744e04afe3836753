// Runs the benchmarks and writes the results to RESULTS.md: `npm run bench -- [part …] [--rounds 7] [--scale 1]`.
import { cpus, loadavg } from "node:os";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { RunOptions } from "./part.ts";
import { parts } from "./parts/index.ts";
import { sectionText, writeSection } from "./results-file.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "7" },
    scale: { type: "string", default: "1" },
    "no-profile": { type: "boolean", default: false },
    "no-write": { type: "boolean", default: false },
  },
});
const unknown = positionals.filter((name) => parts[name] === undefined);
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(", ")}. The parts: ${Object.keys(parts).join(", ")}.`);
  process.exit(2);
}
const options: RunOptions = {
  rounds: Number(values.rounds),
  scale: Number(values.scale),
  profile: !values["no-profile"],
};
const results = fileURLToPath(new URL("../RESULTS.md", import.meta.url));
const machine = `Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} x ${cpus()[0]?.model}`;
const command = ["npm run bench", ...(process.argv.length > 2 ? ["--", ...process.argv.slice(2)] : [])].join(" ");

for (const name of positionals.length > 0 ? positionals : Object.keys(parts)) {
  const part = parts[name];
  if (part === undefined) continue;
  const before = loadavg()[0] ?? 0;
  const start = performance.now();
  try {
    const section = await part.run(options);
    if ("leftOut" in section) {
      console.log(`\n## ${part.title}\n\nLeft out: ${section.leftOut}`);
      continue;
    }
    const load = `${before.toFixed(1)} before, ${(loadavg()[0] ?? 0).toFixed(1)} after`;
    const date = new Date().toISOString().slice(0, 16).replace("T", " ");
    const text = sectionText(section, { date, machine, load, command });
    console.log(`\n## ${part.title}\n\n${text}\n(${Math.round((performance.now() - start) / 1_000)} s)`);
    if (!values["no-write"]) writeSection(results, name, text);
  } catch (error) {
    console.error(`\n## ${part.title}\n\n${error instanceof Error ? error.stack : error}`);
    process.exitCode = 1;
  }
}
