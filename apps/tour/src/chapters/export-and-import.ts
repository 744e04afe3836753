import type { Chapter } from "../chapter.ts";
import { counts } from "../load-world.ts";
import { answer } from "../play.ts";

/** A database as SurrealQL, and the same database from it. */
export const exportAndImport: Chapter = {
  title: "Export to SurrealQL, import into a second database",
  *show({ stage, narrator, expect }) {
    narrator.code("const text = await db.export({ accesses: false }); await second.import(text)");
    // Servers leave the keys of access methods out of an export, and since 3.3 import none without its key.
    const text = yield* answer(stage.db.export({ accesses: false }));
    narrator.say(`${(text.length / 1024).toFixed(0)} KiB of SurrealQL, such as`);
    narrator.say(text.match(/^DEFINE TABLE country .*$/m)?.[0] ?? "nothing");
    yield* answer(stage.db.query("REMOVE DATABASE IF EXISTS copy"));
    const second = stage.another("copy");
    try {
      yield* answer(second.import(text));
      const copied = yield* counts(second);
      expect.equal("the copy holds as many countries and borders", copied, yield* counts(stage.db));
      for (const table of ["country", "borders"]) {
        const everything = `SELECT * FROM ${table} ORDER BY id`;
        const here = yield* answer(stage.db.query(everything).first());
        const there = yield* answer(second.query(everything).first());
        expect.equal(`and every row of ${table} is equal to its original`, there, here);
      }
    } finally {
      yield* answer(second.close());
    }
  },
};
