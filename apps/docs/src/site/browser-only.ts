const EMPTY = "\0browser-only";
const loadedByVisitors = /\/playground\/(playground-page|inline-program)\.vue$/;

/** Leaves out of the bundle that writes the pages what only a visitor's browser loads: editors and databases. */
export const browserOnly = {
  name: "browser-only",
  enforce: "pre" as const,
  resolveId: (source: string, _importer: unknown, { ssr }: { ssr?: boolean }) =>
    ssr === true && loadedByVisitors.test(source) ? EMPTY : null,
  load: (id: string) => (id === EMPTY ? "export default {};" : null),
};
