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

/** The menu beside every page that is written by hand, in the order in which a newcomer reads. */
export const menu: MenuGroup[] = [
  {
    text: "Start",
    items: [
      page("Five minutes", "/guide/start"),
      page("Connecting", "/guide/connecting"),
      page("Signing in", "/guide/auth"),
      page("Reading and writing", "/guide/crud"),
      page("Queries", "/guide/queries"),
      page("Playground", "/playground"),
    ],
  },
  {
    text: "Guides",
    items: [
      page("Sessions and transactions", "/guide/sessions"),
      page("Live queries", "/guide/live"),
      page("Rows that stay right: watch", "/guide/watch"),
      page("Values", "/guide/values"),
      page("Errors: what happens when…", "/guide/errors"),
      page("Types from the schema", "/guide/types-from-schema"),
      page("A typed database", "/guide/typed"),
      page("Blocking", "/guide/blocking"),
      page("Embedded", "/guide/embedded"),
      page("Export and import", "/guide/export-import"),
      page("Endpoints, GraphQL and GQL", "/guide/endpoints"),
    ],
  },
  {
    text: "Recipes",
    items: [
      page("Tests without Docker", "/guide/testing"),
      page("Logging queries and OpenTelemetry", "/guide/diagnostics"),
      page("Web servers: a session per request", "/guide/web-servers"),
      page("Server rendering and JSON", "/guide/server-rendering"),
      page("React, Vue, Svelte, Solid", "/guide/watch-frameworks"),
    ],
  },
  {
    text: "Servers and runtimes",
    items: [
      page("Server versions", "/guide/server-versions"),
      page("Runtimes: Node, Bun, Deno, browsers", "/guide/runtimes"),
    ],
  },
  {
    text: "Reference",
    items: [sideBySide],
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
      page("Performance", "/guide/performance"),
      page("Bundle size", "/guide/bundle-size"),
      page("From the official JS SDK", "/guide/migrating-js"),
      page("From the Python SDK", "/guide/migrating-python"),
    ],
  },
];
