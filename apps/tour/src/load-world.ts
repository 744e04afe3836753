import { asRecord, borderCount, countryId, sourceCountries } from "./country.ts";
import { answer, type Part } from "./play.ts";
import type { Database } from "./stage.ts";

/** Stores the countries and the borders between them, unless they are there already. */
export function* loadWorld(db: Database): Part<void> {
  yield* answer(db.query("DEFINE TABLE IF NOT EXISTS country; DEFINE TABLE IF NOT EXISTS borders TYPE RELATION"));
  const [countries, borders] = yield* counts(db);
  if (countries === sourceCountries.length && borders === borderCount) return;
  yield* answer(db.query("DELETE borders; DELETE country"));
  yield* answer(db.insert("country", sourceCountries.map(asRecord)));
  for (const { cca3, borders } of sourceCountries) {
    if (borders.length > 0) yield* answer(db.relate(countryId(cca3), "borders", borders.map(countryId)));
  }
}

/** How many countries and how many borders the database holds. */
export function* counts(db: Database): Part<[countries: number, borders: number]> {
  const question =
    "RETURN { countries: count(SELECT VALUE id FROM country), borders: count(SELECT VALUE id FROM borders) }";
  const { countries, borders } = yield* answer(db.query<[{ countries: number; borders: number }]>(question).first());
  return [countries, borders];
}
