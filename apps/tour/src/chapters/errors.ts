import { InvalidRecordIdError, NotFoundError, SurrealError, ThrownError, ValidationError } from "surreal-sdk";
import type { Chapter } from "../chapter.ts";

/** What a user sees when something is wrong. */
export const errors: Chapter = {
  title: "Errors, as a user sees them",
  *show({ stage: { db }, narrator, expect }) {
    narrator.code('db.query("SELECT * FROM atlantis")');
    const missing = yield* expect.refused("a table that does not exist", NotFoundError, () =>
      db.query("SELECT * FROM atlantis").execute(),
    );
    narrator.say(`${missing}`);
    narrator.table([
      ["kind", missing?.kind],
      ["tableName", missing?.tableName],
      ["outcome", missing?.outcome],
      ["retrySafe", missing?.retrySafe],
    ]);
    expect.equal(
      "names the table, and says that nothing happened",
      [missing?.tableName, missing?.outcome],
      ["atlantis", "failed"],
    );

    expect.that("and its stack leads to who waits for the answer", missing?.stack?.includes("/tour/") === true);

    const typo = yield* expect.refused("a typing error", ValidationError, () =>
      db.query("SELEC * FROM country").execute(),
    );
    for (const line of (typo?.message ?? "").split("\n").slice(0, 4)) narrator.say(line);

    const thrown = yield* expect.refused("a THROW of one's own", ThrownError, () =>
      db.query("RETURN 1; THROW 'out of paper'").execute(),
    );
    expect.that("carries its text", thrown?.message.includes("out of paper") === true);

    const unclear = yield* expect.refused("a target that could be read in two ways", SurrealError, () =>
      db.select("country:a:b"),
    );
    expect.equal("is refused before anything is sent", unclear?.outcome, "not_sent");
    narrator.say(`${unclear?.message}`);
    expect.that("with a class of its own", unclear instanceof InvalidRecordIdError);
  },
};
