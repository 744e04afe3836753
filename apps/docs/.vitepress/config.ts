import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type DefaultTheme, defineConfig, type MarkdownEnv, type MarkdownRenderer } from "vitepress";
import { typescriptFile } from "../src/playground/compiler/typescript-file.ts";
import { menusByPackage, type SidebarItem } from "../src/reference/sidebar.ts";
import { breakableCode } from "../src/site/breakable-code.ts";
import { browserOnly } from "../src/site/browser-only.ts";
import { withPolicy } from "../src/site/content-policy.ts";
import { emptyHeaders } from "../src/site/empty-headers.ts";
import { highlightOnce } from "../src/site/highlight-once.ts";
import { withMain } from "../src/site/main-landmark.ts";
import { menu, sideBySide } from "../src/site/menu.ts";
import { linkPrograms } from "../src/site/program-links.ts";

const referenceMenu = fileURLToPath(new URL("../reference/typedoc-sidebar.json", import.meta.url));

/** The menus of the generated reference; of its packages nothing before it has been generated. */
function reference(): DefaultTheme.SidebarMulti {
  const items = existsSync(referenceMenu) ? (JSON.parse(readFileSync(referenceMenu, "utf8")) as SidebarItem[]) : [];
  const menus = Object.entries(menusByPackage(items));
  return Object.fromEntries(menus.map(([path, menu]) => [path, [sideBySide, ...menu] as DefaultTheme.SidebarItem[]]));
}

/** The first pages of the reference are lists of links: what they lead to is found by itself. */
const lists = /^reference\/(.*\/)?index\.md$|^reference\/side-by-side\.md$/;

function searchable(source: string, env: MarkdownEnv, markdown: MarkdownRenderer): string {
  return lists.test(env.relativePath) ? "" : markdown.render(source, env);
}

const searchBox = /VPLocalSearchBox\.vue/;
const ranking = fileURLToPath(new URL("../src/search/ranked-search.ts", import.meta.url));

/** Gives the search box an index that puts guides before the reference. */
const rankedSearch = {
  name: "ranked-search",
  enforce: "pre" as const,
  resolveId: (source: string, importer?: string) =>
    source === "minisearch" && searchBox.test(importer ?? "") ? ranking : null,
};

/** While one writes: a site of the pages that are written by hand is built in a fraction of the time. */
const withReference = process.env.SITE_WITHOUT_REFERENCE === undefined;

export default defineConfig({
  title: "Surreal SDK",
  description: "A SurrealDB client for TypeScript: async and blocking, over WebSocket, HTTP and embedded.",
  head: [["link", { rel: "icon", href: "/icon.svg", type: "image/svg+xml" }]],
  cleanUrls: true,
  lastUpdated: false,
  metaChunk: true, // every page would carry the menus of all pages
  srcExclude: ["README.md", ...(withReference ? [] : ["reference/**"])],
  ignoreDeadLinks: withReference ? false : [/reference\//],
  transformHtml: (html) => withPolicy(withMain(html)),
  markdown: {
    config(markdown) {
      highlightOnce(markdown);
      linkPrograms(markdown);
      emptyHeaders(markdown);
      breakableCode(markdown);
    },
    languageAlias: { surql: "sql" },
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
  },
  themeConfig: {
    outline: [2, 3],
    search: { provider: "local", options: { _render: searchable } },
    nav: [
      { text: "Learn", link: "/guide/start" },
      { text: "Playground", link: "/playground" },
      { text: "Extend", link: "/extend/engine" },
      { text: "Reference", link: "/reference/" },
    ],
    sidebar: { ...reference(), "/": menu },
  },
  vite: {
    plugins: [rankedSearch, browserOnly],
    build: { chunkSizeWarningLimit: 2000 },
    // The worker of @surrealdb/wasm wants one error class of the official SDK: ours of the same name will do.
    resolve: { alias: { surrealdb: "@surreal-sdk/transport" } },
    worker: { format: "es", plugins: typescriptFile },
    esbuild: { keepNames: true }, // the playground shows the names of classes
  },
});
