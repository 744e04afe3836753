import { parseArgs } from "node:util";
import { soak } from "./soak.ts";

const { values } = parseArgs({ options: { minutes: { type: "string", default: "1" } } });
const minutes = Number(values.minutes);
if (!(minutes > 0)) throw new RangeError("--minutes takes a number above 0.");

const rejections: unknown[] = [];
process.on("unhandledRejection", (reason) => rejections.push(reason));
process.on("warning", (warning) => rejections.push(warning));

const report = await soak({ milliseconds: minutes * 60_000, rhythm: 1_000, progress: (line) => console.log(line) });
console.log(report);
const complaints = [...report.violations, ...rejections.map((reason) => `unhandled: ${String(reason)}`)];
const growth = report.heapGrowth / 1024 / 1024;
if (growth > 4 && report.heapSlope > 1) complaints.push(`The heap grows by ${report.heapSlope} bytes an operation.`);
if (report.after.timers > report.before.timers) complaints.push("There are timers left.");
if (report.after.sockets > report.before.sockets) complaints.push("There are sockets left.");
if (report.after.descriptors > report.before.descriptors) complaints.push("There are descriptors left.");
for (const complaint of complaints) console.error(complaint);
console.log(`${complaints.length} complaints after ${minutes} minutes and ${report.faults} faults.`);
process.exitCode = complaints.length === 0 ? 0 : 1;
