/** What a program imports, and what it does with it. */
export interface Import {
  /** As the page names it. */
  readonly what: string;
  /** The program that is bundled. */
  readonly source: string;
}

function program(from: string, names: readonly string[]): string {
  return `import { ${names.join(", ")} } from "${from}"; globalThis.surreal = [${names.join(", ")}];`;
}

function lite(...names: string[]): string {
  return program("surreal-sdk/lite", ["AsyncSurreal", ...names]);
}

/** The client for browsers with every method, over WebSocket and HTTP. */
export const fullClient: Import = {
  what: "`AsyncSurreal` of `surreal-sdk/async`",
  source: program("surreal-sdk/async", ["AsyncSurreal"]),
};

/** The client with the methods that most programs need. */
export const liteClient: Import = { what: "`AsyncSurreal` of `surreal-sdk/lite`", source: lite() };

/** What the functions add to the lite client. */
export const additions: readonly Import[] = [
  { what: "`live`, `subscribeLive`, `kill`", source: lite("live", "subscribeLive", "kill") },
  { what: "`watch`", source: lite("watch") },
  { what: "`rows`", source: lite("rows") },
  { what: "`stream`", source: lite("stream") },
  { what: "`loader`", source: lite("loader") },
  { what: "`newSession`", source: lite("newSession") },
  { what: "`transaction`", source: lite("transaction") },
  { what: "`beginTransaction`", source: lite("beginTransaction") },
  { what: "`files`", source: lite("files") },
  { what: "`exportDatabase`, `exportStream`", source: lite("exportDatabase", "exportStream") },
  { what: "`importDatabase`", source: lite("importDatabase") },
  { what: "`api`", source: lite("api") },
  { what: "`graphql`", source: lite("graphql") },
  { what: "`httpEngine`", source: lite("httpEngine") },
  {
    what: "`pooledEngine` of `surreal-sdk/pool`",
    source: `${program("surreal-sdk/pool", ["pooledEngine"])} ${lite().replace("globalThis.surreal", "globalThis.lite")}`,
  },
];
