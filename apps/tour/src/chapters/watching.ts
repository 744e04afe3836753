import { gt, UnsupportedFeatureError, type Uuid, type Watched } from "surreal-sdk";
import type { Chapter, Scene } from "../chapter.ts";
import { answer, type Part } from "../play.ts";
import type { Database, Stage } from "../stage.ts";

interface Departure {
  readonly id: unknown;
  readonly train: string;
  readonly delay: number;
}

/** Trains that are more than five minutes late. */
const late = gt("delay", 5);

/** A list that is always right, and one that is made of notifications. */
export const watching: Chapter = {
  title: "A watched list stays right; one that applies notifications does not",
  *show(scene) {
    const { db } = scene.stage;
    yield* answer(db.query("DEFINE TABLE IF NOT EXISTS departure; DELETE departure"));
    const trains = ["IC8", "IR15", "S3", "EC9"].map((train, id) => ({ id: id + 1, train, delay: 3 * (id + 1) }));
    yield* answer(db.insert("departure", trains));
    yield* compare(scene);
  },
  *refusals({ stage: { db }, expect }) {
    yield* expect.refused("HTTP refuses a watch that does not poll", UnsupportedFeatureError, () =>
      db.watch("departure"),
    );
  },
};

function* compare({ stage, narrator, expect }: Scene): Part<void> {
  const { db } = stage;
  narrator.code('for await (const { rows } of db.watch("departure", { where: gt("delay", 5), orderBy: "delay" }))');
  const loop = itemsOf(stage);
  let watched = (yield* answer(loop.next())).value as Watched<Departure>;
  const naive = new Map(watched.rows.map((row) => [String(row.id), row]));
  const id = yield* answer(db.live("departure", { where: late }));
  narrator.say(`before: ${told(watched.rows)}`);
  yield* write(db);
  const truth = told(yield* answer(db.select<Departure>("departure", { where: late, orderBy: "delay" })));
  while (told(watched.rows) !== truth) {
    const step = yield* answer(loop.next());
    if (step.done === true) break;
    watched = step.value;
  }
  yield* answer(loop.return());
  yield* apply(db, id, naive);
  const obvious = told([...naive.values()].sort((one, other) => one.delay - other.delay));
  narrator.table([
    ["SELECT", truth],
    ["watch", told(watched.rows)],
    ["notifications", obvious],
  ]);
  expect.equal("the watched list is what a SELECT returns", told(watched.rows), truth);
  expect.that("the list of notifications keeps trains that are on time again", obvious !== truth);
}

/** Two writers, each on a session of its own. */
function* write(db: Database): Part<void> {
  const [one, other] = [yield* answer(db.newSession()), yield* answer(db.newSession())];
  for (const writer of [one, other]) yield* answer(writer.use(db.namespace as string, db.database as string));
  yield* answer(one.query("UPDATE departure:1 SET delay = 12"));
  yield* answer(other.query("UPDATE departure:4 SET delay = 0; UPDATE departure:2 SET delay = 7"));
  yield* answer(one.query("UPDATE departure:3 SET delay = 1; DELETE departure:2"));
  for (const writer of [one, other]) yield* answer(writer.closeSession());
}

/** The obvious way: what a notification says is applied, in the order of the notifications. */
function* apply(db: Database, id: Uuid, rows: Map<string, Departure>): Part<void> {
  const stream = db.subscribeLive<Departure>(id, { timeout: 200 });
  for (let step = yield* answer(stream.next()); step.done !== true; step = yield* answer(stream.next())) {
    const change = step.value;
    if (change.action === "GAP") continue;
    if (change.action === "DELETE") rows.delete(String(change.record));
    else rows.set(String(change.record), change.result);
  }
  yield* answer(db.kill(id));
}

function told(rows: readonly Departure[]): string {
  return rows.map(({ train, delay }) => `${train} +${delay}`).join(", ");
}

/** The loop over the watch. The types are those of the async mode, as everywhere in the tour. */
function itemsOf({ db, mode }: Stage): AsyncGenerator<Watched<Departure>, void, undefined> {
  const watch = db.watch<Departure>("departure", { where: late, orderBy: "delay", timeout: 5_000 });
  if (mode === "async") return watch[Symbol.asyncIterator]();
  const blocking = watch as unknown as Iterable<Watched<Departure>>;
  return blocking[Symbol.iterator]() as unknown as AsyncGenerator<Watched<Departure>, void, undefined>;
}
