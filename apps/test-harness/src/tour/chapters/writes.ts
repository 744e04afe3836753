import { AlreadyExistsError, gt, RecordId } from "surreal-sdk";
import type { Chapter, Scene } from "../chapter.ts";

const lake = new RecordId("lake", "geneva");

/** Every way to write. */
export const writes: Chapter = {
  title: "Writing: create, update, merge, patch, upsert, insert, delete",
  async show(scene) {
    await scene.stage.db.query("DEFINE TABLE IF NOT EXISTS lake; DELETE lake").execute();
    await one(scene);
    await many(scene);
  },
};

async function one({ stage: { db }, narrator, expect }: Scene): Promise<void> {
  narrator.code('db.create(lake, { name: "Genfersee", depth: 310 })');
  expect.equal("create answers with the record", await db.create(lake, { name: "Genfersee", depth: 310 }), {
    id: lake,
    name: "Genfersee",
    depth: 310,
  });
  await expect.refused("creating it twice is refused", AlreadyExistsError, () => db.create(lake, {}).execute());

  await db.update(lake, { name: "Lac Léman" });
  expect.equal("update replaces the content", await db.select(lake), { id: lake, name: "Lac Léman" });

  await db.merge(lake, { size: { km2: 580 } });
  await db.update(lake).merge({ size: { km3: 89 } });
  expect.equal("merge adds to it, deeply", await db.select(lake), {
    id: lake,
    name: "Lac Léman",
    size: { km2: 580, km3: 89 },
  });

  await db.patch(lake, [
    { op: "replace", path: "/name", value: "Lake Geneva" },
    { op: "remove", path: "/size" },
  ]);
  expect.equal("patch applies a JSON Patch", await db.select(lake), { id: lake, name: "Lake Geneva" });

  const before = await db.delete(lake);
  expect.equal("delete answers with what it deleted", before, { id: lake, name: "Lake Geneva" });
  expect.equal("and then it is gone", await db.select(lake), undefined);
  expect.equal("updating what is not there changes nothing", await db.update(lake, { name: "?" }), undefined);
}

async function many({ stage: { db }, narrator, expect }: Scene): Promise<void> {
  expect.equal("upsert creates what is missing", await db.upsert("lake:como", { depth: 425 }), {
    id: new RecordId("lake", "como"),
    depth: 425,
  });
  narrator.code('db.insert("lake", [{ id: "garda", depth: 346 }, { id: "maggiore", depth: 372 }])');
  const rows = await db.insert("lake", [
    { id: "garda", depth: 346 },
    { id: "maggiore", depth: 372 },
  ]);
  expect.equal("insert answers with every row", rows.length, 2);

  const changed = await db.update("lake").merge({ deep: true }).where(gt("depth", 350)).return("after");
  expect.equal("where chooses what to change", changed.map(({ id }) => String(id)).sort(), [
    "lake:como",
    "lake:maggiore",
  ]);

  const gone = await db.delete("lake");
  expect.equal("delete of a table answers with all of it", gone.length, 3);
}
