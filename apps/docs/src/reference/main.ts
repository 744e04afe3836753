// Completes the reference that TypeDoc generates from the comments; `npm run reference` runs it.
import { readFileSync, writeFileSync } from "node:fs";
import { classPage, ownerOf } from "./class-pages.ts";
import { withoutDuplicates } from "./duplicates.ts";
import { entryExports } from "./entry-exports.ts";
import { LITE_PAGE, litePage } from "./lite-page.ts";
import { methodPages, methodPageText, placesOf, sideBySidePage } from "./method-pages.ts";
import { introducePackages } from "./package-pages.ts";
import { readPages, replacePages } from "./page-files.ts";
import { type SidebarItem, sidebarOf } from "./sidebar.ts";
import { readSurfaces } from "./surface.ts";

const methods = methodPages(readSurfaces("src/reference/sides.ts"));
const pages = withoutDuplicates(readPages("reference"));
for (const [path, text] of pages) {
  const owner = ownerOf(path);
  if (owner !== undefined) pages.set(path, classPage(text, path, placesOf(methods, owner)));
}
for (const page of methods) pages.set(`${page.path}.md`, methodPageText(page));
pages.set("side-by-side.md", sideBySidePage(methods));
const [lite = [], whole = []] = entryExports(
  ["lite.ts", "index.ts"].map((name) => `../../packages/surreal-sdk/src/${name}`),
);
pages.set(LITE_PAGE, litePage(lite, whole, pages));
replacePages("reference", pages);
introducePackages("../../packages", "reference");

const sidebar = "reference/typedoc-sidebar.json";
const items = JSON.parse(readFileSync(sidebar, "utf8")) as SidebarItem[];
const group = {
  text: "Methods of both modes",
  link: "/reference/side-by-side",
  items: methods.map(({ title, path }) => ({ text: title, link: `/reference/${path}` })),
};
const small = { text: "surreal-sdk/lite", link: "/reference/surreal-sdk/lite" };
writeFileSync(sidebar, JSON.stringify([group, small, ...sidebarOf(items, new Set(pages.keys()))]));
