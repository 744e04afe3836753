import type { Chapter } from "../chapter.ts";
import { answer } from "../play.ts";

/** Variables of a session. */
export const variables: Chapter = {
  title: "Variables: let and unset",
  *show({ stage: { db }, narrator, expect }) {
    narrator.code('db.let("continent", "Oceania"); db.query("… WHERE region = $continent")');
    yield* answer(db.let("continent", "Oceania"));
    const question = "RETURN count(SELECT id FROM country WHERE region = $continent)";
    const [oceania] = yield* answer(db.query<[number]>(question).execute());
    narrator.say(`${oceania} countries and territories in Oceania`);
    expect.that("a variable is there for every query", Number(oceania) > 20);
    const [europe] = yield* answer(db.query<[number]>(question, { continent: "Europe" }).execute());
    expect.that("a query's own variable goes before it", Number(europe) > Number(oceania));
    yield* answer(db.unset("continent"));
    expect.equal("unset takes it away", yield* answer(db.query("RETURN $continent").first()), undefined);
  },
};
