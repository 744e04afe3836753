import { Decimal, Duration, GeometryPoint } from "surreal-sdk";
import type { Chapter } from "../chapter.ts";
import { borderCount, countryId, sourceCountries } from "../country.ts";
import { counts } from "../load-world.ts";
import { answer } from "../play.ts";

/** The countries of the world, as documents, points and edges. */
export const world: Chapter = {
  title: "The world in a database",
  *show({ stage: { db }, narrator, expect }) {
    narrator.code('db.insert("country", countries); db.relate(country, "borders", neighbours)');
    const [countries, borders] = yield* counts(db);
    expect.equal(
      `${sourceCountries.length} countries are stored, each a nested document`,
      countries,
      sourceCountries.length,
    );
    expect.equal(`${borderCount} borders are edges of a graph`, borders, borderCount);

    const japan = yield* answer(db.select(countryId("JPN")));
    expect.equal("nested objects and other scripts come back as they were", japan?.name, nameOf("JPN"));
    expect.that("a place is a geometry point", japan?.place instanceof GeometryPoint);
    narrator.say(`${japan?.flag} lies at ${japan?.place}`);

    const [price, lead] = yield* answer(db.query("RETURN 1.10dec; RETURN 1h30m").execute());
    expect.equal(
      "decimals keep every digit, durations their units",
      [price, lead],
      [Decimal.parse("1.10"), Duration.parse("1h30m")],
    );
  },
};

function nameOf(code: string): unknown {
  return sourceCountries.find(({ cca3 }) => cca3 === code)?.name;
}
