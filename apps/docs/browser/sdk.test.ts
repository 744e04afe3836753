import { fileURLToPath } from "node:url";
import { openDatabase, type RunningServer, type ServedDatabase, startServer } from "@surreal-sdk/test-server";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleCases } from "./bundle-cases.ts";
import type { CaseReport } from "./case-runner.ts";
import { launchChromium } from "./chromium.ts";
import { type StaticServer, serveFolder } from "./static-server.ts";

const folder = fileURLToPath(new URL("../.vitepress/cache/cases", import.meta.url));

/** These cases look for the names of source files in stacks; in a bundle there is one file. */
const SOURCE_LINES = "names the user's line";

let browser: Browser;
let databases: ServedDatabase[] = [];
let home: RunningServer;
let elsewhere: RunningServer;
let pages: StaticServer;
beforeAll(async () => {
  const options = { user: "root", pass: "root", experimental: true };
  databases = await Promise.all([openDatabase(options), openDatabase(options)]);
  const serve = (at: number) => startServer({ database: databases[at] });
  [browser, home, elsewhere] = await Promise.all([launchChromium(), serve(0), serve(1)]);
  const servers = [home.wsUrl, home.httpUrl, elsewhere.wsUrl, elsewhere.httpUrl];
  await Promise.all([bundleCases("ws", folder), bundleCases("http", folder)]);
  pages = await serveFolder(folder, servers);
});
afterAll(async () => {
  await Promise.all([browser?.close(), home?.close(), elsewhere?.close(), pages?.close()]);
  await Promise.all(databases.map((database) => database.close()));
});

describe("the async SDK in a browser", () => {
  it.each([
    ["ws", "wsUrl"],
    ["http", "httpUrl"],
  ] as const)("passes the conformance cases over %s", async (kind, url) => {
    const page = await browser.newPage();
    const query = new URLSearchParams({ home: home[url], elsewhere: elsewhere[url] });
    await page.goto(`${pages.url}/${kind}.html?${query}`);
    const done = await page.waitForSelector("pre", { timeout: 170_000 });
    const reports = JSON.parse((await done.textContent()) ?? "") as CaseReport[];
    await page.close();
    console.log(`${reports.length} cases over ${kind} in ${browser.version()}`);
    expect(reports.filter(({ name, error }) => error !== undefined && !name.includes(SOURCE_LINES))).toEqual([]);
    expect(reports.length).toBeGreaterThan(300);
  });
});
