import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { everything, menu, sideBySide } from "./menu.ts";

const site = fileURLToPath(new URL("../..", import.meta.url));
const pages = ["guide", "extend", "errors"].flatMap((folder) =>
  readdirSync(join(site, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `${folder}/${name}`),
);
const documents = ["index.md", "playground.md", ...pages];
const listed = menu.flatMap(({ items }) => items.map(({ link }) => link));

/** The file behind a link: a page without its ending, a file of `public`, or a path from the document. */
function fileOf(link: string, document: string): string {
  const path = link.replace(/[#?].*$/, "").replace(/\/$/, "/index");
  const hasEnding = /\.\w+$/.test(path);
  const root = hasEnding ? join(site, "public") : site;
  return join(path.startsWith("/") ? root : join(site, dirname(document)), hasEnding ? path : `${path}.md`);
}

/** Links and included files, without generated pages and other sites. */
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

/** The sources of the repository, by their paths. */
function sourceFiles(): string[] {
  const repository = join(site, "../..");
  const members = ["packages", "apps"].flatMap((parent) =>
    readdirSync(join(repository, parent)).map((name) => `${parent}/${name}/src`),
  );
  const folders = members.filter((folder) => existsSync(join(repository, folder)));
  const sources = folders.flatMap((folder) =>
    readdirSync(join(repository, folder), { recursive: true, encoding: "utf8" }).map((path) => `${folder}/${path}`),
  );
  return [...sources, ...readdirSync(join(repository, "tools")).map((name) => `tools/${name}`)];
}

describe("the pages of the site", () => {
  it.each(pages.filter((path) => path.startsWith("extend/")))("%s names only source files that exist", (document) => {
    const text = readFileSync(join(site, document), "utf8").replaceAll(/^```[\s\S]*?^```$/gm, "");
    const shown = [...readFileSync(join(site, document), "utf8").matchAll(/^```\w+ file=(\S+)$/gm)].map(
      ([, name]) => name,
    );
    const named = [...text.matchAll(/`([\w./-]+\.(?:test\.)?(?:ts|mjs))`/g)].map(([, name]) => name as string);
    const files = sourceFiles();
    const missing = named.filter(
      (name) => !shown.includes(name) && !files.some((path) => path.endsWith(`/${name}`) || path === name),
    );
    expect(missing).toEqual([]);
  });

  it("are all in the menu, each once", () => {
    const expected = [
      ...pages.map((path) => `/${path.replace(/(index)?\.md$/, "")}`),
      "/playground",
      sideBySide.link,
      everything.link,
    ];
    expect([...listed].sort()).toEqual(expected.sort());
  });

  it.each(documents)("%s links only to pages and files that exist", (document) => {
    expect(linksOf(document).filter((link) => !existsSync(fileOf(link, document)))).toEqual([]);
  });
});
