import { ConnectionLostError, RecordId, UnsupportedFeatureError, Uuid } from "surreal-sdk";
import type { Chapter, Scene } from "../chapter.ts";
import { answer, type Part } from "../play.ts";
import type { Database } from "../stage.ts";

const train = new RecordId("train", "ic8");

/** Changes, reported as they happen. */
export const liveQueries: Chapter = {
  title: "A live query reports changes as they happen",
  *show(scene) {
    yield* retell(scene);
    yield* watchTrain(scene);
  },
  *refusals({ stage: { db }, expect }) {
    const refusal = yield* expect.refused("HTTP refuses live", UnsupportedFeatureError, () => db.live("train"));
    expect.that("and says what to use instead", refusal?.message.includes("WebSocket") === true);
    const id = Uuid.parse("018f4d3c-0000-7000-8000-000000000000");
    yield* expect.refused("HTTP refuses subscribeLive", UnsupportedFeatureError, () => db.subscribeLive(id));
    yield* expect.refused("HTTP refuses kill", UnsupportedFeatureError, () => db.kill(id));
  },
};

/** The journal has been watched from the beginning, so it shows whether the connection was ever lost. */
function* retell({ stage, narrator, expect }: Scene): Part<void> {
  const here = `and now, after ${stage.reconnects} lost connections, this`;
  yield* stage.note(1000 + stage.reconnects, here);
  const { journal } = stage;
  if (journal === undefined) return;
  expect.that("what was just written is reported", yield* journal.hears(here));
  narrator.say("A live query has listened since the tour began. It saw:");
  for (const { text, gap } of journal.entries) {
    if (gap) narrator.warn(`${text}: the connection was lost, changes may be missing here`);
    else narrator.say(`  ${text}`);
  }
  const gaps = journal.entries.filter(({ gap }) => gap).length;
  expect.that("every loss of the connection is marked by a GAP", stage.reconnects === 0 || gaps > 0);
}

function* watchTrain({ stage, narrator, expect }: Scene): Part<void> {
  const { db, options } = stage;
  yield* answer(db.query("DEFINE TABLE IF NOT EXISTS train; DELETE train"));
  narrator.code(
    options.blocking
      ? 'for (const change of db.subscribeLive(db.live("train")))'
      : 'for await (const change of db.subscribeLive(await db.live("train")))',
  );
  const stream = db.subscribeLive(yield* answer(db.live("train")));
  const journey = travel(db);
  const seen: string[] = [];
  yield* depart(journey.shift());
  try {
    for (let step = yield* answer(stream.next()); step.done !== true; step = yield* answer(stream.next())) {
      const change = step.value;
      seen.push(change.action);
      if (change.action === "GAP") {
        narrator.warn("GAP: the connection was lost, changes may be missing here");
        break;
      }
      narrator.say(`${change.action.padEnd(6)} ${train} ${(change.result as { at: string }).at}`);
      if (journey.length === 0) break;
      yield* stage.pause(options.pace);
      yield* depart(journey.shift());
    }
  } finally {
    yield* answer(stream.return());
  }
  expect.equal("all of them came, in order", seen, ["CREATE", "UPDATE", "UPDATE", "UPDATE", "DELETE"]);
}

/** What happens to the train, one after another. */
function travel(db: Database): (() => unknown)[] {
  const stops = ["Zürich", "Bern", "Brig"].map((at) => () => db.merge(train, { at }));
  return [() => db.create(train, { at: "Romanshorn" }), ...stops, () => db.delete(train)];
}

/** A connection that is lost here is told by the stream as well, as a gap. */
function* depart(next: (() => unknown) | undefined): Part<void> {
  try {
    yield* answer(next?.());
  } catch (error) {
    if (!(error instanceof ConnectionLostError)) throw error;
  }
}
