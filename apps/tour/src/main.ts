import { chapters } from "./chapters/index.ts";
import { Narrator } from "./narrator.ts";
import { answer, type Part, playAwaiting, playBlocking } from "./play.ts";
import { runTour } from "./run-tour.ts";
import { Stage } from "./stage.ts";
import { readOptions, USAGE } from "./tour-options.ts";

const NEXT = [
  "Next: npm run docs                  the guide, the reference and a playground, at http://localhost:4173",
  "      npm run server -- --port 8000  a server to try, for npm run demo -- --url ws://localhost:8000",
  "      apps/docs/guide/start.md       your own program in five minutes",
];

const colours = process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
const narrator = new Narrator((line) => process.stdout.write(`${line}\n`), colours);

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) process.stdout.write(USAGE);
  else if (options.blocking) playBlocking(tour(new Stage(options)));
  else await playAwaiting(tour(new Stage(options)));
} catch (error) {
  narrator.missed(`The tour could not be held: ${String(error)}`);
  process.exitCode = 1;
}

function* tour(stage: Stage): Part<void> {
  const began = performance.now();
  try {
    yield* stage.prepare();
    const way = stage.mode === "async" ? "awaiting" : "blocking";
    const version = yield* answer(stage.db.version());
    narrator.title(`A tour of Surreal SDK, ${way}, on ${stage.db.url} (${version})`);
    const { met, missed } = yield* runTour(stage, chapters, narrator);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    narrator.title(`${met} expectations met, ${missed.length} missed, in ${seconds} s`);
    for (const what of missed) narrator.missed(what);
    for (const line of NEXT) narrator.say(line);
    if (missed.length > 0) process.exitCode = 1;
  } finally {
    yield* stage.leave();
  }
}
