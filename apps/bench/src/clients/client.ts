/** What both clients can do with a real server, each in its own words. */
export interface Client {
  recordId(table: string, id: number): unknown;
  query(text: string): PromiseLike<unknown>;
  /** Inserts records, each with its id. */
  insert(table: string, rows: readonly object[]): PromiseLike<unknown>;
  /** The whole database as SurrealQL. */
  export(): PromiseLike<string>;
  import(text: string): PromiseLike<unknown>;
  /** Starts a live query of a table; the returned function kills it. */
  live(table: string, heard: () => void): Promise<() => PromiseLike<unknown>>;
  close(): PromiseLike<unknown>;
}

/** Connects a client to the database `bench` of a server that asks for no credentials. */
export type Connect = (url: string, database: string) => Promise<Client>;

/** The client of that name: `"ours"` or `"official"`. Only the one that is asked for is loaded. */
export async function connectClient(name: string, url: string, database = "bench"): Promise<Client> {
  const { connect } = (await import(`./${name}.js`)) as { connect: Connect };
  return connect(url, database);
}
