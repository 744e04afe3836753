import { type Topic, topics } from "./topics.ts";

/** How much a hit counts by the place of its page: people look for a guide first, and for an entry of the reference last. */
const WEIGHTS: readonly (readonly [start: string, weight: number])[] = [
  ["/guide/migrating-", 0.3],
  ["/guide/features", 0.2],
  ["/guide/performance", 0.3],
  ["/guide/server-versions", 0.5],
  ["/guide/", 1],
  ["/playground", 0.5],
  ["/extend/", 0.4],
  ["/reference/", 0.1],
];

/** The weight of a section by its address. */
export function weightOf(address: string): number {
  return WEIGHTS.find(([start]) => address.startsWith(start))?.[1] ?? 0.5;
}

/**
 * The sections that answer a query by themselves, the best first. A topic answers if the query contains all of its words;
 * a topic with more words is better. The last word may be incomplete, because people see results while they type.
 */
export function answersTo(words: readonly string[], from: readonly Topic[] = topics): string[] {
  const best = new Map<string, number>();
  for (const { section, words: names } of from) {
    const matched = Math.max(...names.map((name) => matchedBy(name.toLowerCase().split(" "), words)));
    if (matched > 0) best.set(section, Math.max(matched, best.get(section) ?? 0));
  }
  return [...best].sort((one, other) => other[1] - one[1]).map(([section]) => section);
}

/** How many words of a name the query contains; none if one is missing. A complete word counts more than a beginning. */
function matchedBy(name: readonly string[], words: readonly string[]): number {
  const last = words.at(-1) ?? "";
  let sum = 0;
  for (const word of name) {
    if (word === "#" ? words.some((each) => /^\d+$/.test(each)) : words.includes(word)) sum += 1;
    else if (last.length >= 3 && word.startsWith(last)) sum += 0.5;
    else return 0;
  }
  return sum;
}
