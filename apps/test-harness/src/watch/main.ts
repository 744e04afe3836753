// Plays many rounds: `node dist/watch/main.js --rounds 100000 --from 1 --on ws`, or `--url ws://…` on a running server, in both modes.
import { parseArgs } from "node:util";
import { embeddedStage, serverStage, socketStage } from "./async-stages.ts";
import { blockingEmbeddedStage, blockingServerStage, blockingSocketStage } from "./blocking-stages.ts";
import { playBlockingRounds, playRounds, type Rounds } from "./play-rounds.ts";

const { values } = parseArgs({
  options: { rounds: { type: "string" }, from: { type: "string" }, on: { type: "string" }, url: { type: "string" } },
});
const count = Number(values.rounds ?? "100000");
const from = Number(values.from ?? "1");
if (!(count > 0 && from >= 0)) throw new RangeError("--rounds and --from take numbers.");

type Play = (rounds: Rounds) => Promise<string[]>;
const { url } = values;
const places: Record<string, Play> = {
  embedded: async (rounds) => {
    await using stage = await embeddedStage();
    return await playRounds(stage, rounds);
  },
  ws: async (rounds) => {
    await using stage = await socketStage();
    return await playRounds(stage, rounds);
  },
  "blocking-embedded": async (rounds) => {
    await using stage = await blockingEmbeddedStage();
    return playBlockingRounds(stage, rounds);
  },
  "blocking-ws": async (rounds) => {
    await using stage = await blockingSocketStage();
    return playBlockingRounds(stage, rounds);
  },
};

/** The place that is named, or every place; both modes on the server that is named. */
function wanted(): [string, Play][] {
  const all = url === undefined ? places : onServer(url);
  const named = Object.entries(all).filter(([name]) => values.on === undefined || values.on === name);
  if (named.length === 0) throw new RangeError(`--on must be one of ${Object.keys(all).join(", ")}.`);
  return named;
}

function onServer(address: string): Record<string, Play> {
  return {
    server: async (rounds) => {
      await using stage = await serverStage(address);
      return await playRounds(stage, rounds);
    },
    "blocking-server": async (rounds) => {
      await using stage = await blockingServerStage(address);
      return playBlockingRounds(stage, rounds);
    },
  };
}

/** Rounds after which there is a new database. */
const perStage = 500;

async function playAll(name: string, play: Play): Promise<number> {
  const start = Date.now();
  let wrong = 0;
  for (let played = 0; played < count; played += perStage) {
    const faults = await play({ from: from + played, count: Math.min(perStage, count - played) });
    wrong += faults.length;
    for (const fault of faults) console.error(fault);
    const seconds = Math.round((Date.now() - start) / 1000);
    console.log(`${name}: ${Math.min(count, played + perStage)} rounds, ${wrong} wrong, ${seconds} s`);
  }
  return wrong;
}

for (const [name, play] of wanted()) if ((await playAll(name, play)) > 0) process.exitCode = 1;
// After a DEFINE INDEX the native module goes on waiting for notifications, and so would this process.
process.exit();
