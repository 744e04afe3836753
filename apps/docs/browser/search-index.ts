import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { RankedSearch } from "../src/search/ranked-search.ts";
import rankedSearch from "../src/search/ranked-search.ts";

/** The search of the built site, with the index that its pages load. */
export interface BuiltSearch extends RankedSearch {
  /** Whether the index has a section of this address. */
  has(section: string): boolean;
}

/** @throws Error when the site has not been built */
export async function builtSearch(dist: string): Promise<BuiltSearch> {
  const chunks = join(dist, "assets/chunks");
  const name = readdirSync(chunks).find((file) => file.startsWith("@localSearchIndexroot"));
  if (name === undefined) throw new Error("The site has no search index: run `npm run docs:test`.");
  const { default: json } = (await import(pathToFileURL(join(chunks, name)).href)) as { default: string };
  const fields = ["title", "titles", "text"];
  const searchOptions = { fuzzy: 0.2, prefix: true, boost: { title: 4, text: 2, titles: 1 } }; // those of the search box
  const search = rankedSearch.loadJSON(json, { fields, storeFields: ["title", "titles"], searchOptions });
  const sections = new Set(Object.values((JSON.parse(json) as { documentIds: Record<string, string> }).documentIds));
  return { ...search, has: (section) => sections.has(section) };
}
