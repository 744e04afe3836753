import { createRequire } from "node:module";
import { GeometryPoint, RecordId } from "surreal-sdk";
import type { Country as Source } from "world-countries";
import { z } from "zod";

/** What the tour reads of a country; the database holds much more. */
export interface Country {
  readonly id: RecordId;
  readonly name: { readonly common: string; readonly official: string };
  readonly region: string;
  readonly area: number;
}

/** Refuses whatever is no {@link Country}. */
export const Country: z.ZodType<Country> = z.object({
  id: z.custom<RecordId>((value) => value instanceof RecordId),
  name: z.object({ common: z.string(), official: z.string() }),
  region: z.string(),
  area: z.number(),
});

/** The countries of the package, as its authors wrote them. Required, since its types describe another module than it has. */
export const sourceCountries: readonly Source[] = createRequire(import.meta.url)("world-countries");

/** How many borders there are, each counted from both sides. */
export const borderCount: number = sourceCountries.reduce((count, { borders }) => count + borders.length, 0);

/** The record id of a country, from its code of three letters. */
export function countryId(code: string): RecordId<"country"> {
  return new RecordId("country", code);
}

/** A country as it is stored: nested as it was, with its place as a point; its borders become edges. */
export function asRecord({ borders, latlng, ...country }: Source): Record<string, unknown> {
  const [latitude, longitude] = latlng;
  return {
    ...country,
    id: countryId(country.cca3),
    place: new GeometryPoint(longitude, latitude),
    neighbours: borders.length,
  };
}
