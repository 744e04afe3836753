import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { complaintsOf, launchChromium } from "./chromium.ts";
import { type StaticServer, serveFolder } from "./static-server.ts";

const docs = fileURLToPath(new URL("..", import.meta.url));
const screenshots = join(docs, "screenshots");
const sizes = {
  desktop: { width: 1280, height: 900 },
  phone: { width: 390, height: 844 },
};

let browser: Browser;
let site: StaticServer;
beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true });
  [browser, site] = await Promise.all([launchChromium(), serveFolder(join(docs, ".vitepress/dist"))]);
});
afterAll(() => Promise.all([browser?.close(), site?.close()]));

describe("the programs of the guide", () => {
  it("all run to their end in the page", async () => {
    const page = await browser.newPage();
    page.setDefaultTimeout(150_000);
    const complaints = complaintsOf(page);
    await page.goto(`${site.url}/playground`);
    const offered = page.locator("#playground-example optgroup").nth(1).locator("option");
    await offered.first().waitFor({ state: "attached" });
    const ids = await offered.evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
    expect(ids.length).toBeGreaterThan(15);
    const failed: string[] = [];
    for (const id of ids) {
      await page.locator("#playground-example").selectOption(id);
      await page.locator("button.run").click();
      await page.locator("button.run:enabled").waitFor();
      const failure = await page.locator(".failure, .problems").allTextContents();
      if (failure.length > 0) failed.push(`${id}: ${failure}`);
    }
    await page.close();
    expect(failed).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

describe.each(["desktop", "phone"] as const)("the site at %s width", (size) => {
  let page: Page;
  let complaints: string[];
  beforeEach(async () => {
    page = await browser.newPage({ viewport: sizes[size] });
    page.setDefaultTimeout(150_000);
    complaints = complaintsOf(page);
  });
  afterEach(async () => {
    await page.close();
    expect(complaints).toEqual([]);
  });

  const open = (path: string) => page.goto(`${site.url}${path}`);
  const shoot = async (name: string) => {
    await page.evaluate(() => window.scrollTo(0, 0)); // what sticks to the top would stand in the middle of the picture
    await page.screenshot({ path: join(screenshots, `${name}-${size}.png`), fullPage: true });
  };
  /** The text in the editor; an editor shows a line in an element. */
  const written = async () => (await page.locator(".cm-line").allTextContents()).join("\n");
  /** A page that is wider than its window has to be pushed about with a finger. */
  const overhang = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

  it("goes from the first page to the guide and on to the next page", async () => {
    await open("/");
    await shoot("home");
    await page.locator("a", { hasText: "Five minutes" }).first().click();
    await page.locator("h1", { hasText: "Get started in five minutes" }).waitFor();
    await shoot("start");
    await page.locator(".pager-link.next").click();
    await page.locator("h1", { hasText: "Connecting" }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/guide/connecting");
    expect(await overhang()).toBeLessThanOrEqual(0);
  });

  it("runs the program of the first page in the page, by the keyboard, and loads nothing for it before", async () => {
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await open("/");
    const example = page.locator(".live-example");
    await example.locator("pre code").waitFor();
    await page.waitForLoadState("networkidle");
    expect(asked.filter((url) => /wasm|compiler|inline-program|shown-program|type-files/.test(url))).toEqual([]);
    await example.locator("button.run").focus();
    await page.keyboard.press("Enter");
    await example.locator(".status", { hasText: "Done." }).waitFor();
    expect(await example.locator(".result strong").allTextContents()).toEqual(["modern", "names"]);
    expect(await example.locator(".result.wrong").count()).toBe(0);
    expect(await example.locator("button.run").evaluate((button) => button === document.activeElement)).toBe(true);
    await shoot("home-program");

    const box = page.locator("#program-index-1");
    await box.fill((await written()).replace('gt("born", 1900)', 'gt("bron", 1900)'));
    await box.press("Control+Enter");
    await example.locator(".result.wrong strong", { hasText: "modern" }).waitFor();
    await box.fill("await fetch(1, 2);\nconst a: string = 1;");
    await example.locator(".problems", { hasText: "Line 2: Type 'number' is not assignable" }).waitFor();
    expect(await overhang()).toBeLessThanOrEqual(0);
  });

  it("checks the types of a program against those of the SDK, while it is written", async () => {
    await open("/playground?example=crud-1");
    const box = page.locator("#playground-query");
    await box.fill(
      'import { AsyncSurreal } from "surreal-sdk";\nawait using db = AsyncSurreal("mem://");\nawait db.selct("person");',
    );
    await page.locator(".problems", { hasText: "Line 3: Property 'selct' does not exist" }).waitFor();
    expect(await page.locator(".cm-lintRange-error").allTextContents()).toEqual(["selct"]);
    await page.locator(".cm-line span", { hasText: "AsyncSurreal" }).last().hover();
    await shoot("playground-types");
    await box.fill('import { AsyncSurreal } from "surreal-sdk";\nAsyncSurreal("mem://");');
    await page.locator(".problems").waitFor({ state: "detached" });
    expect(await page.locator(".code-keyword").allTextContents()).toContain("import");
    await open("/playground");
    await page.locator(".code-keyword", { hasText: "UPSERT" }).first().waitFor();
  });

  it("shows what was measured, the errors, the reference and the drawings", async () => {
    for (const [path, title] of [
      ["/guide/performance", "Performance"],
      ["/guide/errors", "what happens when…"],
      ["/reference/", "Reference"],
      ["/extend/architecture", "Architecture"],
      ["/extend/engine", "Write an engine"],
      ["/guide/migrating-js", "From the official JS SDK"],
    ] as const) {
      await open(path);
      await page.locator("h1", { hasText: title }).waitFor();
      await shoot(title.toLowerCase().replaceAll(/\W+/g, "-"));
      expect(await overhang()).toBeLessThanOrEqual(0);
    }
  });

  it("shows the tables of errors and methods whole", async () => {
    for (const path of ["/guide/errors", "/guide/migrating-js", "/guide/migrating-python", "/guide/values"]) {
      await open(path);
      await page.locator(".vp-doc table").first().waitFor();
      const hidden = await page
        .locator(".vp-doc table")
        .evaluateAll((tables) => tables.map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth));
      expect(Math.max(...hidden), path).toBeLessThanOrEqual(0);
    }
  });

  it("finds pages by words, without asking anybody", async () => {
    await open("/guide/start");
    await page.locator(".VPNavBarSearch button").first().click();
    await page.locator(".VPLocalSearchBox input").fill("LiveOverflowError");
    await page.locator(".VPLocalSearchBox .result").first().waitFor();
    const found = await page.locator(".VPLocalSearchBox .result").allTextContents();
    expect(found.join("\n")).toContain("Slow consumers");
    await shoot("search");
  });

  it("runs queries in the page by Ctrl+Enter, and shows rows, typed values, a graph and errors", async () => {
    await open("/playground");
    await page.locator("#playground-query").press("Control+Enter");
    await page.locator(".result").nth(7).waitFor();
    const last = page.locator(".result").nth(7);
    expect(await last.locator("th").allTextContents()).toContain("id");
    expect(await last.locator("td").allTextContents()).toContain("person:ada");
    await last.locator("button", { hasText: "Typed values" }).click();
    expect(await last.locator("td.type").allTextContents()).toEqual(expect.arrayContaining(["RecordId", "Datetime"]));
    await last.locator("button", { hasText: "Graph" }).click();
    expect(await last.locator("svg .node").count()).toBe(3);
    expect(await last.locator("svg .edge").allTextContents()).toEqual(["knows", "knows"]);
    await shoot("playground-graph");

    await page.context().setOffline(true); // all that is needed is here by now
    await page.locator("#playground-query").fill("CREATE person:ada; RETURN 1 + 1");
    await page.locator("#playground-query").press("Control+Enter");
    await page.locator(".failure", { hasText: "AlreadyExistsError" }).waitFor();
    expect(await page.locator(".failure dd").allTextContents()).toContain("failed");
    await page.locator("#playground-query").fill("SELECT * FROM");
    await page.locator("#playground-query").press("Control+Enter");
    await page.locator(".failure", { hasText: "Parse error" }).waitFor();
    await shoot("playground-error");
    // The pages of links that come into view are fetched ahead, in vain.
    const others = complaints.splice(0).filter((text) => !/ERR_INTERNET_DISCONNECTED \S+\/assets\/guide_/.test(text));
    complaints.push(...others);
    expect(await overhang()).toBeLessThanOrEqual(0);
  });

  it("watches a table beside the editor, which follows what queries do", async () => {
    await open("/playground");
    const run = async (query: string) => {
      await page.locator("#playground-query").fill(query);
      await page.locator("button.run").click();
      await page.locator("button.run:enabled").waitFor();
    };
    const rows = page.locator(".watched tbody tr");
    await run("CREATE city:b SET n = 1; CREATE city:a SET n = 2; CREATE team:red");
    expect(await page.locator(".result strong").allTextContents()).toEqual([
      "CREATE city:b SET n = 1",
      "CREATE city:a SET n = 2",
      "CREATE team:red",
    ]);
    await rows.nth(1).waitFor();
    expect(await rows.allTextContents()).toEqual(["city:a2", "city:b1"]);
    expect(await page.locator("#playground-watched").inputValue()).toBe("city");
    await run("UPDATE city:b SET n = 7");
    await rows.filter({ hasText: "city:b7" }).waitFor();
    expect(await page.locator(".watched tr.fresh").allTextContents()).toEqual(["city:b7"]);
    await run("DELETE city:a");
    await rows.filter({ hasText: "city:a" }).waitFor({ state: "detached" });
    await shoot("playground-watch");
    await page.locator("#playground-watched").selectOption("team");
    await rows.filter({ hasText: "team:red" }).waitFor();
    await run("REMOVE TABLE team");
    await rows.filter({ hasText: "city:b7" }).waitFor();
    expect(await overhang()).toBeLessThanOrEqual(0);
  });

  it("watches a table beside the editor, which follows what a program does", async () => {
    await open("/playground");
    await page.getByRole("radio", { name: "TypeScript" }).check();
    await page
      .locator("#playground-query")
      .fill(
        [
          'import { AsyncSurreal } from "surreal-sdk";',
          'await using db = AsyncSurreal("mem://");',
          'await db.use("n", "d");',
          'await db.query("CREATE city:b SET n = 1; CREATE city:a SET n = 2; CREATE team:red");',
          'console.log("created");',
          'await db.query("UPDATE city:b SET n = 7; DELETE city:a; CREATE city:c SET n = 3");',
        ].join("\n"),
      );
    await page.locator("button.run").click();
    const rows = page.locator(".watched tbody tr");
    await page.getByText("Done.").waitFor();
    expect(await rows.allTextContents()).toEqual(["city:b7", "city:c3"]);
    expect(await page.locator("#playground-watched option").allTextContents()).toEqual(["city", "team"]);
    expect(await overhang()).toBeLessThanOrEqual(0);
  });

  it("writes the types of its database, and again after each query", async () => {
    await open("/playground");
    await page
      .locator("#playground-query")
      .fill("DEFINE TABLE person SCHEMAFULL; DEFINE FIELD name ON person TYPE string");
    await page.locator("button.run").click();
    await page.locator(".result").nth(1).waitFor();
    await page.locator("button.generate").click();
    const types = page.locator(".types pre");
    await types.filter({ hasText: "export interface Person {" }).waitFor();
    expect(await types.textContent()).toContain('readonly id: RecordId<"person">;\n  name: string;');
    await page.locator("#playground-query").fill("DEFINE FIELD age ON person TYPE option<int>");
    await page.locator("button.run").click();
    await types.filter({ hasText: "age?: number | bigint" }).waitFor();
    await shoot("playground-types");
    expect(await overhang()).toBeLessThanOrEqual(0);
  });

  it("puts a text into a link that reaches no server, and runs nothing that comes from one", async () => {
    await open("/playground");
    const asked: string[] = [];
    await page.locator("#playground-query").fill('RETURN "shared ⟨text⟩"');
    page.on("request", (request) => asked.push(request.url()));
    await page.locator("button.share").click();
    await page.locator(".status", { hasText: "The link is in the address bar" }).waitFor();
    const link = page.url();
    expect(new URL(link).hash).toMatch(/^#surql=[\w-]+$/);
    await page.goto("about:blank");
    await page.goto(link);
    await page.locator(".status", { hasText: "This text comes from a link" }).waitFor();
    expect(await written()).toBe('RETURN "shared ⟨text⟩"');
    expect(await page.locator(".result").count()).toBe(0);
    const code = new URL(link).hash.slice("#surql=".length);
    expect(asked.filter((url) => url.split("#")[0]?.includes(code))).toEqual([]);
    await page.locator("button.run").click();
    await page.locator(".result td", { hasText: "shared ⟨text⟩" }).waitFor();
  });

  it("marks a value that is not what the comment of its line says, and shows the newest result", async () => {
    await open("/playground?example=crud-1");
    const lines = Array.from({ length: 12 }, (_, index) => `[${index}]; // => [${index}]`);
    await page.locator("#playground-query").fill(`${lines.join("\n")}\n1 + 1; // => 3\n"last"; // => a remark`);
    await page.locator("#playground-query").press("Control+Enter");
    await page.locator(".status", { hasText: "Done." }).waitFor();
    expect(await page.locator(".result.wrong .expected").allTextContents()).toEqual([
      expect.stringContaining("// => 3"),
    ]);
    expect(await page.locator(".result.wrong strong").allTextContents()).toEqual(["1 + 1"]);
    const last = await page.locator(".result").last().boundingBox();
    expect((last?.y ?? 0) + (last?.height ?? 0)).toBeLessThanOrEqual(sizes[size].height + 1);
    await shoot("playground-wrong");
  });

  it("shows the changes of a live query as they come, until it is killed", async () => {
    await open("/playground");
    await page.locator("#playground-example").selectOption("1");
    await page.locator("button.run").click();
    await page.locator(".live li").nth(1).waitFor();
    expect(await page.locator(".live li strong").allTextContents()).toEqual(["CREATE", "CREATE"]);
    await page.locator("#playground-query").fill("DELETE reading");
    await page.locator("button.run").click();
    await page.locator(".live li").nth(3).waitFor();
    expect(await page.locator(".live li strong").allTextContents()).toEqual(["DELETE", "DELETE", "CREATE", "CREATE"]);
    await shoot("playground-live");
    await page.locator(".live button", { hasText: "Kill" }).click();
    await page.locator(".live .query").waitFor({ state: "detached" });
    await page.locator("button", { hasText: "Reset" }).click();
    await page.locator("#playground-query").fill("INFO FOR DB");
    await page.locator("button.run").click();
    await page.locator(".result td").first().waitFor();
    expect(await page.locator(".result").textContent()).not.toContain("reading");
  });

  it("shows both modes of every method, side by side where there is room", async () => {
    await open("/guide/blocking");
    await page.locator(".vp-doc a", { hasText: "side by side" }).click();
    await page.locator(".vp-doc a", { hasText: "signin" }).first().click();
    const signin = page.locator("#signin ~ .modes").first();
    await signin.waitFor();
    expect(await signin.locator("code").allTextContents()).toEqual([
      "signin(credentials: Credentials): Promise<Tokens>",
      "signin(credentials: Credentials): Tokens",
    ]);
    const [async, blocking] = await Promise.all(
      [0, 1].map((index) => signin.locator(".mode").nth(index).boundingBox()),
    );
    expect(async?.y === blocking?.y).toBe(size === "desktop");
    await page.screenshot({ path: join(screenshots, `side-by-side-${size}.png`) }); // the whole page is very long
    expect(await overhang()).toBeLessThanOrEqual(0);
  });

  it("runs a program of the guide, changed, and stops one that never ends", async () => {
    await open("/guide/crud");
    await page.locator("p.try a").first().click();
    await page.locator("button.run").click();
    await page.locator(".status", { hasText: "Done." }).waitFor();
    expect(await page.locator(".result td").allTextContents()).toEqual(["51", '"Cy"', '"Cy"']);
    await shoot("playground-program");

    const box = page.locator("#playground-query");
    await box.fill((await written()).replace('gt("age", 18)', 'gt("age", 60)'));
    await box.press("Control+Enter");
    await page.locator(".result td", { hasText: "nothing" }).first().waitFor();

    await box.fill("console.log('on and on');\nfor (;;) {}");
    await box.press("Control+Enter");
    await page.locator(".printed", { hasText: "on and on" }).waitFor();
    await page.locator("button", { hasText: "Stop" }).click();
    await page.locator(".status", { hasText: "Stopped." }).waitFor();

    await box.fill('import { AsyncSurreal } from "surreal-sdk";\nawait AsyncSurreal("mem://").query("SELECT * FROM");');
    await box.press("Control+Enter");
    await page.locator(".failure", { hasText: "ValidationError" }).waitFor();
    expect(await page.locator(".failure dd").allTextContents()).toContain("failed");
    await box.fill("const a: = 1;");
    await box.press("Control+Enter");
    await page.locator(".failure", { hasText: "SyntaxError: Line 1" }).waitFor();
    await shoot("playground-program-error");
    expect(await overhang()).toBeLessThanOrEqual(0);
  });

  it("lets a program talk to nobody, and serves its text to nothing but its worker", async () => {
    await open("/playground?example=values-1");
    const box = page.locator("#playground-query");
    const attempts = ["fetch('/')", "import('data:text/javascript,')", "WebSocket('ws://127.0.0.1:1')"];
    for (const attempt of attempts) {
      await box.fill(
        attempt.startsWith("Web") ? `new ${attempt}.onerror = () => console.log("no")` : `await ${attempt}`,
      );
      await box.press("Control+Enter");
      await page.locator(".failure, .status", { hasText: /TypeError: Failed to fetch|Done/ }).waitFor();
    }
    await box.fill("console.log(self.location.pathname, typeof document)");
    await box.press("Control+Enter");
    const [path, document] = ((await page.locator(".printed").textContent()) ?? "").split(" ");
    expect(document).toBe("undefined");
    const again = await page.evaluate((url) => fetch(url).then(({ status }) => status), path ?? "");
    expect(again).toBe(404);
    complaints.splice(0); // the refusals are what this is about
  });

  it("is dark for those who want it dark", async () => {
    await page.emulateMedia({ colorScheme: "dark" });
    await open("/playground");
    await page.locator("#playground-example").selectOption("2");
    await page.locator("button.run").click();
    await page.locator(".result td").first().waitFor();
    await page.locator("button", { hasText: "Typed values" }).click();
    await shoot("playground-dark");
    const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(background).toBe("rgb(27, 27, 31)");
  });
});
