import type { AsyncAnySurrealConnection } from "surreal-sdk";
import { FollowedTables, type ShownTables } from "../followed-tables.ts";
import { shownTable } from "../shown-table.ts";

/** What a program's connection offers to whom follows its tables. */
type Followed = Pick<AsyncAnySurrealConnection, "newSession" | "namespace" | "database" | "status">;
type Session = Awaited<ReturnType<Followed["newSession"]>>;

/** Follows a table of the database that a program uses, in a session of its own: the program's session stays as it is. */
export class ProgramTables {
  readonly #db: Followed;
  readonly #followed: FollowedTables;
  #session: Session | undefined;
  /** Namespace and database of the session. */
  #place = "";
  #looking: Promise<void> | undefined;

  /** @param show - hears the tables and rows, and again whenever they are different */
  constructor(db: Followed, show: (shown: ShownTables) => void) {
    this.#db = db;
    this.#followed = new FollowedTables(show);
  }

  /** Looks which tables there are now. Never fails. */
  look(): Promise<void> {
    this.#looking ??= this.#look()
      .catch(() => undefined) // the program ends its connection when it likes
      .finally(() => {
        this.#looking = undefined;
      });
    return this.#looking;
  }

  choose(table: string): void {
    if (this.#session !== undefined) this.#followed.choose(this.#session, table);
  }

  /** Shows the rows as the program leaves them, before it closes its connection. Never fails. */
  async last(): Promise<void> {
    await this.#looking;
    await this.look();
    const { chosen: name, watched } = this.#followed.shown;
    if (name === "" || this.#session === undefined) return;
    const rows = await this.#session.select(name, { orderBy: "id" }).catch(() => undefined);
    this.#followed.leave();
    if (rows === undefined) return;
    const table = shownTable(rows);
    // Rows that were marked as news stay so, if nothing has changed since.
    const fresh = JSON.stringify(table) === JSON.stringify(watched?.table) ? (watched?.fresh ?? []) : [];
    this.#followed.tell({ watched: { name, table, fresh, error: undefined } });
  }

  async #look(): Promise<void> {
    const { namespace, database, status } = this.#db;
    if (status !== "connected" || namespace === undefined || database === undefined) return;
    await this.#followed.look(await this.#sessionIn(namespace, database));
  }

  /** Another one where the program has selected another database. */
  async #sessionIn(namespace: string, database: string): Promise<Session> {
    const place = JSON.stringify([namespace, database]);
    if (this.#session !== undefined && place === this.#place) return this.#session;
    this.#followed.end();
    await this.#session?.closeSession();
    this.#session = await this.#db.newSession();
    await this.#session.use(namespace, database);
    this.#place = place;
    return this.#session;
  }
}
