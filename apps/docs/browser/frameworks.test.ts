import { fileURLToPath } from "node:url";
import { type PackedWorkspace, packWorkspace } from "@surreal-sdk/test-harness/packed";
import { startTestServer, type TestServer } from "@surreal-sdk/test-server";
import type { Browser, Page } from "playwright-core";
import { AsyncSurreal } from "surreal-sdk";
import { afterAll, beforeAll, expect, it } from "vitest";
import { complaintsOf, launchChromium } from "./chromium.ts";
import { bundleFrameworks, type Framework, frameworks } from "./frameworks/framework-pages.ts";
import { type StaticServer, serveFolder } from "./static-server.ts";

/** What the script of a page tells about it. */
interface ShownByPage {
  readonly shown: readonly string[];
  readonly db: { readonly status: string };
  readonly users: { getSnapshot(): { readonly status: string } };
  leave(): unknown;
}

const folder = fileURLToPath(new URL("../.vitepress/cache/frameworks", import.meta.url));
let browser: Browser;
let packed: PackedWorkspace;
let server: TestServer;
let site: StaticServer;
const pages = new Map<Framework, { readonly page: Page; readonly complaints: readonly string[] }>();

/** Waits until every page shows a list. */
function allShow(list: string): Promise<unknown> {
  return onAll((page) =>
    page.waitForFunction((wanted) => (globalThis as unknown as Partial<ShownByPage>).shown?.at(-1) === wanted, list),
  );
}

function onAll(act: (page: Page) => Promise<unknown>): Promise<unknown> {
  return Promise.all([...pages.values()].map(({ page }) => act(page)));
}

beforeAll(async () => {
  [browser, packed, server] = await Promise.all([launchChromium(), packWorkspace(), startTestServer()]);
  await bundleFrameworks(packed, server.wsUrl, folder);
  site = await serveFolder(folder, [server.wsUrl]);
  const options = { namespace: "app", database: "app", auth: server.auth, reconnect: { minDelay: 5, maxDelay: 50 } };
  await using db = AsyncSurreal(server.wsUrl, options);
  await db.query("DEFINE TABLE user; CREATE user:1 SET name = 'Ada'; CREATE user:2 SET name = 'Bob'");
  for (const framework of frameworks) {
    const page = await browser.newPage();
    pages.set(framework, { page, complaints: complaintsOf(page) });
    await page.goto(`${site.url}/${framework}.html?${new URLSearchParams(server.auth)}`);
  }
  await allShow("Ada, Bob");
  await onAll((page) =>
    page.locator("li").evaluateAll((items) => items.map((item) => Object.assign(item, { kept: 1 }))),
  );
  await db.query("CREATE user:3 SET name = 'Carl'");
  await allShow("Ada, Bob, Carl");
  await server.kill();
  await onAll((page) => page.waitForFunction(() => (globalThis as unknown as ShownByPage).db.status !== "connected"));
  await server.restart();
  await db.query("DELETE user:1");
  await allShow("Bob, Carl");
}, 600_000);
afterAll(async () => {
  await Promise.all([browser?.close(), server?.close(), site?.close()]);
  packed?.remove();
});

it.each(frameworks)("%s in Chromium shows every list once, through a restart of the server", async (framework) => {
  const { page, complaints } = pages.get(framework)!;
  const shown = await page.evaluate(() => (globalThis as unknown as ShownByPage).shown);
  expect(shown).toEqual(["Ada, Bob", "Ada, Bob, Carl", "Bob, Carl"]);
  const kept = await page.locator("li").evaluateAll((items) => items.map((item) => "kept" in item));
  expect(kept, "an element of a row that stayed the same is the same").toEqual([true, false]);
  expect(complaints.filter((text) => !/WebSocket connection .* failed/.test(text))).toEqual([]);
});

it.each(frameworks)("%s in Chromium ends the watch when its component is removed", async (framework) => {
  const { page } = pages.get(framework)!;
  await page.evaluate(() => void (globalThis as unknown as ShownByPage).leave());
  await page.waitForFunction(() => (globalThis as unknown as ShownByPage).users.getSnapshot().status === "loading");
});
