import type { RecordId } from "surreal-sdk";
import type { Chapter } from "../chapter.ts";
import { countryId, sourceCountries } from "../country.ts";
import { answer } from "../play.ts";

/** Questions that follow edges. */
export const graph: Chapter = {
  title: "A graph: neighbours of neighbours",
  *show({ stage: { db }, narrator, expect }) {
    const question = "SELECT VALUE array::distinct(->borders->country->borders->country) FROM ONLY $from";
    narrator.code(`db.query("${question}", { from: country:CHE })`);
    const reached = yield* answer(db.query<[RecordId[]]>(question, { from: countryId("CHE") }).first());
    const codes = reached.map(({ id }) => String(id)).sort();
    narrator.say(`Two borders away from Switzerland: ${codes.join(" ")}`);
    expect.equal("two steps along the borders reach what the source says", codes, twoStepsFrom("CHE"));

    const [busiest] = yield* answer(
      db
        .query<[{ code: string; borders: number }[]]>(
          "SELECT record::id(id) AS code, count(->borders) AS borders FROM country ORDER BY borders DESC LIMIT 1",
        )
        .first(),
    );
    narrator.say(`Most borders: ${busiest?.code}, ${busiest?.borders}`);
    expect.equal(
      "counting edges agrees as well",
      busiest?.borders,
      Math.max(...sourceCountries.map((c) => c.borders.length)),
    );
  },
};

function twoStepsFrom(code: string): string[] {
  const neighbours = (of: string) => sourceCountries.find(({ cca3 }) => cca3 === of)?.borders ?? [];
  return [...new Set(neighbours(code).flatMap(neighbours))].sort();
}
