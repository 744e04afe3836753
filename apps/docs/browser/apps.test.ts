import { type PackedWorkspace, packWorkspace } from "@surreal-sdk/test-harness/packed";
import { pageFiles } from "@surreal-sdk/test-harness/page-files";
import { startTestServer, type TestServer } from "@surreal-sdk/test-server";
import type { Browser, Page } from "playwright-core";
import { AsyncSurreal } from "surreal-sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AppParts, type InstalledApp, installApp, type RunningApp } from "./apps/installed-app.ts";
import { nextApp, svelteApp } from "./apps/recipes.ts";
import { complaintsOf, launchChromium } from "./chromium.ts";

/** Building an app of a framework takes its time, above all after its first installation. */
const LONG = 900_000;

let browser: Browser;
let packed: PackedWorkspace;
let server: TestServer;
beforeAll(async () => {
  [browser, packed, server] = await Promise.all([launchChromium(), packWorkspace(), startTestServer()]);
  await using db = AsyncSurreal(server.wsUrl, { auth: server.auth, namespace: "app", database: "app" });
  const schema = pageFiles("apps/docs/guide/web-servers.md").find(({ name }) => name === "schema.surql");
  await db.query(schema!.text);
}, LONG);
afterAll(async () => {
  await Promise.all([browser?.close(), server?.close()]);
  packed?.remove();
});

describe.each([nextApp, svelteApp])("the app of the guide's page $page", (recipe) => {
  let app: InstalledApp;
  let running: RunningApp;
  beforeAll(async () => {
    const parts: AppParts = { ...recipe, environment: { ...recipe.environment, SURREAL_URL: server.wsUrl } };
    app = await installApp(packed, parts);
    await app.build(...recipe.build);
    running = await app.start(...recipe.start);
  }, LONG);
  afterAll(async () => {
    await running?.close();
    app?.remove();
  });

  /** A user of their own, with cookies of their own, who signs up. */
  async function signedUp(name: string): Promise<{ page: Page; complaints: readonly string[] }> {
    const context = await browser.newContext();
    const page = await context.newPage();
    const complaints = complaintsOf(page);
    await page.goto(`${running.url}/notes`, { waitUntil: "networkidle" });
    await page.getByLabel("Name").fill(name);
    await page.getByLabel("Password").fill("secret");
    await page.getByRole("button", { name: "Sign up" }).click();
    await page.getByLabel("Text").waitFor();
    return { page, complaints };
  }

  it("shows two users only their own notes, with typed values in the browser", async () => {
    const year = new Date().getFullYear();
    const [ada, bob] = [await signedUp(`${recipe.page}-ada`), await signedUp(`${recipe.page}-bob`)];
    for (const [{ page }, text] of [
      [ada, "of ada"],
      [bob, "of bob"],
    ] as const) {
      await page.getByLabel("Text").fill(text);
      await page.getByRole("button", { name: "Add" }).click();
      await page.getByRole("listitem").waitFor();
    }
    await ada.page.reload();
    expect(await ada.page.getByRole("listitem").allTextContents()).toEqual([`of ada, ${year}`]);
    expect(await bob.page.getByRole("listitem").allTextContents()).toEqual([`of bob, ${year}`]);
    expect([...ada.complaints, ...bob.complaints]).toEqual([]);
  });
});
