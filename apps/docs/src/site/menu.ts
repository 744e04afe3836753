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
    text: "Learn",
    items: [
      page("Five minutes", "/guide/start"),
      page("Connecting", "/guide/connecting"),
      page("Signing in", "/guide/auth"),
      page("Reading and writing", "/guide/crud"),
      page("Queries", "/guide/queries"),
      page("A typed database", "/guide/typed"),
      page("Sessions and transactions", "/guide/sessions"),
      page("Live queries", "/guide/live"),
      page("Rows that stay right", "/guide/watch"),
      page("Watch in frameworks", "/guide/watch-frameworks"),
      page("Values", "/guide/values"),
      page("Web servers", "/guide/web-servers"),
      page("Server rendering", "/guide/server-rendering"),
      page("Types from the schema", "/guide/types-from-schema"),
      page("What happens when…", "/guide/errors"),
      page("Blocking", "/guide/blocking"),
      sideBySide,
      page("Embedded", "/guide/embedded"),
      page("Export and import", "/guide/export-import"),
      page("Diagnostics", "/guide/diagnostics"),
      page("Testing", "/guide/testing"),
      page("Runtimes", "/guide/runtimes"),
      page("Server versions", "/guide/server-versions"),
      page("Feature comparison", "/guide/features"),
      page("Performance", "/guide/performance"),
      page("Playground", "/playground"),
    ],
  },
  {
    text: "Migrate",
    items: [
      page("From the official JS SDK", "/guide/migrating-js"),
      page("From the Python SDK", "/guide/migrating-python"),
    ],
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
];
