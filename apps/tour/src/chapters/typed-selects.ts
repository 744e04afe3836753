import { and, eq, gt, RowValidationError, surql } from "surreal-sdk";
import { z } from "zod";
import type { Chapter } from "../chapter.ts";
import { Country, countryId, sourceCountries } from "../country.ts";
import { answer } from "../play.ts";

/** Selects whose rows are what their types say. */
export const typedSelects: Chapter = {
  title: "Typed selects",
  *show({ stage: { db }, narrator, expect }) {
    narrator.code(
      'db.select("country", { fields, where: and(eq("region", "Europe"), gt("area", 300_000)), orderBy, into: Country })',
    );
    const large = yield* answer(
      db.select("country", {
        fields: ["id", "name.common", "name.official", "region", "area"],
        where: and(eq("region", "Europe"), gt("area", 300_000)),
        orderBy: "area DESC",
        into: Country,
      }),
    );
    narrator.table(large.map(({ id, name, area }) => [String(id), name.common, `${area} km²`]));
    expect.equal(
      "they are the large countries of Europe, the largest first",
      large.map(({ id }) => id.id),
      largeInEurope(),
    );

    const one = yield* answer(db.select(countryId("NPL"), { into: Country }));
    expect.equal("a record id selects one record", one?.name.common, "Nepal");
    expect.equal("a record that is not there is undefined", yield* answer(db.select(countryId("ZZZ"))), undefined);

    const dry = yield* answer(
      db.query<[number]>(surql`RETURN count(SELECT id FROM country WHERE landlocked = ${true})`).first(),
    );
    expect.equal(
      "surql binds what it interpolates",
      dry,
      sourceCountries.filter(({ landlocked }) => landlocked).length,
    );

    const wrong = yield* expect.refused("a row that does not fit its schema is refused", RowValidationError, () =>
      db.select("country", { limit: 1, into: z.object({ area: z.string() }) }),
    );
    narrator.say(`${wrong?.message}`);
  },
};

function largeInEurope(): string[] {
  return sourceCountries
    .filter(({ region, area }) => region === "Europe" && area > 300_000)
    .sort((a, b) => b.area - a.area)
    .map(({ cca3 }) => cca3);
}
