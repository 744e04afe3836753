import { asRecord, borderCount, countryId, sourceCountries } from "./country.ts";
import type { Database } from "./stage.ts";

/** Stores the countries and the borders between them, unless they are there already. */
export async function loadWorld(db: Database): Promise<void> {
  await db.query("DEFINE TABLE IF NOT EXISTS country; DEFINE TABLE IF NOT EXISTS borders TYPE RELATION").execute();
  const [countries, borders] = await counts(db);
  if (countries === sourceCountries.length && borders === borderCount) return;
  await db.query("DELETE borders; DELETE country").execute();
  await db.insert("country", sourceCountries.map(asRecord));
  for (const { cca3, borders } of sourceCountries) {
    if (borders.length > 0) await db.relate(countryId(cca3), "borders", borders.map(countryId));
  }
}

/** How many countries and how many borders the database holds. */
export async function counts(db: Database): Promise<[countries: number, borders: number]> {
  const { countries, borders } = await db
    .query<[{ countries: number; borders: number }]>(
      "RETURN { countries: count(SELECT VALUE id FROM country), borders: count(SELECT VALUE id FROM borders) }",
    )
    .first();
  return [countries, borders];
}
