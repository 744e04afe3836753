import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type DefaultTheme, defineConfig } from "vitepress";

const referenceMenu = fileURLToPath(new URL("../reference/typedoc-sidebar.json", import.meta.url));

/** The menu of the generated reference; empty before it has been generated. */
function reference(): DefaultTheme.SidebarItem[] {
  return existsSync(referenceMenu) ? JSON.parse(readFileSync(referenceMenu, "utf8")) : [];
}

const page = (text: string, link: string): DefaultTheme.SidebarItem => ({ text, link });

export default defineConfig({
  title: "Surreal SDK",
  description: "A SurrealDB client for TypeScript: async and blocking, over WebSocket, HTTP and embedded.",
  cleanUrls: true,
  lastUpdated: false,
  srcExclude: ["README.md"],
  themeConfig: {
    search: { provider: "local" },
    nav: [page("Learn", "/guide/start"), page("Extend", "/extend/engine"), page("Reference", "/reference/")] as DefaultTheme.NavItem[],
    sidebar: {
      "/reference/": reference(),
      "/": [
        {
          text: "Learn",
          items: [
            page("Five minutes", "/guide/start"),
            page("Connecting", "/guide/connecting"),
            page("Signing in", "/guide/auth"),
            page("Reading and writing", "/guide/crud"),
            page("Queries", "/guide/queries"),
            page("Sessions and transactions", "/guide/sessions"),
            page("Live queries", "/guide/live"),
            page("Values", "/guide/values"),
            page("What happens when…", "/guide/errors"),
            page("Blocking", "/guide/blocking"),
            page("Embedded", "/guide/embedded"),
            page("Export and import", "/guide/export-import"),
            page("Diagnostics", "/guide/diagnostics"),
            page("Runtimes", "/guide/runtimes"),
          ],
        },
        {
          text: "Come from elsewhere",
          items: [
            page("The official JS SDK", "/guide/migrating-js"),
            page("The Python SDK", "/guide/migrating-python"),
          ],
        },
        {
          text: "Extend",
          items: [page("Write an engine", "/extend/engine"), page("How it is built", "/extend/architecture")],
        },
      ],
    },
  },
});
