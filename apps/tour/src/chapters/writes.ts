import { AlreadyExistsError, gt, RecordId } from "surreal-sdk";
import type { Chapter, Scene } from "../chapter.ts";
import { answer, type Part } from "../play.ts";

const lake = new RecordId("lake", "geneva");

/** Every way to write. */
export const writes: Chapter = {
  title: "Writing: create, update, merge, patch, upsert, insert, delete",
  *show(scene) {
    yield* answer(scene.stage.db.query("DEFINE TABLE IF NOT EXISTS lake; DELETE lake").execute());
    yield* one(scene);
    yield* many(scene);
  },
};

function* one({ stage: { db }, narrator, expect }: Scene): Part<void> {
  narrator.code('db.create(lake, { name: "Genfersee", depth: 310 })');
  expect.equal("create answers with the record", yield* answer(db.create(lake, { name: "Genfersee", depth: 310 })), {
    id: lake,
    name: "Genfersee",
    depth: 310,
  });
  yield* expect.refused("creating it twice is refused", AlreadyExistsError, () => db.create(lake, {}));

  yield* answer(db.update(lake, { name: "Lac Léman" }));
  expect.equal("update replaces the content", yield* answer(db.select(lake)), { id: lake, name: "Lac Léman" });

  yield* answer(db.merge(lake, { size: { km2: 580 } }));
  yield* answer(db.update(lake).merge({ size: { km3: 89 } }));
  expect.equal("merge adds to it, deeply", yield* answer(db.select(lake)), {
    id: lake,
    name: "Lac Léman",
    size: { km2: 580, km3: 89 },
  });

  yield* answer(
    db.patch(lake, [
      { op: "replace", path: "/name", value: "Lake Geneva" },
      { op: "remove", path: "/size" },
    ]),
  );
  expect.equal("patch applies a JSON Patch", yield* answer(db.select(lake)), { id: lake, name: "Lake Geneva" });

  const before = yield* answer(db.delete(lake));
  expect.equal("delete answers with what it deleted", before, { id: lake, name: "Lake Geneva" });
  expect.equal("and then it is gone", yield* answer(db.select(lake)), undefined);
  expect.equal("updating what is not there changes nothing", yield* answer(db.update(lake, { name: "?" })), undefined);
}

function* many({ stage: { db }, narrator, expect }: Scene): Part<void> {
  expect.equal("upsert creates what is missing", yield* answer(db.upsert("lake:como", { depth: 425 })), {
    id: new RecordId("lake", "como"),
    depth: 425,
  });
  narrator.code('db.insert("lake", [{ id: "garda", depth: 346 }, { id: "maggiore", depth: 372 }])');
  const rows = yield* answer(
    db.insert("lake", [
      { id: "garda", depth: 346 },
      { id: "maggiore", depth: 372 },
    ]),
  );
  expect.equal("insert answers with every row", rows.length, 2);

  const changed = yield* answer(db.update("lake").where(gt("depth", 350)).return("after").merge({ deep: true }));
  expect.equal("where chooses what to change", changed.map(({ id }) => String(id)).sort(), [
    "lake:como",
    "lake:maggiore",
  ]);

  const gone = yield* answer(db.delete("lake"));
  expect.equal("delete of a table answers with all of it", gone.length, 3);
}
