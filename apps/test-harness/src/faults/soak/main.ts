import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { cycle } from "./cycles.ts";
import { request } from "./requests.ts";
import { type Residue, residue } from "./residue.ts";
import { soak } from "./soak.ts";
import { soakWatches } from "./watch-soak.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string" },
    cycles: { type: "string" },
    requests: { type: "string" },
    watch: { type: "string" },
  },
});

const unhandled: unknown[] = [];
process.on("unhandledRejection", (reason) => unhandled.push(reason));
process.on("warning", (warning) => unhandled.push(warning));
const complaints: string[] = [];

function amount(text: string, name: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new RangeError(`--${name} takes a number above 0.`);
  return number;
}

function compare(before: Residue, after: Residue): void {
  for (const what of ["descriptors", "timers", "sockets"] as const) {
    if (after[what] > before[what]) complaints.push(`There are more ${what}: ${after[what]}, not ${before[what]}.`);
  }
}

async function rage(minutes: number): Promise<void> {
  const milliseconds = minutes * 60_000;
  const report = await soak({ milliseconds, rhythm: 1_000, progress: (line) => console.log(line) });
  console.log(report);
  complaints.push(...report.violations);
  if (report.heapGrowth > 4 * 1024 * 1024 && report.heapSlope > 1) {
    complaints.push(`The heap grows by ${report.heapSlope} bytes an operation.`);
  }
  compare(report.before, report.after);
}

async function reconnect(cycles: number): Promise<void> {
  const report = await cycle(cycles);
  console.log(report);
  if (report.restored !== cycles) complaints.push(`Only ${report.restored} of ${cycles} connections were restored.`);
  if (report.heapGrowth > 4 * 1024 * 1024) complaints.push(`The heap grew by ${report.heapGrowth} bytes.`);
  compare(report.before, report.after);
}

async function ask(requests: number): Promise<void> {
  const report = await request(requests);
  console.log(report);
  if (report.heapSlope > 1 && report.heapGrowth > 1024 * 1024) {
    complaints.push(`The heap grows by ${report.heapSlope} bytes a request.`);
  }
}

async function watch(minutes: number): Promise<void> {
  const milliseconds = minutes * 60_000;
  const rhythm = Math.min(10_000, milliseconds / 10);
  const report = await soakWatches({ milliseconds, rhythm, progress: (line) => console.log(line) });
  console.log(report);
  complaints.push(...report.violations);
  if (report.heapGrowth > 4 * 1024 * 1024 && report.heapSlope > 1) {
    complaints.push(`The heap grows by ${report.heapSlope} bytes a write.`);
  }
  compare(report.before, report.after);
}

if (values.watch !== undefined) await watch(amount(values.watch, "watch"));
if (values.cycles !== undefined) await reconnect(amount(values.cycles, "cycles"));
if (values.requests !== undefined) await ask(amount(values.requests, "requests"));
const { minutes: _, ...others } = values;
if (values.minutes !== undefined || Object.keys(others).length === 0) {
  await rage(amount(values.minutes ?? "1", "minutes"));
}
await pause(50);
complaints.push(...unhandled.map((reason) => `Unhandled: ${String(reason)}`));
const left = residue();
if (left.timers + left.sockets > 0) complaints.push("Something is left when everything is closed.");
for (const complaint of complaints) console.error(complaint);
console.log(`${complaints.length} complaints.`);
process.exitCode = complaints.length === 0 ? 0 : 1;
