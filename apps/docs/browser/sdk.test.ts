import { fileURLToPath } from "node:url";
import { type RunningServer, startServer } from "@surreal-sdk/test-harness/server";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleCases } from "./bundle-cases.ts";
import type { CaseReport } from "./case-runner.ts";
import { launchChromium } from "./chromium.ts";
import { type StaticServer, serveFolder } from "./static-server.ts";

const folder = fileURLToPath(new URL("../.vitepress/cache/cases", import.meta.url));

let browser: Browser;
let home: RunningServer;
let elsewhere: RunningServer;
let pages: StaticServer;
beforeAll(async () => {
  const options = { user: "root", pass: "root" };
  [browser, home, elsewhere] = await Promise.all([launchChromium(), startServer(options), startServer(options)]);
  const servers = [home.wsUrl, home.httpUrl, elsewhere.wsUrl, elsewhere.httpUrl];
  await Promise.all([bundleCases("ws", folder), bundleCases("http", folder)]);
  pages = await serveFolder(folder, servers);
});
afterAll(() => Promise.all([browser?.close(), home?.close(), elsewhere?.close(), pages?.close()]));

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
    expect(reports.filter(({ error }) => error !== undefined)).toEqual([]);
    expect(reports.length).toBeGreaterThan(200);
  });
});
