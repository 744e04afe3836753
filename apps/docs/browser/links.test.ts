import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const dist = fileURLToPath(new URL("../.vitepress/dist", import.meta.url));
const written = ["guide", "extend", "errors"].flatMap((folder) =>
  readdirSync(join(dist, folder)).map((name) => `${folder}/${name}`),
);
const pages = ["index.html", "playground.html", "reference/side-by-side.html", ...written];

/** The file behind an address, as the site is served. */
function fileOf(path: string): string | undefined {
  const candidates = path.endsWith("/") ? [`${path}index.html`] : [`${path}.html`, path, `${path}/index.html`];
  return candidates.map((name) => join(dist, name)).find((file) => existsSync(file));
}

/** Links that lead nowhere: to no page, or to no place on it. */
function brokenLinks(page: string): string[] {
  const html = readFileSync(join(dist, page), "utf8");
  const links = [...html.matchAll(/<a\b[^>]*\shref="([^"]+)"/g)].map(([, link]) => link as string);
  return [...new Set(links)].filter((link) => {
    if (/^(https?|mailto):/.test(link)) return false;
    const { pathname, hash } = new URL(link, `http://here/${page.replace(/(index)?\.html$/, "")}`);
    const file = fileOf(decodeURIComponent(pathname));
    if (file === undefined) return true;
    return hash !== "" && !readFileSync(file, "utf8").includes(`id="${decodeURIComponent(hash.slice(1))}"`);
  });
}

it.each(pages)("every link on %s leads to a page, and to a place on it", (page) => {
  expect(brokenLinks(page)).toEqual([]);
});
