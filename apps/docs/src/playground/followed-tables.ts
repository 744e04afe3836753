import type { AsyncSurrealConnection } from "surreal-sdk/async";
import { type ShownWatch, watchTable } from "./watched-table.ts";

/** The tables of a database, and the rows of the one that is followed. */
export interface ShownTables {
  readonly tables: readonly string[];
  readonly chosen: string;
  readonly watched: ShownWatch | undefined;
}

/** What following needs of a connection or session. */
export type FollowedSession = Pick<AsyncSurrealConnection, "query" | "watch">;

export const noTables: ShownTables = { tables: [], chosen: "", watched: undefined };

/** Follows one table of a database: the first one until another is chosen. */
export class FollowedTables {
  readonly #show: (shown: ShownTables) => void;
  #shown = noTables;
  #unsubscribe = (): void => undefined;

  /** @param show - hears the tables and rows, and again whenever they are different */
  constructor(show: (shown: ShownTables) => void) {
    this.#show = show;
  }

  get shown(): ShownTables {
    return this.#shown;
  }

  /** Looks which tables there are now. One that is gone, or whose watch has failed, is left. */
  async look(session: FollowedSession): Promise<void> {
    const [info] = await session.query<[{ tables: Record<string, string> }]>("INFO FOR DB");
    const tables = Object.keys(info.tables).sort();
    const [first] = tables;
    if (first === undefined) return this.end();
    const { chosen, watched } = this.#shown;
    const isThere = tables.includes(chosen);
    this.tell({ tables });
    if (!isThere || watched?.error !== undefined) this.choose(session, isThere ? chosen : first);
  }

  choose(session: FollowedSession, table: string): void {
    this.#unsubscribe();
    this.tell({ chosen: table, watched: undefined });
    this.#unsubscribe = watchTable(session, table, (watched) => this.tell({ watched }));
  }

  /** Shows something else from now on. */
  tell(news: Partial<ShownTables>): void {
    this.#shown = { ...this.#shown, ...news };
    this.#show(this.#shown);
  }

  /** Forgets everything. */
  end(): void {
    this.leave();
    this.tell(noTables);
  }

  /** Follows nothing any more; what is shown stays. */
  leave(): void {
    this.#unsubscribe();
    this.#unsubscribe = () => undefined;
  }
}
