import { parseArgs } from "node:util";
import { embeddedStage, socketStage } from "./async-stages.ts";
import { playRounds } from "./play-rounds.ts";

const { values } = parseArgs({
  options: { rounds: { type: "string" }, from: { type: "string" }, on: { type: "string" }, abreast: { type: "string" } },
});
const count = Number(values.rounds ?? "100000");
const from = Number(values.from ?? "1");
const abreast = Number(values.abreast ?? "4");
const stages = { embedded: embeddedStage, ws: socketStage };

/** Rounds after which there is a new database. */
const perStage = 500;

for (const [name, open] of Object.entries(stages)) {
  if (values.on !== undefined && values.on !== name) continue;
  const start = Date.now();
  let wrong = 0;
  for (let at = 0; at < count; at += perStage) {
    await using stage = await open();
    const rounds = { from: from + at, count: Math.min(perStage, count - at), cuts: name === "ws", abreast };
    const found = await playRounds(stage, rounds);
    wrong += found.length;
    for (const fault of found) console.error(fault);
    console.log(`${name}: ${at + rounds.count} rounds, ${wrong} wrong, ${Math.round((Date.now() - start) / 1000)} s`);
  }
  if (wrong > 0) process.exitCode = 1;
}
// The native module would keep the process alive.
process.exit();
