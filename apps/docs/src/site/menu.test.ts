import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { menu, sideBySide } from "./menu.ts";

const site = fileURLToPath(new URL("../..", import.meta.url));
const pages = ["guide", "extend"].flatMap((folder) =>
  readdirSync(join(site, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `${folder}/${name}`),
);
const documents = ["index.md", "playground.md", ...pages];
const listed = menu.flatMap(({ items }) => items.map(({ link }) => link));

/** The file of a link without an ending, as the site serves it. */
function fileOf(link: string, document: string): string {
  const path = link.replace(/[#?].*$/, "").replace(/\/$/, "/index");
  const base = path.startsWith("/") ? site : join(site, dirname(document));
  return join(base, /\.\w+$/.test(path) ? path : `${path}.md`);
}

/** Links and included files; what is generated and what is elsewhere is not ours to check here. */
function linksOf(document: string): string[] {
  const text = readFileSync(join(site, document), "utf8");
  const patterns = [
    /\]\(([^)#][^)]*)\)/g,
    /^ +link: (\S+)$/gm,
    /^<<< (\S+)/gm,
    /<!--@include: ([^\s{]+?)(?:\{.*\})?-->/g,
  ];
  const links = patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(([, link]) => link as string));
  return links.filter((link) => !/^https?:|^(\.\.)?\/reference\//.test(link));
}

describe("the pages of the site", () => {
  it("are all in the menu, each once", () => {
    const expected = [...pages.map((path) => `/${path.replace(/\.md$/, "")}`), "/playground", sideBySide.link];
    expect([...listed].sort()).toEqual(expected.sort());
  });

  it.each(documents)("%s links to pages and files that are there", (document) => {
    expect(linksOf(document).filter((link) => !existsSync(fileOf(link, document)))).toEqual([]);
  });
});
