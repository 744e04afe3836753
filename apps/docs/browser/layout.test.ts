import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { complaintsOf, launchChromium } from "./chromium.ts";
import { pagesOf } from "./site-pages.ts";
import { type StaticServer, serveFolder } from "./static-server.ts";

const dist = fileURLToPath(new URL("../.vitepress/dist", import.meta.url));
const axe = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

/** One page of each kind. */
const templates = [
  "/",
  "/playground",
  "/errors/",
  "/guide/errors",
  "/guide/pagination",
  "/guide/performance",
  "/extend/architecture",
  "/reference/",
  "/reference/side-by-side",
  "/reference/surreal-sdk/classes/AsyncSurrealConnection",
  "/reference/surreal-sdk/classes/RecordId",
  "/reference/methods/connection-session-and-transaction-writing",
] as const;

/** The letters of some screens of text; no shorter page can be too long. */
const longPages = 20_000;

let browser: Browser;
let site: StaticServer;
let page: Page;
let complaints: string[];
beforeAll(async () => {
  [browser, site] = await Promise.all([launchChromium(), serveFolder(dist)]);
  page = await browser.newPage({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  page.setDefaultTimeout(150_000);
  complaints = complaintsOf(page);
});
afterAll(() => Promise.all([browser?.close(), site?.close()]));

const open = (path: string) => page.goto(`${site.url}${path}`);

describe.each([1280, 390])("at a width of %d", (width) => {
  beforeAll(() => page.setViewportSize({ width, height: 900 }));

  it("no program and no table is cut off, and no page is wider than the window", async () => {
    const cut: string[] = [];
    for (const path of [...pagesOf(dist, ["guide", "extend"]), ...templates]) {
      await open(path);
      const hidden = await page.locator(".vp-doc pre").evaluateAll((programs) =>
        programs.flatMap((pre) => {
          const code = pre.querySelector("code");
          const over = Math.max(pre.scrollWidth - pre.clientWidth, (code?.scrollWidth ?? 0) - pre.clientWidth);
          return over > 0 ? [pre.textContent?.slice(0, 40) ?? ""] : [];
        }),
      );
      // A phone pushes a table of many columns about.
      const tables = await page.locator(".vp-doc table").evaluateAll((found) => {
        const wide = found.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth);
        return wide.map((table) => table.textContent?.trim().slice(0, 40) ?? "");
      });
      if (width > 640) hidden.push(...tables);
      const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      cut.push(...hidden.map((text) => `${path}: ${text}`), ...(overhang > 0 ? [`${path}: ${overhang} px`] : []));
    }
    expect(cut).toEqual([]);
  });
});

describe("every kind of page", () => {
  beforeAll(() => page.setViewportSize({ width: 1280, height: 900 }));

  it.each(templates)("%s has nothing that axe finds wrong, in light and in dark", async (path) => {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.goto(`${site.url}${path}`, { waitUntil: "networkidle" }); // what is loaded late is looked at too
      expect(await violations(), colorScheme).toEqual([]);
    }
  });

  it.each([
    ["SurrealQL", "CREATE city:a SET n = 1; SELECT * FROM city; LIVE SELECT * FROM city; SELECT FROM"],
    [
      "SurrealQL",
      "CREATE city:a SET n = 1; CREATE city:b; RELATE city:a->near->city:b; SELECT * FROM near; LIVE SELECT * FROM city",
    ],
    [
      "TypeScript",
      'import { AsyncSurreal } from "surreal-sdk";\nawait using db = AsyncSurreal("mem://");\nawait db.use("n", "d");\n' +
        'await db.create("city:a").content({ n: 1 }); // => { n: 2 }\nconsole.log("text");\nawait db.query("THROW 1");',
    ],
  ])("the playground with what %s has shown has nothing that axe finds wrong", async (language, text) => {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await open("/playground");
      await page.getByRole("radio", { name: language }).check();
      await page.locator("#playground-query").fill(text);
      await page.locator("button.run").click();
      await page.locator("button.run:enabled").waitFor();
      await page.locator(".result, .failure").first().waitFor();
      const failures = (await page.locator(".failure").allTextContents()).join("\n");
      expect(await page.locator(".result").count(), failures).toBeGreaterThan(0);
      expect(await violations(), colorScheme).toEqual([]);
    }
  });

  it("is operated with the keyboard: the link to the content, the search, a result", async () => {
    await open("/guide/start");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("Skip to content");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Control+k");
    await page.locator(".VPLocalSearchBox input").fill("upsert");
    await page.locator(".VPLocalSearchBox .result.selected[href*='crud']").waitFor();
    await page.keyboard.press("Enter");
    await page.locator("h1", { hasText: "Reading and writing records" }).waitFor();
  });

  it("moves nothing for those who want no motion", async () => {
    await open("/");
    const longest = await page.evaluate(() =>
      Math.max(
        ...[...document.querySelectorAll("*")].map((node) => {
          const { transitionDuration, animationDuration } = getComputedStyle(node);
          return Math.max(Number.parseFloat(transitionDuration), Number.parseFloat(animationDuration));
        }),
      ),
    );
    expect(longest).toBeLessThanOrEqual(0.001);
  });
});

describe("the reference", () => {
  it("has no page of more than 15,000 pixels", async () => {
    const still = await browser.newPage({ viewport: { width: 1280, height: 900 }, javaScriptEnabled: false });
    const long: string[] = [];
    for (const path of pagesOf(dist, ["reference"], longPages)) {
      await still.goto(`${site.url}${path}`);
      const [height = 0] = await still.locator("html").evaluateAll(([html]) => [html?.scrollHeight ?? 0]);
      if (height > 15_000) long.push(`${path}: ${height}`);
    }
    await still.close();
    expect(long).toEqual([]);
  });
});

describe("the charts", () => {
  it("are drawn from the measurements: a bar for each SDK, and the goal", async () => {
    await open("/guide/performance");
    const chart = page.locator(".ratio-chart").first();
    await chart.scrollIntoViewIfNeeded();
    const rows = await chart.locator("li").count();
    expect(rows).toBeGreaterThan(5);
    const widths = await chart
      .locator(".bar")
      .evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect().width));
    expect(widths).toHaveLength(2 * rows);
    expect(Math.min(...widths)).toBeGreaterThan(1);
    await page.screenshot({ path: join(dist, "../../screenshots/charts.png") });
  });
});

it("no page complained", () => {
  expect(complaints).toEqual([]);
});

/** What axe finds wrong in the page as it is now. */
async function violations(): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: checker } = window as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
    const found = await checker.run();
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
    interface Violation {
      readonly id: string;
      readonly nodes: readonly { readonly html: string }[];
    }
  });
}
