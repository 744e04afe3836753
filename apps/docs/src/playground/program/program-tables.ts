import type { AsyncAnySurrealConnection } from "surreal-sdk";
import { shownTable } from "../shown-table.ts";
import { type ShownWatch, watchTable } from "../watched-table.ts";

/** The tables of a program's database, and the rows of the one that is followed. */
export interface ShownTables {
  readonly tables: readonly string[];
  readonly chosen: string;
  readonly watched: ShownWatch | undefined;
}

/** What a program's connection offers to whom follows its tables. */
type Followed = Pick<AsyncAnySurrealConnection, "newSession" | "namespace" | "database" | "status">;
type Session = Awaited<ReturnType<Followed["newSession"]>>;

/** Follows a table of the database that a program uses, in a session of its own: the program's session stays as it is. */
export class ProgramTables {
  readonly #db: Followed;
  readonly #show: (shown: ShownTables) => void;
  #session: Session | undefined;
  /** Namespace and database of the session. */
  #place = "";
  #looking: Promise<void> | undefined;
  #shown: ShownTables = { tables: [], chosen: "", watched: undefined };
  #unsubscribe = (): void => undefined;

  /** @param show - hears the tables and rows, and again whenever they are different */
  constructor(db: Followed, show: (shown: ShownTables) => void) {
    this.#db = db;
    this.#show = show;
  }

  /** Looks which tables there are now; the first one is followed until another is chosen. Never fails. */
  look(): Promise<void> {
    this.#looking ??= this.#look()
      .catch(() => undefined) // the program ends its connection when it likes
      .finally(() => {
        this.#looking = undefined;
      });
    return this.#looking;
  }

  choose(table: string): void {
    this.#unsubscribe();
    this.#tell({ chosen: table, watched: undefined });
    if (this.#session === undefined) return;
    this.#unsubscribe = watchTable(this.#session, table, (watched) => this.#tell({ watched }));
  }

  /** Shows the rows as the program leaves them, before it closes its connection. Never fails. */
  async last(): Promise<void> {
    await this.#looking;
    await this.look();
    const { chosen: name, watched } = this.#shown;
    if (name === "" || this.#session === undefined) return;
    const rows = await this.#session.select(name, { orderBy: "id" }).catch(() => undefined);
    this.#unsubscribe();
    if (rows === undefined) return;
    const table = shownTable(rows);
    // Rows that were marked as news stay so, if nothing has changed since.
    const fresh = JSON.stringify(table) === JSON.stringify(watched?.table) ? (watched?.fresh ?? []) : [];
    this.#tell({ watched: { name, table, fresh, error: undefined } });
  }

  async #look(): Promise<void> {
    const { namespace, database, status } = this.#db;
    if (status !== "connected" || namespace === undefined || database === undefined) return;
    const place = JSON.stringify([namespace, database]);
    if (place !== this.#place) await this.#enter(namespace, database, place);
    const [info] = (await this.#session?.query<[{ tables: object }]>("INFO FOR DB")) ?? [];
    const tables = Object.keys(info?.tables ?? {}).sort();
    this.#tell({ tables });
    const { chosen, watched } = this.#shown;
    const [first] = tables;
    if (first !== undefined && (!tables.includes(chosen) || watched?.error !== undefined)) {
      this.choose(tables.includes(chosen) ? chosen : first);
    }
  }

  /** The program has selected another database. */
  async #enter(namespace: string, database: string, place: string): Promise<void> {
    this.#unsubscribe();
    await this.#session?.closeSession();
    this.#session = await this.#db.newSession();
    await this.#session.use(namespace, database);
    this.#place = place;
    this.#shown = { tables: [], chosen: "", watched: undefined };
  }

  #tell(news: Partial<ShownTables>): void {
    this.#shown = { ...this.#shown, ...news };
    this.#show(this.#shown);
  }
}
