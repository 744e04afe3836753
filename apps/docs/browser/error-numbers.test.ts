import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { complaintsOf, launchChromium } from "./chromium.ts";
import { type StaticServer, serveFolder } from "./static-server.ts";

let browser: Browser;
let site: StaticServer;
let page: Page;
let complaints: string[];
beforeAll(async () => {
  const dist = fileURLToPath(new URL("../.vitepress/dist", import.meta.url));
  [browser, site] = await Promise.all([launchChromium(), serveFolder(dist)]);
  page = await browser.newPage();
  page.setDefaultTimeout(150_000);
  complaints = complaintsOf(page);
});
afterAll(() => Promise.all([browser?.close(), site?.close()]));

it.each([1280, 390])(
  "an address leads to its number, and a pasted message to its sentences, at a width of %d",
  async (width) => {
    await page.setViewportSize({ width, height: 844 });
    await page.goto("about:blank");
    await page.goto(`${site.url}/errors/#509`);
    const row = page.locator("tr[id='509']");
    await row.waitFor();
    const top = () => row.evaluate((node) => node.getBoundingClientRect().top);
    await expect.poll(top, { timeout: 60_000 }).toBeLessThan(400);

    await page.locator(".wanted input").fill('Surreal SDK error 509 (1.5, #12): see "Error numbers" in the docs.');
    await page.locator(".found", { hasText: /^2 of / }).waitFor();
    expect(await page.locator(".error-numbers tbody tr:visible td:first-child").allTextContents()).toEqual([
      "12",
      "509",
    ]);
    expect(await row.textContent()).toContain("A record id cannot be the number id: pass an integer");
    const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overhang).toBeLessThanOrEqual(0);
    await page.screenshot({
      path: join(fileURLToPath(new URL("../screenshots", import.meta.url)), `error-numbers-${width}.png`),
    });
    expect(complaints).toEqual([]);
  },
);
