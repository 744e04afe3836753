import MiniSearch, { type Options, type SearchResult } from "minisearch";
import { wordsOf } from "./question.ts";
import { answersTo, weightOf } from "./ranking.ts";

/** What the search box of the site asks of an index. */
export interface RankedSearch {
  search(question: string): SearchResult[];
}

/**
 * The search behind the search box. The site's build puts this module in the place of `minisearch`, whose index it reads:
 * sections that answer the question come first, then guides, then the reference.
 */
export default {
  loadJSON(json: string, options: Options): RankedSearch {
    const index = MiniSearch.loadJSON(json, options);
    return { search: (question) => find(index, question) };
  },
};

function find(index: MiniSearch, question: string): SearchResult[] {
  const words = wordsOf(question);
  if (words.length === 0) return [];
  const answers = answersTo(words).flatMap((section) => sectionAt(index, section));
  const boost = { boostDocument: (id: unknown) => weightOf(String(id)) };
  const all = index.search(words.join(" "), { ...boost, combineWith: "AND" });
  const found = all.length > 0 ? all : index.search(words.join(" "), boost);
  const first = new Set(answers.map(({ id }) => id));
  return [...answers, ...found.filter(({ id }) => !first.has(id))];
}

/** A section as a result, if the index has it. */
function sectionAt(index: MiniSearch, id: string): SearchResult[] {
  const stored = index.getStoredFields(id);
  return stored === undefined ? [] : [{ ...stored, id, score: 0, match: {}, terms: [], queryTerms: [] }];
}
