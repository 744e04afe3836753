import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSurfaces } from "../src/reference/surface.ts";
import { questions } from "../src/search/questions.ts";
import { topics } from "../src/search/topics.ts";
import { complaintsOf, launchChromium } from "./chromium.ts";
import { builtSearch } from "./search-index.ts";
import { type StaticServer, serveFolder } from "./static-server.ts";

const docs = fileURLToPath(new URL("..", import.meta.url));
const search = await builtSearch(join(docs, ".vitepress/dist"));
const firstHit = (question: string): string => String(search.search(question)[0]?.id ?? "nothing");

describe("the search index", () => {
  it("has every section that answers a question", () => {
    const missing = topics.map(({ section }) => section).filter((section) => !search.has(section));
    expect(missing).toEqual([]);
  });

  it("leads from the name of every method to the guide first", () => {
    const surfaces = readSurfaces(join(docs, "src/reference/sides.ts"));
    const names = new Set(surfaces.flatMap(({ members }) => members.map(({ name }) => name)));
    expect(names.size).toBeGreaterThan(60);
    const astray = [...names].filter((name) => !firstHit(name).startsWith("/guide/"));
    expect(astray).toEqual([]);
  });

  it("has no page of the reference twice", () => {
    const hits = search.search("RecordId").filter(({ title, id }) => title === "Class: RecordId" && String(id));
    expect(hits.length).toBeLessThanOrEqual(1);
  });
});

describe("the search box", () => {
  let browser: Browser;
  let site: StaticServer;
  let page: Page;
  beforeAll(async () => {
    [browser, site] = await Promise.all([launchChromium(), serveFolder(join(docs, ".vitepress/dist"))]);
    page = await browser.newPage();
    page.setDefaultTimeout(150_000);
  });
  afterAll(() => Promise.all([browser?.close(), site?.close()]));

  it("shows first what answers each of the questions", async () => {
    const complaints = complaintsOf(page);
    await page.goto(`${site.url}/guide/start`);
    await page.locator(".VPNavBarSearch button").first().click();
    const box = page.locator(".VPLocalSearchBox input");
    const found: [string, string][] = [];
    for (const [question] of questions) {
      await box.fill(question);
      await page.locator(`.VPLocalSearchBox li:first-child .result[href^="${firstHit(question)}"]`).waitFor();
      const link = await page.locator(".VPLocalSearchBox .result").first().getAttribute("href");
      found.push([question, (link ?? "").replace(/#.*$/, "")]);
    }
    expect(found).toEqual(questions);
    expect(complaints).toEqual([]);
  });
});
