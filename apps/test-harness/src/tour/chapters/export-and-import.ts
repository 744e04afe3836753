import type { Chapter } from "../chapter.ts";
import { counts } from "../load-world.ts";

/** A database as SurrealQL, and the same database from it. */
export const exportAndImport: Chapter = {
  title: "Export to SurrealQL, import into a second database",
  async show({ stage, narrator, expect }) {
    narrator.code("const text = await db.export(); await second.import(text)");
    const text = await stage.db.export();
    narrator.say(`${(text.length / 1024).toFixed(0)} KiB of SurrealQL, such as`);
    narrator.say(text.match(/^DEFINE TABLE country .*$/m)?.[0] ?? "nothing");
    await stage.db.query("REMOVE DATABASE IF EXISTS copy").execute();
    await using second = stage.another("copy");
    await second.import(text);
    expect.equal("the copy holds as many countries and borders", await counts(second), await counts(stage.db));
    for (const table of ["country", "borders"]) {
      const everything = `SELECT * FROM ${table} ORDER BY id`;
      const [here, there] = await Promise.all([stage.db.query(everything).first(), second.query(everything).first()]);
      expect.equal(`and every row of ${table} is equal to its original`, there, here);
    }
  },
};
