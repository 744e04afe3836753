import { chromiumHere } from "@surreal-sdk/test-harness/chromium";
import { type Browser, chromium, type Page } from "playwright-core";

/** Starts the Chromium of this machine; another one is named by the variable `CHROMIUM`. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = chromiumHere();
  if (executablePath === undefined) {
    throw new Error("There is no Chromium: run `apt-get install chromium`, or name one in the variable CHROMIUM.");
  }
  const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
  const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];
  return chromium.launch({ executablePath, args: [...args, ...quiet], timeout: 120_000 });
}

/** Notes everything that a page complains about: errors in its console, exceptions, files that are not there. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`${message.text()} ${message.location().url}`);
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
  });
  return complaints;
}
