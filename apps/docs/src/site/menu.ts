/** A page of the site, as the menu names it. */
export interface MenuPage {
  readonly text: string;
  readonly link: string;
}

/** Pages that belong together. */
export interface MenuGroup {
  readonly text: string;
  readonly items: MenuPage[];
}

const page = (text: string, link: string): MenuPage => ({ text, link });

/** The generated page that shows both modes of every method. */
export const sideBySide: MenuPage = page("Async and blocking, side by side", "/reference/side-by-side");

/** The generated list of all packages. */
export const everything: MenuPage = page("All packages", "/reference/");

/** The menu beside every page that is written by hand, in the order in which a newcomer reads. */
export const menu: MenuGroup[] = [
  {
    text: "Start",
    items: [
      page("Get started in five minutes", "/guide/start"),
      page("Connecting and reconnecting", "/guide/connecting"),
      page("Signing in", "/guide/auth"),
      page("Reading and writing records", "/guide/crud"),
      page("SurrealQL queries", "/guide/queries"),
      page("Playground", "/playground"),
    ],
  },
  {
    text: "Guides",
    items: [
      page("Errors: what happens when…", "/guide/errors"),
      page("Transactions and sessions", "/guide/sessions"),
      page("Live queries", "/guide/live"),
      page("Watch: rows that stay right", "/guide/watch"),
      page("Values and data types", "/guide/values"),
      page("Types from the schema", "/guide/types-from-schema"),
      page("A typed database", "/guide/typed"),
      page("Blocking: without await", "/guide/blocking"),
      page("Embedded database", "/guide/embedded"),
      page("Export and import", "/guide/export-import"),
      page("Endpoints, GraphQL and GQL", "/guide/endpoints"),
      page("Node, Bun, Deno, browsers", "/guide/runtimes"),
      page("Performance", "/guide/performance"),
      page("Bundle size", "/guide/bundle-size"),
    ],
  },
  {
    text: "Recipes",
    items: [
      page("Test with vitest, without Docker", "/guide/testing"),
      page("Logging queries and OpenTelemetry", "/guide/diagnostics"),
      page("Web server: a session per request", "/guide/web-servers"),
      page("Hono", "/guide/hono"),
      page("Next.js", "/guide/nextjs"),
      page("SvelteKit", "/guide/sveltekit"),
      page("JSON and server rendering", "/guide/server-rendering"),
      page("React, Vue, Svelte, Solid", "/guide/watch-frameworks"),
      page("Pagination and aggregates", "/guide/pagination"),
      page("Migrations script", "/guide/migrations"),
      page("Background jobs, exactly once", "/guide/jobs"),
      page("Record ids in URLs", "/guide/record-ids-in-urls"),
      page("File uploads", "/guide/file-uploads"),
      page("Vector search", "/guide/vector-search"),
      page("Share a connection, or a pool", "/guide/sharing-connections"),
      page("Cloudflare Workers", "/guide/cloudflare-workers"),
      page("Electron", "/guide/electron"),
    ],
  },
  {
    text: "Server versions",
    items: [page("SurrealDB 2, 3 and 4", "/guide/server-versions")],
  },
  {
    text: "Reference",
    items: [sideBySide, everything, page("Error numbers", "/errors/")],
  },
  {
    text: "Extend",
    items: [
      page("Write an engine", "/extend/engine"),
      page("An engine over a stream", "/extend/stream"),
      page("Architecture", "/extend/architecture"),
      page("Add a value, a method, an app", "/extend/add"),
    ],
  },
  {
    text: "Project",
    items: [
      page("Feature comparison", "/guide/features"),
      page("From the official JS SDK", "/guide/migrating-js"),
      page("From the Python SDK", "/guide/migrating-python"),
    ],
  },
];
