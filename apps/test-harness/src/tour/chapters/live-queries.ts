import { setTimeout as pause } from "node:timers/promises";
import { ConnectionLostError, RecordId, UnsupportedFeatureError, Uuid } from "surreal-sdk";
import type { Chapter, Scene } from "../chapter.ts";
import type { Database } from "../stage.ts";

const train = new RecordId("train", "ic8");

/** Changes, reported as they happen. */
export const liveQueries: Chapter = {
  title: "A live query reports changes as they happen",
  async show(scene) {
    await retell(scene);
    await watchTrain(scene);
  },
  async refusals({ stage: { db }, expect }) {
    const refusal = await expect.refused("HTTP refuses live", UnsupportedFeatureError, () => db.live("train"));
    expect.that("and says what to use instead", refusal?.message.includes("WebSocket") === true);
    const id = Uuid.parse("018f4d3c-0000-7000-8000-000000000000");
    await expect.refused("HTTP refuses subscribeLive", UnsupportedFeatureError, () => db.subscribeLive(id));
    await expect.refused("HTTP refuses kill", UnsupportedFeatureError, () => db.kill(id));
  },
};

/** The journal has been watched from the beginning, so it shows whether the connection was ever lost. */
async function retell({ stage, narrator, expect }: Scene): Promise<void> {
  const here = `and now, after ${stage.reconnects} lost connections, this`;
  await stage.note(1000 + stage.reconnects, here);
  await stage.journal?.seen(here);
  narrator.say("A live query has listened since the tour began. It saw:");
  for (const { text, gap } of stage.journal?.entries ?? []) {
    if (gap) narrator.warn(`${text}: the connection was lost, changes may be missing here`);
    else narrator.say(`  ${text}`);
  }
  const gaps = (stage.journal?.entries ?? []).filter(({ gap }) => gap).length;
  expect.that("every loss of the connection is marked by a GAP", stage.reconnects === 0 || gaps > 0);
}

async function watchTrain({ stage: { db, options }, narrator, expect }: Scene): Promise<void> {
  await db.query("DEFINE TABLE IF NOT EXISTS train; DELETE train").execute();
  narrator.code('for await (const change of db.subscribeLive(await db.live("train")))');
  const stream = db.subscribeLive(await db.live("train"));
  const journey = travel(db);
  const seen: string[] = [];
  await depart(journey.shift());
  for await (const change of stream) {
    seen.push(change.action);
    if (change.action === "GAP") {
      narrator.warn("GAP: the connection was lost, changes may be missing here");
      break;
    }
    narrator.say(`${change.action.padEnd(6)} ${train} ${(change.result as { at: string }).at}`);
    if (journey.length === 0) break;
    await pause(options.pace);
    await depart(journey.shift());
  }
  expect.equal("all of them came, in order", seen, ["CREATE", "UPDATE", "UPDATE", "UPDATE", "DELETE"]);
}

/** What happens to the train, one after another. */
function travel(db: Database): (() => PromiseLike<unknown>)[] {
  const stops = ["Zürich", "Bern", "Brig"].map((at) => () => db.merge(train, { at }));
  return [() => db.create(train, { at: "Romanshorn" }), ...stops, () => db.delete(train)];
}

/** A connection that is lost here is told by the stream as well, as a gap. */
async function depart(next: (() => PromiseLike<unknown>) | undefined): Promise<void> {
  try {
    await next?.();
  } catch (error) {
    if (!(error instanceof ConnectionLostError)) throw error;
  }
}
