import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import MiniSearch from "minisearch";
import {
  AsyncCrudBuilder,
  AsyncInsertBuilder,
  AsyncQueryBuilder,
  AsyncSurrealConnection,
  AsyncSurrealSession,
  AsyncSurrealTransaction,
} from "surreal-sdk";
import { describe, expect, it } from "vitest";
import { sectionsOf } from "./page-sections.ts";
import { questions } from "./questions.ts";
import rankedSearch from "./ranked-search.ts";
import { topics } from "./topics.ts";

const site = new URL("../../", import.meta.url);
const pages = ["guide", "extend", "errors"].flatMap((folder) =>
  readdirSync(new URL(folder, site))
    .filter((name) => name.endsWith(".md"))
    .flatMap((name) => {
      const text = readFileSync(fileURLToPath(new URL(`${folder}/${name}`, site)), "utf8");
      return sectionsOf(`/${folder}/${name.replace(/(index)?\.md$/, "")}`, text);
    }),
);
const sections = [...new Map(pages.map((section) => [section.id, section])).values()];
const options = {
  fields: ["title", "titles", "text"],
  storeFields: ["title", "titles"],
  searchOptions: { fuzzy: 0.2, prefix: true, boost: { title: 4, text: 2, titles: 1 } },
};
const index = new MiniSearch(options);
index.addAll(sections);
const search = rankedSearch.loadJSON(JSON.stringify(index), options);
const firstHit = (question: string): string => String(search.search(question)[0]?.id ?? "nothing");

describe("the search", () => {
  it.each(questions)("for %j leads to %s first", (question, page) => {
    expect(firstHit(question).replace(/#.*$/, "")).toBe(page);
  });

  it("has a section for every topic", () => {
    const known = new Set(sections.map(({ id }) => id));
    expect(topics.filter(({ section }) => !known.has(section))).toEqual([]);
  });

  it.each([
    AsyncSurrealConnection,
    AsyncSurrealSession,
    AsyncSurrealTransaction,
    AsyncQueryBuilder,
    AsyncCrudBuilder,
    AsyncInsertBuilder,
  ])("leads from each method of %s to the guide", ({ prototype }) => {
    const names: string[] = [];
    for (let place: object = prototype; place !== Object.prototype; place = Object.getPrototypeOf(place) as object) {
      names.push(...Object.getOwnPropertyNames(place));
    }
    const internal = ["constructor", "toJSON", "context", "perform", "abandon", "giveUp"];
    const methods = [...new Set(names)].filter((name) => /^[a-z]/.test(name) && !internal.includes(name));
    expect(methods.filter((name) => !firstHit(name).startsWith("/guide/"))).toEqual([]);
  });
});
